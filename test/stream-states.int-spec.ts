/** States of long streams between starts: a snapshot saves reading, and is never believed where it does not fit. */
import { createHash } from 'node:crypto';
import type { Actor } from '../src/domain/decider';
import batch, { type BatchState, talliesOf } from '../src/domain/batch';
import { canonicalJson } from '../src/event-store/canonical-json';
import type { EventStore } from '../src/event-store/event-store';
import { PostgresEventStore } from '../src/event-store/postgres/postgres-event-store';
import { Executor } from '../src/execute';
import { PostgresSnapshots, shapeOf, type Snapshots } from '../src/stream-snapshots';
import { StreamStates } from '../src/stream-states';
import { freshDatabase, type TestDatabase } from './support/database';
import { allocationData, batchData, lineData, programmeData } from './support/money-story';
import { PendingInMemory } from './support/pending-in-memory';
import { hash } from './support/story';

const LINES = 1_500;
const KEY = Buffer.alloc(32, 7);
const actor = (role: Actor['role'], region = '422899'): Actor => ({ id: role, role, office: `${role}-${region}`, region });
const streamOf = (id: string): string => `batch-${id}`;

/** Counts the events that are read. */
class Counting {
  events = 0;
  readonly store: EventStore;

  constructor(store: EventStore) {
    this.store = Object.assign(Object.create(store) as EventStore, {
      readRecordedStream: async (...args: Parameters<EventStore['readRecordedStream']>) => {
        const page = await store.readRecordedStream(...args);
        if (args[0].startsWith('batch-')) this.events += page.length;
        return page;
      },
    });
  }
}

/** Tells when a snapshot is kept. */
class Telling implements Snapshots {
  readonly kept: number[] = [];
  private waiting: (() => void)[] = [];

  constructor(private readonly snapshots: Snapshots) {}

  load: Snapshots['load'] = (...of) => this.snapshots.load(...of);

  keep: Snapshots['keep'] = async (...of) => {
    await this.snapshots.keep(...of);
    this.kept.push(of[3]);
    for (const tell of this.waiting.splice(0)) tell();
  };

  async until(count: number): Promise<void> {
    while (this.kept.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}

let database: TestDatabase;
let store: PostgresEventStore;
let snapshots: Telling;
let executor: Executor;

const snapshotsWith = (key = KEY): PostgresSnapshots => new PostgresSnapshots(database.pool, store, key);
const run = (by: Actor, streamId: string, type: string, data: object, key = `${type}-${streamId}`): Promise<unknown> => executor.execute({ streamId, actor: by, key, command: { type, data } });
const results = (resultsId: string, from: number, to: number, outcome: string): Promise<unknown> => run(actor('bank'), streamOf('long'), 'ReceiveResults', {
  resultsId, occurredOn: '2018-03-06', lines: Array.from({ length: to - from + 1 }, (_, at) => ({ ordinal: from + at, outcome, amountFen: 100, ...(outcome === 'settled' ? {} : { reason: 'F02' }) })),
}, resultsId);

async function submitted(id: string, lines: number): Promise<void> {
  await run(actor('clerk'), streamOf(id), 'OpenBatch', batchData({ declaredCount: lines, declaredTotalFen: lines * 100 }));
  for (let from = 1; from <= lines; from += 1_000) {
    const part = Array.from({ length: Math.min(1_000, lines - from + 1) }, (_, at) => lineData(from + at, 100));
    await run(actor('clerk'), streamOf(id), 'EnterDisbursements', { lines: part }, `${id}-${String(from)}`);
  }
  await run(actor('clerk'), streamOf(id), 'SubmitBatch', { count: lines, totalFen: lines * 100, contentHash: hash('c'), occurredOn: '2018-03-02' });
}

/** What a start of the service finds, and how many events it reads for it. */
async function restarted(kept: Snapshots | undefined): Promise<{ state: string; events: number }> {
  const counting = new Counting(store);
  const shown = await new StreamStates(counting.store, kept).read(batch, streamOf('long'), ({ state }) => {
    const { lines, makers, disputes, ...rest } = state as BatchState;
    const columns = Object.entries(lines.held()).map(([name, column]) => [name, typeof column === 'number' ? column : column instanceof Map ? [...column] : Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString('base64')]);
    return createHash('sha256').update(canonicalJson({ ...rest, makers: [...makers], disputes: disputes.list(), ...talliesOf(state as BatchState), columns })).digest('hex');
  });
  return { state: shown ?? '', events: counting.events };
}

beforeAll(async () => {
  database = await freshDatabase();
  store = await PostgresEventStore.open({ connection: { connectionString: database.url } });
  snapshots = new Telling(snapshotsWith());
  executor = new Executor(store, new PendingInMemory(), undefined, new StreamStates(store, snapshots));
  await run(actor('province', '42'), 'programme-YULU', 'DefineProgramme', programmeData());
  await run(actor('province', '42'), 'allocation-root', 'IssueAllocation', allocationData({ region: '42', amountFen: 10_000_000 }));
  await run(actor('province', '42'), 'allocation-root', 'SplitAllocation', { splitId: 'S1', toAllocationId: 'county', toRegion: '422899', documentNumber: '鄂财农发〔2018〕2号', amountFen: 10_000_000, occurredOn: '2018-01-10' });
  await run(actor('clerk'), 'allocation-county', 'ReceiveAllocation', { fromAllocationId: 'root', splitId: 'S1', region: '422899', amountFen: 10_000_000, occurredOn: '2018-01-11' });
  await submitted('long', LINES);
  await snapshots.until(1);
  await run(actor('checker'), streamOf('long'), 'ApproveBatch', { occurredOn: '2018-03-03' });
  await run(actor('clerk'), streamOf('long'), 'SendBatch', { occurredOn: '2018-03-04' });
});
afterAll(async () => {
  await store.close();
  await database.drop();
});

describe('a snapshot', () => {
  it('is made at submission, and again when a results file has added much', async () => {
    expect(snapshots.kept).toEqual([LINES + 1]);
    await results('small', 1, 10, 'settled');
    await results('large', 11, 1_200, 'settled');
    await snapshots.until(2);
    expect(snapshots.kept).toEqual([LINES + 1, LINES + 3 + 11 + 1_191]);
    await results('late', 5, 5, 'returned');
  });

  it('saves the next start from reading the stream, and tells the same', async () => {
    const folded = await restarted(undefined);
    const resumed = await restarted(snapshotsWith());
    expect(resumed.state).toBe(folded.state);
    expect(folded.events).toBe(LINES + 4 + 11 + 1_191 + 2);
    expect(resumed.events).toBeLessThan(10);
  });

  const rows = 'work.stream_snapshot';
  it.each([
    ['of another fold', `UPDATE ${rows} SET shape = 'another'`, KEY],
    ['with one byte changed', `UPDATE ${rows} SET state = set_byte(state, 9000, get_byte(state, 9000) # 1)`, KEY],
    ['ahead of the stream', `UPDATE ${rows} SET revision = revision + 1000`, KEY],
    ['of another moment', `UPDATE ${rows} SET revision = revision - 1`, KEY],
    ['of another stream', `UPDATE ${rows} SET stream_id = 'batch-other'`, KEY],
    ['made under another key', 'SELECT 1', Buffer.alloc(32, 8)],
    ['that was dropped', `DELETE FROM ${rows}`, KEY],
  ])('%s is not believed: the events are folded', async (_what, spoil, key) => {
    const before = await database.pool.query(`SELECT stream_id, shape, revision, mac, state FROM ${rows}`);
    await database.pool.query(spoil);
    const [found, folded] = [await restarted(snapshotsWith(key)), await restarted(undefined)];
    expect(found.state).toBe(folded.state);
    expect(found.events).toBeGreaterThanOrEqual(folded.events);
    await database.pool.query(`DELETE FROM ${rows}`);
    for (const row of before.rows as Record<string, unknown>[]) await database.pool.query(`INSERT INTO ${rows} (stream_id, shape, revision, mac, state) VALUES ($1, $2, $3, $4, $5)`, Object.values(row));
  });

  it('that cannot be read at all is passed over', async () => {
    const failing: Snapshots = { load: () => Promise.reject(new Error('gone')), keep: () => Promise.reject(new Error('gone')) };
    expect((await restarted(failing)).state).toBe((await restarted(undefined)).state);
  });

  it('takes the place of an older one, never of a newer', async () => {
    const { rows: [kept] } = await database.pool.query<{ revision: string }>(`SELECT revision FROM ${rows}`);
    await snapshotsWith().keep(batch, streamOf('long'), await new StreamStates(store).read(batch, streamOf('long'), ({ state }) => state), 100);
    expect((await database.pool.query(`SELECT revision, shape FROM ${rows}`)).rows).toEqual([{ revision: kept?.revision, shape: shapeOf(batch.snapshot as never) }]);
  });
});

describe('states in memory', () => {
  it('are bounded by what they weigh, and come back when asked for', async () => {
    for (const id of ['m1', 'm2', 'm3']) await submitted(id, 1_000);
    const states = new StreamStates(store, undefined, 250_000);
    const count = (id: string): Promise<number | undefined> => states.read(batch, streamOf(id), ({ state }) => (state as BatchState).lines.count);
    for (const id of ['m1', 'm2', 'm3', 'm1', 'm2', 'm3']) {
      expect(await count(id)).toBe(1_000);
      expect(states.bytes).toBeLessThanOrEqual(250_000);
    }
    expect(await count('long')).toBe(LINES);
    expect(await count('nobody')).toBeUndefined();
  });

  it('show a reader what another process recorded in between', async () => {
    const states = new StreamStates(store);
    const status = (): Promise<string | undefined> => states.read(batch, streamOf('m1'), ({ state }) => (state as BatchState).status);
    expect(await status()).toBe('submitted');
    await run(actor('checker'), streamOf('m1'), 'RejectBatch', { reason: '名单有误', occurredOn: '2018-03-03' });
    expect(await status()).toBe('open');
  });
});
