/** A follower's effect happens exactly once per event, in order, whatever stops it; what cannot take effect halts it in plain sight. */
import type { PoolClient } from 'pg';
import type { StoredEvent } from '../../src/event-store/event-store';
import { Follower, type Effect } from '../../src/event-store/follower';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { freshDatabase, type TestDatabase } from '../support/database';
import { appendOf } from './conformance';

describe('a follower', () => {
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

  const record: Effect = async (page: readonly StoredEvent[], client: PoolClient) => {
    await client.query('INSERT INTO seen (position) SELECT unnest($1::bigint[])', [page.map((event) => event.position)]);
  };
  const follower = (effect: Effect, pageSize?: number): Follower => new Follower({ name: 'seen', store, database: database.pool, effect, pageSize });
  const fill = async (n: number, from = 0): Promise<void> => {
    await store.append(appendOf(`note-${String(from)}`, 'none', `k${String(from)}`, Array.from({ length: n }, () => 'x')));
  };
  const seen = async (): Promise<number[]> => {
    const { rows } = await database.pool.query<{ position: string }>('SELECT position FROM seen ORDER BY n');
    return rows.map((row) => Number(row.position));
  };
  const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

  test.each([1, 7, 2_000])('sees every event once, in order, with pages of %s', async (pageSize) => {
    await fill(50);
    expect(await follower(record, pageSize).catchUp()).toEqual({ name: 'seen', position: 50, lag: 0 });
    expect(await seen()).toEqual(upTo(50));
  });

  it('wakes when something is appended, and says when a position is reached', async () => {
    const live = follower(record);
    live.start();
    await fill(3);
    expect(await live.reaches(3, 5_000)).toBe(true);
    expect(await live.reaches(4, 20)).toBe(false);
    await live.stop();
    expect(await seen()).toEqual(upTo(3));
  });

  it('halts at the very event that cannot take effect, keeps what came before, and never shows that nothing is left', async () => {
    await fill(20);
    let mended = false;
    const brittle: Effect = async (page, client) => {
      if (!mended && page.some((event) => event.position === 12)) throw new RangeError('twelve is too much');
      await record(page, client);
    };
    const halting = follower(brittle);
    expect(await halting.catchUp()).toEqual({ name: 'seen', position: 12, lag: 8, halted: { position: 12, error: 'RangeError: twelve is too much' } });
    expect(await seen()).toEqual(upTo(12));
    mended = true;
    expect(await halting.catchUp()).toMatchObject({ position: 20, lag: 0 });
    expect(await seen()).toEqual(upTo(20));
  });

  it('waits out a lost connection without halting', async () => {
    await fill(5);
    let cuts = 2;
    const cut: Effect = async (page, client) => {
      if (cuts > 0) {
        cuts -= 1;
        await client.query('SELECT pg_terminate_backend(pg_backend_pid())');
      }
      await record(page, client);
    };
    const live = follower(cut);
    live.start();
    expect(await live.reaches(5, 10_000)).toBe(true);
    await live.stop();
    expect(await seen()).toEqual(upTo(5));
  });

  it('takes each page once when two of one name run at the same time', async () => {
    await fill(200);
    const pair = [follower(record, 7), follower(record, 11)];
    await Promise.all(pair.map((each) => each.catchUp()));
    expect(await seen()).toEqual(upTo(200));
  });

  it('takes nothing from a worker that was overtaken', async () => {
    await fill(10);
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let arrived: () => void = () => undefined;
    const reading = new Promise<void>((resolve) => (arrived = resolve));
    const slowStore = { head: () => store.head(), onAppended: () => () => undefined, readAll: async (from: number, max: number) => {
      const page = await store.readAll(from, max);
      arrived();
      await held;
      return page;
    } };
    const zombie = new Follower({ name: 'seen', store: slowStore, database: database.pool, effect: record });
    const late = zombie.catchUp();
    await reading;
    await follower(record).catchUp();
    release();
    await late;
    expect(await seen()).toEqual(upTo(10));
  });
});
