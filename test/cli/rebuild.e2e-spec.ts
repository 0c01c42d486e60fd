/** `mingzhang rebuild` beside a running service: killed in the middle and run again, put in place, taken back, found to differ; and no read fails or changes meanwhile. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dayEnded, household, paidBatch, person, programme, said, type StoryEvent } from '../../projections/anomalies/story';
import { MemberDied } from '../../src/domain/household';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { freshDatabase, type TestDatabase } from '../support/database';
import { runMingzhang, startService, temporaryFolder, type RunningService } from '../support/running-service';

/** Opened, entered and settled they are more than one page of a build. */
const LINES = 9_000;
const program = path.resolve(__dirname, '..', '..', 'bin', 'mingzhang.js');

let database: TestDatabase;
let store: PostgresEventStore;
let service: RunningService;
let environment: Record<string, string>;
let bearer = '';
const revisions = new Map<string, number>();

async function record(events: readonly StoryEvent[]): Promise<void> {
  for (let from = 0; from < events.length;) {
    const streamId = events[from]?.streamId ?? '';
    let to = from;
    while (to < events.length && to - from < 2_000 && events[to]?.streamId === streamId) to += 1;
    const revision = revisions.get(streamId) ?? -1;
    const outcome = await store.append({
      streamId, expected: revision === -1 ? 'none' : revision, events: events.slice(from, to).map(({ type, data }) => ({ type, data, schemaVersion: 1 })),
      metadata: { actor: 'test', region: '422899', correlationId: 'c', causationId: '' }, key: { office: 'test', key: `${streamId}/${String(revision)}`, bodyHash: '0'.repeat(64) },
    });
    expect(outcome.status).toBe('recorded');
    revisions.set(streamId, revision + to - from);
    from = to;
  }
}

async function read(to: string): Promise<{ status: number; body: string }> {
  const response = await fetch(service.url + to, { headers: { authorization: bearer } });
  return { status: response.status, body: await response.text() };
}

async function examined(): Promise<number> {
  const { size } = await store.head();
  for (;;) {
    const now = JSON.parse((await read('/v1/log')).body) as { examined: number; halted: string[] };
    expect(now.halted).toEqual([]);
    if (now.examined >= size - 1) return now.examined;
    await sleep(50);
  }
}

const rebuild = async (...options: string[]): Promise<{ code: number; told: Record<string, unknown> }> => {
  const { code, said: text } = await runMingzhang(['rebuild', '--json', ...options], environment);
  const line = text.split('\n').find((one) => one.startsWith('{'));
  if (line === undefined) throw new Error(`no answer: ${text}`);
  return { code, told: JSON.parse(line) as Record<string, unknown> };
};

beforeAll(async () => {
  database = await freshDatabase();
  environment = { DATABASE_URL: database.url, DATA_DIR: temporaryFolder() };
  service = await startService(environment);
  const response = await fetch(`${service.url}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'auditor', password: 'demo' }) });
  bearer = `Bearer ${((await response.json()) as { accessToken: string }).accessToken}`;
  store = await PostgresEventStore.open({ connection: { connectionString: database.url } });
  const people = Array.from({ length: LINES }, (_, n) => ({ payee: `n${String(n).padStart(6, '0')}x` }));
  await record([
    programme('p1'), ...household('h1', 'li'), ...paidBatch('b1', '2018-03', '2018-03-10', [{ payee: 'li', household: 'h1' }, ...people]),
    said('household-h1', MemberDied, { personRef: person('li'), source: 'civil-affairs', occurredOn: '2018-03-20' }), dayEnded('2018-04-30'),
    ...paidBatch('b2', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1' }]), dayEnded('2018-05-31'),
  ]);
}, 240_000);

afterAll(async () => {
  await service.end('SIGTERM');
  await store.close();
  await database.drop();
  fs.rmSync(environment['DATA_DIR'] ?? '', { recursive: true, force: true });
}, 60_000);

/** Reads as fast as they are answered until told to stop; every answer must be 200, and as of one position always the same. */
function hammer(paths: readonly string[], same: ReadonlyMap<string, string>): () => Promise<{ answers: number; wrong: string[] }> {
  let stopped = false;
  let answers = 0;
  const wrong: string[] = [];
  const loops = paths.map(async (to) => {
    while (!stopped) {
      const { status, body } = await read(to).catch((error: unknown) => ({ status: 0, body: String(error) }));
      answers += 1;
      if (status !== 200 || (same.has(to) && same.get(to) !== body)) wrong.push(`${to}: ${String(status)} ${body.slice(0, 300)}`);
    }
  });
  return async () => {
    stopped = true;
    await Promise.all(loops);
    return { answers, wrong };
  };
}

/** Killed while it writes: a lock on a table that only its second page fills holds it there. */
async function killedInTheMiddle(): Promise<{ position: number; firstRow: string }> {
  const child = spawn(process.execPath, [program, 'rebuild'], { env: { ...process.env, ...environment }, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const blocker = await database.pool.connect();
  try {
    while (!(await blocker.query<{ there: boolean }>(`select to_regclass('facts_next.day_end') is not null as there`)).rows[0]?.there) await sleep(5);
    await blocker.query('begin; lock table facts_next.day_end in exclusive mode');
    while (!(await database.pool.query<{ waits: boolean }>(`select exists (select from pg_locks where not granted and relation = 'facts_next.day_end'::regclass) as waits`)).rows[0]?.waits) await sleep(5);
    child.kill('SIGKILL');
    await ended;
  } finally {
    await blocker.query('rollback');
    blocker.release();
  }
  const { rows: [row] } = await database.pool.query<{ position: string; first: string }>(
    `select position, (select xmin::text from facts_next.disbursement order by position limit 1) as first from facts_next.follower where name = 'facts'`);
  return { position: Number(row?.position), firstRow: row?.first ?? '' };
}

const xminOfFirst = async (): Promise<string> => (await database.pool.query<{ first: string }>('select xmin::text as first from facts.disbursement order by position limit 1')).rows[0]?.first ?? '';

describe('mingzhang rebuild, beside a service that reads and follows', () => {
  it('goes on after kill -9, changes places and gives them back while no read fails or changes', async () => {
    const at = await examined();
    const pinned = [`/v1/flags?rule=A02&asOf=${String(at)}`, `/v1/flags?asOf=${String(at)}`, `/v1/flags?asOf=${String(at)}&sort=amount`, `/v1/duties?asOf=${String(at)}`, `/v1/disclosures?asOf=${String(at)}`];
    const same = new Map(await Promise.all(pinned.map(async (to) => [to, (await read(to)).body] as const)));
    expect((JSON.parse(same.get(pinned[0] ?? '') ?? '') as { items: { rule: string }[] }).items.map(({ rule }) => rule)).toContain('A02');
    const stop = hammer([...pinned, '/v1/flags', '/v1/rules'], same);

    const { position, firstRow } = await killedInTheMiddle();
    expect(position).toBeGreaterThan(0);
    await record([dayEnded('2018-06-30')]);
    expect(await rebuild()).toMatchObject({ code: 0, told: { outcome: 'switched', comparison: { differences: [], unshared: [] } } });
    // The rows written before the kill are the ones everyone reads now: it did not begin anew.
    expect(await xminOfFirst()).toBe(firstRow);
    // The service goes on following, into the new ones.
    await record([...paidBatch('b3', '2018-07', '2018-07-10', [{ payee: 'li', household: 'h1' }]), dayEnded('2018-07-31')]);
    await examined();
    expect(await rebuild('--roll-back')).toMatchObject({ code: 0, told: { outcome: 'rolled back' } });
    expect(await xminOfFirst()).not.toBe(firstRow);
    await record([dayEnded('2018-08-31')]);
    await examined();

    const { answers, wrong } = await stop();
    expect(wrong).toEqual([]);
    expect(answers).toBeGreaterThan(50);
    expect(await rebuild('--compare-only')).toMatchObject({ code: 0, told: { outcome: 'same' } });
  }, 180_000);

  it('answers no, and names table and position, where somebody edited what everyone reads', async () => {
    const { rows: [edited] } = await database.pool.query<{ position: string }>('update facts.settlement set amount_fen = 1 where position = (select max(position) from facts.settlement) returning position');
    expect(await rebuild()).toMatchObject({ code: 1, told: { outcome: 'differs', comparison: { differences: [{ table: 'settlement', firstPosition: Number(edited?.position) }] } } });
    expect(await rebuild('--accept')).toMatchObject({ code: 0, told: { outcome: 'switched' } });
    expect(await rebuild('--compare-only')).toMatchObject({ code: 0, told: { outcome: 'same' } });
    expect(await rebuild('--drop-old')).toMatchObject({ code: 0, told: { outcome: 'dropped' } });
  }, 120_000);

  it('says what it wants where it is used wrongly', async () => {
    expect(await runMingzhang(['rebuild', '--roll-back'], environment)).toMatchObject({ code: 3, said: expect.stringContaining('there are no facts from before') as string });
    expect(await runMingzhang(['rebuild', '--accept', '--drop-old'], environment)).toMatchObject({ code: 3 });
    expect((await runMingzhang(['rebuild', '--help'], environment)).said).toContain('--compare-only');
  }, 60_000);
});
