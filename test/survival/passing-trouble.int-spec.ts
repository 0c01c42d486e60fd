/** Trouble that passes or should never matter: clocks that jump, statements cut short, locks and snapshots held by strangers, a ledger moved to another database. */
import { pipeline } from 'node:stream/promises';
import { Pool, type PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { StoredEvent } from '../../src/event-store/event-store';
import { Follower } from '../../src/event-store/follower';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { appendOf } from '../event-store/conformance';
import { expectWhole } from '../event-store/writer';
import { freshDatabase, type TestDatabase } from '../support/database';

const hourUs = 3_600_000_000;

describe('a ledger', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeEach(async () => {
    database = await freshDatabase();
    store = await PostgresEventStore.open({ connection: { connectionString: database.url } });
    await database.pool.query('CREATE TABLE seen (n serial, position bigint)');
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });
  const record = async (page: readonly StoredEvent[], client: PoolClient): Promise<void> => {
    await client.query('INSERT INTO seen (position) SELECT unnest($1::bigint[])', [page.map(({ position }) => position)]);
  };
  const seen = async (): Promise<number[]> => (await database.pool.query<{ position: string }>('SELECT position FROM seen ORDER BY n')).rows.map(({ position }) => Number(position));
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

  it('keeps its times rising when the clock jumps an hour either way, also between processes whose clocks differ', async () => {
    const noon = 1_514_779_200_000_000;
    const jumps = [0, -hourUs, hourUs, -2 * hourUs, 0, 3 * hourUs, 0];
    let turn = 0;
    const jumping = await PostgresEventStore.open({ connection: { connectionString: database.url }, clock: () => noon + (jumps[(turn += 1) % jumps.length] as number) });
    const slow = await PostgresEventStore.open({ connection: { connectionString: database.url }, clock: () => noon - hourUs });
    for (let n = 0; n < 30; n += 1) await (n % 2 === 0 ? jumping : slow).append(appendOf(`note-${String(n)}`, 'none', `k${String(n)}`, ['a', 'b']));
    const times = (await store.readAll(0, 100)).map(({ recordedAtUs }) => recordedAtUs);
    expect(times.every((at, index) => index === 0 || at > (times[index - 1] as number))).toBe(true);
    await expectWhole(database.pool, []);
    await Promise.all([jumping.close(), slow.close()]);
  });

  it('is followed while a stranger holds a snapshot and a writing transaction open', async () => {
    const stranger = await database.pool.connect();
    await stranger.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await stranger.query('CREATE TABLE held (n integer)');
    await stranger.query('SELECT count(*) FROM ledger.event');
    const follower = new Follower({ name: 'seen', store, database: database.pool, effect: record });
    follower.start();
    for (let n = 0; n < 20; n += 1) await store.append(appendOf(`note-${String(n)}`, 'none', `k${String(n)}`));
    expect(await follower.reaches(20, 20_000)).toBe(true);
    await follower.stop();
    await stranger.query('ROLLBACK');
    stranger.release();
    expect(await seen()).toEqual(upTo(20));
  });

  it('waits for a stranger that has locked its head, and then records once what it was sent', async () => {
    const hasty = await PostgresEventStore.open({ connection: { connectionString: database.url }, limits: { turnMs: 50 } });
    const stranger = await database.pool.connect();
    await stranger.query('BEGIN');
    await stranger.query('LOCK TABLE ledger.log_head');
    const waiting = Promise.all(upTo(10).map((n) => hasty.append(appendOf(`note-${String(n)}`, 'none', `k${String(n)}`))));
    const timedOut = async (): Promise<boolean> => {
      const { rows } = await database.pool.query(`SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'mingzhang-sequencer' AND wait_event_type = 'Lock'`);
      return rows.length > 0;
    };
    while (!(await timedOut())) await new Promise((resolve) => setTimeout(resolve, 20));
    // Waited for longer than a turn, more than once: it looks for a stopped sequencer and finds none to end.
    await new Promise((resolve) => setTimeout(resolve, 300));
    await stranger.query('COMMIT');
    stranger.release();
    expect((await waiting).map(({ status }) => status)).toEqual(upTo(10).map(() => 'recorded'));
    await expectWhole(database.pool, []);
    await hasty.close();
  });

  it('is followed without a gap and without a halt through statements that are cut short', async () => {
    await store.append(appendOf('note-0', 'none', 'k0', Array.from({ length: 50 }, () => 'x')));
    const hurried = new Pool({ connectionString: database.url, max: 2, statement_timeout: 100 });
    const troubles: unknown[] = [];
    let slow = 3;
    const follower = new Follower({ name: 'seen', store, database: hurried, pageSize: 7, troubled: (error) => troubles.push(error), effect: async (page, client) => {
      await record(page, client);
      if (slow > 0) {
        slow -= 1;
        await client.query('SELECT pg_sleep(5)');
      }
    } });
    follower.start();
    expect(await follower.reaches(50, 25_000)).toBe(true);
    await follower.stop();
    await hurried.end();
    expect(troubles.map((error) => (error as { code?: string }).code)).toEqual(['57014', '57014', '57014']);
    expect(await seen()).toEqual(upTo(50));
  });

  it('copied table by table into another database is the same ledger there, and goes on', async () => {
    for (let n = 0; n < 25; n += 1) await store.append(appendOf(`note-${String(n % 4)}`, 'any', `k${String(n)}`, ['a', 'b', 'c']));
    const other = await freshDatabase();
    await other.pool.query('TRUNCATE ledger.log_head');
    for (const table of ['log_head', 'stream', 'event', 'append_key']) await copyTable(database.pool, other.pool, `ledger.${table}`);
    const there = await PostgresEventStore.open({ connection: { connectionString: other.url } });
    expect(await there.readAll(0, 1_000)).toEqual(await store.readAll(0, 1_000));
    expect(await there.append(appendOf('note-0', 'any', 'k0', ['a', 'b', 'c']))).toMatchObject({ status: 'replayed', firstPosition: 0 });
    expect(await there.append(appendOf('note-new', 'none', 'later'))).toMatchObject({ status: 'recorded', firstPosition: 75 });
    await expectWhole(other.pool, []);
    await there.close();
    await other.drop();
  });
});

async function copyTable(here: Pool, there: Pool, table: string): Promise<void> {
  const [source, target] = [await here.connect(), await there.connect()];
  try {
    await pipeline(source.query(copyTo(`COPY ${table} TO STDOUT BINARY`)), target.query(copyFrom(`COPY ${table} FROM STDIN BINARY`)));
  } finally {
    source.release();
    target.release();
  }
}
