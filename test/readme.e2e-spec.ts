/** README's tour is run against a fresh service with the demo county; what it shows is what comes back. `UPDATE_README=1` writes the answers anew. */
import { execFile } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { startService, temporaryFolder, type RunningService } from './support/running-service';

const root = path.resolve(__dirname, '..');
const readme = path.join(root, 'README.md');
const DEMO_PATIENCE_MS = 600_000;

interface Block {
  readonly text: string;
  readonly commands: readonly { readonly command: string; readonly shown: string }[];
}

/** Every ```console block: a line that begins with `$ ` is a command, what follows is its answer. */
function blocksOf(text: string): Block[] {
  return [...text.matchAll(/```console\n([\s\S]*?)```/g)].map((match) => {
    const commands: { command: string; shown: string }[] = [];
    for (const line of (match[1] ?? '').split('\n')) {
      const last = commands.at(-1);
      if (line.startsWith('$ ')) commands.push({ command: line.slice(2), shown: '' });
      else if (last) last.shown += `${line}\n`;
    }
    return { text: match[0], commands: commands.map(({ command, shown }) => ({ command, shown: shown.trimEnd() })) };
  });
}

/** References and times are new in every ledger; positions move with whatever the demo grows by. */
const comparable = (answer: string): string =>
  answer.replace(/\b[par]-[0-9a-z]{26}\b/g, 'REF').replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME').replace(/"jobId": "[^"]+"/g, '"jobId": "…"').replace(/"(eventId|contentHash|fileHash|listId)": "[^"]+"/g, '"$1": "…"')
    .replace(/"(position|recorded|visible|examined|lastPosition|splitAt)": \d+/g, '"$1": N').replace(/^\s+\d+,?$/gm, 'N').trimEnd();

let service: RunningService;
let folder: string;
beforeAll(async () => {
  folder = temporaryFolder();
  service = await startService({ DATA_DIR: folder, MINGZHANG_DEMO: 'on' });
  for (let waited = 0; !/never a verdict/.test(service.said()); waited += 500) {
    if (waited > DEMO_PATIENCE_MS) throw new Error(`the demo did not come to its flags: ${service.said()}`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}, DEMO_PATIENCE_MS + 60_000);
afterAll(async () => {
  await service.end('SIGTERM');
  fs.rmSync(folder, { recursive: true, force: true });
}, 60_000);

async function answerOf(command: string): Promise<string> {
  const run = command.replaceAll('npx mingzhang', `"${process.execPath}" bin/mingzhang.js`);
  const environment = { ...process.env, PORT: new URL(service.url).port };
  const { stdout } = await promisify(execFile)('bash', ['-c', run], { cwd: root, env: environment, maxBuffer: 16 << 20 }).catch((error: unknown) => error as { stdout: string });
  return stdout.trimEnd();
}

it('posts the demo county without a refusal and flags every harm of the purpose', () => {
  expect(service.said()).toMatch(/\d+ recorded, 0 already there, 0 refused/);
  for (const harm of ['diversion', 'misappropriation', 'enterprise-loan', 'disclosure-lapse', 'process']) expect(service.said()).toContain(` ${harm} `);
});

it('shows the answers that README shows', async () => {
  let text = fs.readFileSync(readme, 'utf8');
  const differences: { command: string; shown: string; came: string }[] = [];
  for (const block of blocksOf(text)) {
    const told: string[] = [];
    for (const { command, shown } of block.commands) {
      const came = await answerOf(command);
      told.push(`$ ${command}\n${came}`);
      if (comparable(came) !== comparable(shown)) differences.push({ command, shown: comparable(shown), came: comparable(came) });
    }
    text = text.replace(block.text, () => `\`\`\`console\n${told.join('\n')}\n\`\`\``);
  }
  if (process.env['UPDATE_README']) fs.writeFileSync(readme, text);
  else expect(differences).toEqual([]);
}, 120_000);
