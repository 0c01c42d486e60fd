/** The demo of the local profile: posts the demo county through the API into an empty ledger, then tells what was flagged and why. */
import * as fs from 'node:fs/promises';
import path from 'node:path';
import { DEMO_COUNTY, simulateCountyYear } from './county-year';
import { Poster } from './post';
import { keyPrefixOf } from './script-folder';

export interface DemoOptions {
  readonly url: string;
  readonly dataDir: string;
  /** Nothing but the release of rules has been recorded. */
  readonly ledgerIsEmpty: boolean;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

interface ShownFlag {
  readonly rule: string;
  readonly part?: string;
  readonly harm: string;
  readonly severity: string;
  readonly status: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly sentence: { readonly zh: string; readonly en: string };
  readonly evidence: readonly number[];
}

const FLAGS_SHOWN = 40;
const EXAMINED_PATIENCE_MS = 300_000;
const DAYS_PER_LINE = 30;

/** Remembers an unfinished posting: a demo killed half-way goes on at the next start, answered from idempotency up to there. */
async function begun(file: string): Promise<boolean> {
  try {
    return !(JSON.parse(await fs.readFile(file, 'utf8')) as { done: boolean }).done;
  } catch {
    return false; // No such file: no demo was begun in this folder.
  }
}

export async function showDemo(options: DemoOptions): Promise<void> {
  const marker = path.join(options.dataDir, 'demo.json');
  if (options.ledgerIsEmpty || (await begun(marker))) {
    await fs.writeFile(marker, JSON.stringify({ done: false }));
    await postDemo(options);
    await fs.writeFile(marker, JSON.stringify({ done: true }));
  }
  await sayFlags(options);
}

async function postDemo({ url, say, signal }: DemoOptions): Promise<void> {
  const script = simulateCountyYear(DEMO_COUNTY);
  const keyPrefix = keyPrefixOf(JSON.stringify(DEMO_COUNTY));
  say(`Posting the demo county ${DEMO_COUNTY.county} (invented people) through the API, day by day: ${String(script.deeds.length)} deeds`);
  let days = 0;
  let last = '';
  const poster = new Poster({ url, keyPrefix, county: DEMO_COUNTY.county, signal, onProgress: (done, total, day) => {
    if (day === last) return;
    last = day;
    days += 1;
    if (days % DAYS_PER_LINE === 0) say(`  ${day}  ${String(done)} of ${String(total)}`);
  } });
  const report = await poster.post(script.deeds);
  say(`  ${String(report.recorded)} recorded, ${String(report.replayed)} already there, ${String(report.refused.length)} refused`);
  for (const refusal of report.refused.slice(0, 10)) say(`  refused: ${refusal.type} ${refusal.id}: ${refusal.code} ${refusal.detail}`);
}

async function sayFlags({ url, say, signal }: DemoOptions): Promise<void> {
  const poster = new Poster({ url, keyPrefix: 'read', county: DEMO_COUNTY.county, signal });
  if (!(await poster.untilExamined(EXAMINED_PATIENCE_MS))) return say('The rules are still running; GET /v1/flags shows what they found so far.');
  const all: ShownFlag[] = [];
  for (let after = ''; ;) {
    const page = (await poster.read('inspector', `/v1/flags?limit=200${after}`)) as { items: ShownFlag[]; next?: string };
    all.push(...page.items);
    if (page.next === undefined) break;
    after = `&after=${encodeURIComponent(page.next)}`;
  }
  const order = ['critical', 'high', 'medium', 'notice'];
  all.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  say(`${String(all.length)} flags 疑点 (leads to be checked 待核, never a verdict):`);
  for (const flag of all.slice(0, FLAGS_SHOWN)) {
    say(`  ${flag.rule}${flag.part ?? ''} ${flag.harm} ${flag.severity} ${flag.status}: ${flag.subject.kind} ${flag.subject.id}`);
    say(`      ${flag.sentence.zh}`);
    say(`      ${flag.sentence.en}`);
    say(`      evidence: positions ${flag.evidence.slice(0, 8).join(', ')}${flag.evidence.length > 8 ? ` and ${String(flag.evidence.length - 8)} more` : ''}`);
  }
  if (all.length > FLAGS_SHOWN) say(`  … and ${String(all.length - FLAGS_SHOWN)} more: GET ${url}/v1/flags`);
}
