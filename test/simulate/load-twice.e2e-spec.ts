/** A county's year goes in through the API as its offices would send it, and goes in a second time without adding anything. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { dutiesAt, type ShownDuty } from '../../projections/views/duties';
import { LedgerReads } from '../../src/api/ledger-reads';
import { LineEvents } from '../../src/api/line-events';
import { StreamStates } from '../../src/stream-states';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { Poster } from '../../src/simulate/post';
import { FULL_COUNTY, simulateCountyYear, type CountyYear } from '../../src/simulate/county-year';
import { addDays } from '../../src/simulate/step';
import { keyPrefixOf } from '../../src/simulate/script-folder';
import { Identities } from './identities';
import { freshDatabase, type TestDatabase } from '../support/database';
import { startService, temporaryFolder, type RunningService } from '../support/running-service';

const LONG = process.env['MINGZHANG_TEST_LONG'] === 'on';
jest.setTimeout(LONG ? 3_600_000 : 240_000);

/** By default a county small enough for every run; with the long tests one of full size. */
const wish: CountyYear = LONG
  ? { ...FULL_COUNTY, seed: 3 }
  : { ...FULL_COUNTY, seed: 3, townships: 3, villagesEach: 4, households: 90, projects: 4, loans: 8, listLines: 40 };

let folder: string;
let database: TestDatabase;
let service: RunningService;

beforeAll(async () => {
  folder = temporaryFolder();
  database = await freshDatabase('empty');
  service = await startService({ DATABASE_URL: database.url, DATA_DIR: path.join(folder, 'data') });
});
afterAll(async () => {
  await service.end('SIGTERM');
  await database.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const peakMiB = (): number => Math.round(Number(/^VmHWM:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${String(service.process.pid)}/status`, 'utf8'))?.[1] ?? 0) / 1024);

async function sizeOfLedger(): Promise<number> {
  const { rows: [head] } = await database.pool.query<{ size: string }>('select size from ledger.log_head');
  return Number(head?.size);
}

/** At every so many positions and at the end: funds, tree, batches, loans; and each duty stands in exactly one state, which its dates bear out. */
async function expectIdentities(size: number): Promise<void> {
  const every = LONG ? 10_000 : 500;
  const store = await PostgresEventStore.open({ connection: { connectionString: database.url }, takeOver: true });
  const identities = new Identities();
  let today: string | undefined;
  let looks = 0;
  for (let position = 0; position < size; ) {
    const events = await store.readRecorded(position, Math.min(every, size - position));
    for (const event of events) {
      identities.take(event);
      if (event.type === 'DayEnded') today = addDays((event.data as { occurredOn: string }).occurredOn, 1);
    }
    position += events.length;
    looks += 1;
    expect({ position, broken: identities.broken() }).toEqual({ position, broken: [] });
    expect({ position, doubtful: await doubtfulDuties(position - 1, today) }).toEqual({ position, doubtful: [] });
  }
  await expectLinesFound(store);
  await store.close();
  process.stderr.write(`${String(looks)} looks at ${String(identities.streams)} funds, batches and loans\n`);
}

/** A line is found by the facts with every event its batch holds of it, those that failed, came back and were paid again too. */
async function expectLinesFound(store: PostgresEventStore): Promise<void> {
  const reads = new LedgerReads(store, new StreamStates(store));
  const lines = new LineEvents(reads, database.pool as never);
  const { rows } = await database.pool.query<{ batch_id: string; line: number }>('select distinct batch_id, line::integer from (select batch_id, line from facts.line_return union select batch_id, line from facts.line_failure) l order by 1, 2 limit 100');
  expect(rows.length).toBeGreaterThan(5);
  for (const { batch_id: batchId, line } of [...rows, { batch_id: rows[0]?.batch_id ?? '', line: 2 }]) {
    const whole = (await reads.stream(`batch-${batchId}`)).filter(({ data }) => (data as { ordinal?: number }).ordinal === line);
    expect((await lines.of(batchId, line, {})).map(({ position, type }) => `${String(position)} ${type}`)).toEqual(whole.map(({ position, type }) => `${String(position)} ${type}`));
    const half = whole[Math.floor(whole.length / 2)]?.position ?? 0;
    expect((await lines.of(batchId, line, { position: half })).map(({ position }) => position)).toEqual(whole.map(({ position }) => position).filter((position) => position <= half));
  }
}

/** Duties that stand twice, or in a state their dates deny. */
async function doubtfulDuties(at: number, today: string | undefined): Promise<readonly string[]> {
  const seen = new Set<string>();
  const doubtful: string[] = [];
  for (let after: readonly (string | number)[] | undefined; ;) {
    const page = await dutiesAt(database.pool, { region: '', oversees: true }, {}, { at, limit: 1_000, after });
    for (const { duty } of page.slice(0, 1_000)) {
      if (seen.has(duty.id) || duty.status !== stateByDates(duty, today)) doubtful.push(`${duty.id}: ${duty.status}`);
      seen.add(duty.id);
    }
    after = page[999]?.key;
    if (page.length <= 1_000) return doubtful;
  }
}

function stateByDates({ dueOn, shownOn }: ShownDuty, today: string | undefined): ShownDuty['status'] {
  if (shownOn !== null) return dueOn === null || shownOn <= dueOn ? 'met' : 'late';
  return dueOn !== null && today !== undefined && dueOn < today ? 'overdue' : 'open';
}

it('a county-year is loaded, every identity holds, and a second load is answered throughout and adds nothing', async () => {
  const { deeds } = simulateCountyYear(wish);
  const lines = deeds.reduce((sum, { deed }) => sum + (deed.kind === 'batch' && deed.file ? deed.file.rows.length : 0), 0);
  const batches = deeds.filter(({ deed }) => deed.kind === 'batch' && deed.action === 'open').length;
  const keyPrefix = keyPrefixOf(JSON.stringify(wish));
  const load = (): Promise<Awaited<ReturnType<Poster['post']>>> => new Poster({ url: service.url.replace('localhost', '127.0.0.1'), keyPrefix, county: wish.county }).post(deeds);

  const began = performance.now();
  const first = await load();
  const secondsFirst = (performance.now() - began) / 1000;
  expect(first.refused).toEqual([]);
  const size = await sizeOfLedger();

  const again = performance.now();
  const second = await load();
  expect(second.refused).toEqual([]);
  expect(second.recorded).toBe(0);
  expect(await sizeOfLedger()).toBe(size);

  const { rows } = await database.pool.query<{ wrong: string }>(
    `select count(*) as wrong from (select batch_id, count(*) filter (where attempt = 1) as entered from facts.disbursement group by batch_id) d
     join ledger.stream s on s.stream_id = 'batch-' || d.batch_id where d.entered > s.revision`);
  expect(rows[0]?.wrong).toBe('0');
  process.stderr.write(`${String(batches)} batches, ${String(lines)} lines, ${String(size)} events: first load ${secondsFirst.toFixed(1)} s, second ${((performance.now() - again) / 1000).toFixed(1)} s, service at most ${String(peakMiB())} MiB\n`);
  if (LONG) {
    expect(batches).toBeGreaterThanOrEqual(100);
    expect(lines).toBeGreaterThanOrEqual(300_000);
  }
  expect(peakMiB()).toBeLessThan(1024);
  await new Poster({ url: service.url.replace('localhost', '127.0.0.1'), keyPrefix: 'read', county: wish.county }).untilExamined();
  await service.end('SIGTERM');
  await expectIdentities(size);
});
