/** docs/coverage.md, made from the stories. */
import type { Story } from './story';

const cell = (text: string): string => text.replace(/\|/g, '/').replace(/\s+/g, ' ');

export function coveragePage(stories: readonly Story[]): string {
  const rows = stories.map(({ item, phrase, recordedBy, fact, checkedBy, later, when }) =>
    `| ${String(item)} | ${cell(phrase)} | ${cell(recordedBy)} | ${cell(fact)} | ${cell(checkedBy)} | ${cell(`\`${when.type}\` by ${when.by}`)} | ${cell(later ?? '')} |`);
  return `# What of the two documents can be recorded, asked for and checked

One row per mechanism of the two source documents. Every row is a story that runs: given, when, then over HTTP and \`audit.*\`, in \`test/coverage\`.
This page is written from those stories (\`UPDATE_DOCS=1 npx jest test/coverage\`). "Later" names what a later step adds, and why.

| # | words of the document | recorded by | fact | duty, rule or read | last step of the story | later |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
