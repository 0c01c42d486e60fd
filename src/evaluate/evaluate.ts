/** Posts the evaluation county through the API of a service of its own, waits until every rule has judged it, and scores what was flagged. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import path from 'node:path';
import { Pool } from 'pg';
import { Poster, type PostingReport } from '../simulate/post';
import { HOME_COUNTY } from '../simulate/step';
import { leadOf, leadsNow } from './leads';
import { plan, type Plan, type Planted, type Wish } from './plan';
import { ratiosOf, type Ratios } from './ratios';
import { score, type FoundFlag, type Score } from './score';

export interface Evaluation extends Score {
  readonly seed: number;
  readonly setting: 'default' | 'hard';
  readonly counties: number;
  readonly deeds: number;
  readonly ratios: Ratios;
  readonly refused: PostingReport['refused'];
  readonly planted: readonly Planted[];
}

/** The same from the sources and from what was built of them. */
const root = [['..', '..'], ['..', '..', '..']].map((up) => path.resolve(__dirname, ...up)).find((folder) => existsSync(path.join(folder, 'package.json'))) ?? '';
const START_PATIENCE_MS = 120_000;

interface Running {
  readonly url: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

/** A service with a database of its own in a folder that goes away with it. */
async function startService(folder: string): Promise<Running> {
  const program = path.join(root, 'bin', 'mingzhang.js');
  // A database of its own, whatever the caller's settings: nothing here may reach a real one.
  const environment = { ...process.env, DATABASE_URL: undefined, EVENT_STORE: undefined, MINGZHANG_ROLES: 'api,follower', PORT: '0', DATA_DIR: folder, MINGZHANG_DEMO: 'off', MINGZHANG_PROFILE: 'local' };
  const child = spawn(process.execPath, [program, 'start'], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await addressSaid(child);
  const asked = spawn(process.execPath, [program, 'config', '--json'], { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
  let said = '';
  for await (const chunk of asked.stdout) said += String(chunk);
  const databaseUrl = /postgres(?:ql)?:\/\/[^"]+/.exec(said)?.[0];
  if (databaseUrl === undefined) throw new Error(`config does not tell where the database is: ${said.slice(0, 300)}`);
  const ended = new Promise<void>((resolve) => child.once('exit', () => { resolve(); }));
  return { url: url.replace('localhost', '127.0.0.1'), databaseUrl, stop: async () => { child.kill('SIGTERM'); await ended; } };
}

function addressSaid(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const url = /明账 is at (http:\S+)/.exec(said)?.[1];
      if (url) resolve(url);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', () => { reject(new Error(`the service ended before it served: ${said}`)); });
    setTimeout(() => { reject(new Error(`the service did not serve in time: ${said}`)); }, START_PATIENCE_MS).unref();
  });
}

export async function evaluate(wish: Wish, tell: (line: string) => void): Promise<Evaluation> {
  const planned = plan(wish);
  tell(`${String(planned.planted.size)} stories, ${String(planned.script.length)} deeds`);
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'mingzhang-evaluate-'));
  await fs.chmod(folder, 0o755);
  const service = await startService(folder);
  // Ended by hand: the service and its database end with us.
  const ended = (): void => { void service.stop().then(async () => { await fs.rm(folder, { recursive: true, force: true }); process.exit(130); }); };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, ended);
  try {
    const poster = new Poster({ url: service.url, keyPrefix: `evaluate-${String(wish.seed)}`, county: HOME_COUNTY, laneOf: (batchId) => planned.ownerOf('batch', batchId) ?? batchId, onProgress: (done, total, day) => { tell(`${String(done)} of ${String(total)} deeds, ${day}`); } });
    const { refused } = await poster.post(planned.script);
    await poster.untilExamined(Infinity, (examined, recorded) => { tell(`examined ${String(examined)} of ${String(recorded)}`); });
    const pool = new Pool({ connectionString: service.databaseUrl });
    const flags = await flagsOf(pool, planned);
    const ratios = await ratiosOf(pool, planned, flags);
    await pool.end();
    const setting = wish.hard ? 'hard' : 'default';
    return { seed: wish.seed, setting, counties: planned.counties.length, deeds: planned.script.length, ratios, refused, planted: [...planned.planted.values()], ...score(planned, flags) };
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.removeListener(signal, ended);
    await service.stop();
    await fs.rm(folder, { recursive: true, force: true });
  }
}

/** Every flag ever raised: what stands in the end is what a person reads; one that went again spoke too, where the wrong was put right. Of its amounts the greatest counts, by what it ever said or would say now: what was mended since had gone wrong. People and accounts are found by the facts. */
const RAISED = `
  select f.rule, f.part, f.subject_kind as kind, f.subject_id as id, f.occurrence, f.harm, f.severity_rank as rank, coalesce(f.most_fen, 0) as fen, f.evidence, f.transition <> 'self-corrected' as standing
  from (select distinct on (flag_id) *, max(amount_fen) over (partition by flag_id) as most_fen from facts.flag order by flag_id, position desc, ordinal desc) f order by f.position, f.ordinal`;
const PEOPLE = `
  select distinct person_ref as ref, household_id as home, null as line from facts.household_member
  union all select distinct account_ref, household_id, null from facts.account_binding
  union all select distinct r, null, batch_id || '/' || line from facts.disbursement cross join lateral (values (payee_ref), (account_ref)) v (r)`;

/** Lines by the positions at which they were entered and paid: whose story a flag is of where its subject is nobody's. */
const LINES = `
  select position, batch_id || '/' || line as line from facts.disbursement union all select position, batch_id || '/' || line from facts.settlement`;

async function flagsOf(pool: Pool, { ownerOf }: Plan): Promise<FoundFlag[]> {
  const owners = new Map<string, string>();
  const { rows: people } = await pool.query<{ ref: string; home: string | null; line: string | null }>(PEOPLE);
  for (const { ref, home, line } of people) {
    const owner = home === null ? ownerOf('disbursement', line ?? '') : ownerOf('household', home);
    if (owner !== undefined && !owners.has(ref)) owners.set(ref, owner);
  }
  const lines = new Map((await pool.query<{ position: string; line: string }>(LINES)).rows.map(({ position, line }) => [position, line]));
  const byEvidence = (evidence: readonly string[]): string | undefined => evidence.map((position) => ownerOf('disbursement', lines.get(position) ?? '')).find((owner) => owner !== undefined);
  const now = await leadsNow(pool);
  const { rows } = await pool.query<{ rule: string; part: string; kind: string; id: string; occurrence: string; harm: string; rank: string; fen: string; evidence: string[]; standing: boolean }>(RAISED);
  return rows.map(({ rule, part, kind, id, occurrence, harm, rank, fen, evidence, standing }) => {
    const opened = now.get(leadOf(rule, part, kind, id, occurrence));
    return {
      rule, part: part === '' ? undefined : part, label: ownerOf(kind, id) ?? owners.get(id) ?? byEvidence(evidence), subject: `${kind}:${id}`, standing, harm, severityRank: Number(rank),
      amountFen: Math.max(Number(fen), opened?.amountFen ?? 0), evidence: [...new Set([...evidence.map(Number), ...(opened?.evidence ?? [])])],
    };
  });
}
