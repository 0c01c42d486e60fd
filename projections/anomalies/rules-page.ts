/** Writes docs/rules.md from the rules themselves: one section for each, as an auditor reads it. */
import type { Rule } from './rule';
import type { Story } from './story';

const HARMS: Readonly<Record<Rule['harm'], readonly [name: string, why: string]>> = {
  diversion: ['挪用挤占 · diversion', 'Money meant for poor households pays for something else: what was promised is not built or not paid, and the books look spent.'],
  misappropriation: ['贪污、虚报冒领、套取、截留 · misappropriation', 'Somebody who is not entitled has the money, or part of it never arrives. From 10,000 yuan of relief money it is a crime (法释〔2016〕9号).'],
  'enterprise-loan': ['户贷企用等信贷违规 · household loans used by enterprises', 'A household owes a bank what an enterprise has spent: when the enterprise fails, the debt and the bad record are the household\'s.'],
  'disclosure-lapse': ['公示缺失 · missing or false disclosure', 'Whoever is not told cannot object. Posting in time, long enough and truly is how villagers check what nobody else will.'],
  delay: ['滞留闲置 · delay and idle money', 'Relief that comes late is relief not given; money that lies still is lent, lost or taken back.'],
  eligibility: ['对象不准、应保未保 · the wrong people, or the right ones left out', 'Every place taken by somebody who does not need it is one that somebody who does need it has not got.'],
  process: ['程序违规 · broken procedure', 'Plans, approvals, tenders and acceptance exist so that no one person can decide where the money goes.'],
  integrity: ['数据与职责 · record and separation of duties', 'A record that one person can bend alone, or that is written afterwards, proves nothing.'],
};

const HEAD = `# The rules

Written by \`projections/anomalies/rules-page.ts\` from the rule files; a test keeps it current. A flag is a lead to be checked (待核), never a finding: five of six raw matches
turn out innocent in practice, which is why each rule names what usually explains it. Numbers are parameters, effective-dated by region; what stands here is the default. A rule
that lacks what it needs says *undecided* for its scope. The SQL is what the ledger released and what runs; \`audit.<table>(at)\` is a fact table as of a position.
\`GET /v1/rules/{code}\` answers the same, with what has been set since, coverage and quality.
`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const listed = (items: readonly string[]): string => (items.length === 0 ? '- –\n' : items.map((item) => `- ${item}\n`).join(''));

function expected({ flags = [] }: Story): string {
  const said = flags.map(({ part, subject, severity, amountFen }) => `${part ? `part ${part}, ` : ''}${severity}, on ${subject}${amountFen === undefined ? '' : `, ${String(amountFen)} fen`}`);
  return said.length === 0 ? '' : ` → ${said.join('; ')}`;
}

function parametersOf({ parameters }: Rule): string {
  if (parameters.length === 0) return 'None.\n';
  return `| parameter | default | unit | basis | read at |\n|---|---|---|---|---|\n${parameters
    .map(({ name, value, unit, basis, readAt }) => `| \`${name}\` | ${String(value)} | ${cell(unit.zh)} · ${cell(unit.en)} | ${cell(basis)} | ${cell(readAt.zh)} · ${cell(readAt.en)} |\n`).join('')}`;
}

const section = (rule: Rule): string => `
## ${rule.code} ${rule.title.zh} · ${rule.title.en}

**Why it matters.** ${HARMS[rule.harm][0]}. ${HARMS[rule.harm][1]}

**Basis.**
${listed(rule.basis.map(({ zh, en }) => `${zh} · ${en}`))}
**Worked examples.** What is flagged, and as what:
${listed(rule.flagged.map((story) => `${story.told}${expected(story)}`))}
**Exclusions.** What looks alike and is left alone:
${listed(rule.clean.map(({ told }) => told))}
**Usually innocent** (what the data cannot always tell):
${listed(rule.innocent.map(({ zh, en }) => `${zh} · ${en}`))}
**Who must act.** ${rule.mustAct.zh} · ${rule.mustAct.en}

**What would clear it.** ${rule.clears.zh} · ${rule.clears.en}

**Parameters.**

${parametersOf(rule)}
<details><summary>Method: the query that judges one subject at one position</summary>

\`\`\`sql
${rule.query}
\`\`\`

</details>
`;

export const rulesPage = (rules: readonly Rule[]): string => HEAD + rules.map(section).join('');
