/** The ledger in PostgreSQL is a store, and guards itself where only it can. */
import type { EventStore } from '../../src/event-store/event-store';
import { Fenced, Overloaded } from '../../src/event-store/event-store';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { freshDatabase, type TestDatabase } from '../support/database';
import { appendOf, describeEventStore } from './conformance';

const open = (database: TestDatabase, takeOver = false): Promise<PostgresEventStore> =>
  PostgresEventStore.open({ connection: { connectionString: database.url }, takeOver });

describeEventStore('the ledger in PostgreSQL', async () => {
  const database = await freshDatabase();
  const opened: EventStore[] = [];
  const store = await open(database);
  const reopened = async (): Promise<EventStore> => {
    const again = await open(database);
    opened.push(again);
    return again;
  };
  const done = async (): Promise<void> => {
    for (const each of [store, ...opened]) await each.close();
    await database.drop();
  };
  return { store, reopened, done };
});

describe('the ledger in PostgreSQL', () => {
  let database: TestDatabase;
  let store: PostgresEventStore;
  beforeEach(async () => {
    database = await freshDatabase();
    store = await open(database);
  });
  afterEach(async () => {
    await store.close();
    await database.drop();
  });

  test.each(['UPDATE ledger.event SET type = type', 'DELETE FROM ledger.event', 'TRUNCATE ledger.event', 'UPDATE ledger.append_key SET n = n',
    'DELETE FROM ledger.append_key', 'TRUNCATE ledger.append_key'])('refuses %s', async (statement) => {
    await store.append(appendOf('note-1', 'none', 'k1'));
    await expect(database.pool.query(statement)).rejects.toThrow('append-only');
  });

  it('turns appends away when the queue is full, and records every one it took', async () => {
    const small = await PostgresEventStore.open({ connection: { connectionString: database.url }, limits: { queueEvents: 10 } });
    const outcomes = await Promise.allSettled(Array.from({ length: 50 }, (_, i) => small.append(appendOf(`note-${String(i)}`, 'none', `k${String(i)}`))));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map((outcome): unknown => outcome.reason);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((reason) => reason instanceof Overloaded)).toBe(true);
    expect(await store.head()).toMatchObject({ size: 50 - refused.length });
    await small.close();
  });

  it('is fenced off by a store that takes over, without a trace of what it was sent', async () => {
    await store.append(appendOf('note-1', 'none', 'k1'));
    const next = await open(database, true);
    await expect(store.append(appendOf('note-1', 0, 'late'))).rejects.toThrow(Fenced);
    await expect(store.append(appendOf('note-1', 0, 'later'))).rejects.toThrow(Fenced);
    expect(await next.append(appendOf('note-1', 0, 'k2'))).toMatchObject({ status: 'recorded', firstPosition: 1 });
    expect(await next.findKey('422899/finance', 'late')).toBeUndefined();
    await next.close();
  });

  it('lets a poison append fail without its neighbours', async () => {
    await database.pool.query(`ALTER TABLE ledger.event ADD CONSTRAINT poison CHECK (type <> 'Poison')`);
    const poison = { ...appendOf('note-13', 'none', 'k13'), events: [{ type: 'Poison', schemaVersion: 1, data: {} }] };
    const appends = Array.from({ length: 30 }, (_, i) => (i === 13 ? poison : appendOf(`note-${String(i)}`, 'none', `k${String(i)}`)));
    const outcomes = await Promise.allSettled(appends.map((append) => store.append(append)));
    expect(outcomes.flatMap((outcome, i) => (outcome.status === 'rejected' ? [i] : []))).toEqual([13]);
    expect((await store.readAll(0, 100)).map((event) => event.position)).toEqual(Array.from({ length: 29 }, (_, i) => i));
  });

  it('lets a poison line fail its own large append, and no other', async () => {
    await database.pool.query(`ALTER TABLE ledger.event ADD CONSTRAINT poison CHECK (type <> 'Poison')`);
    await store.append(appendOf('note-0', 'none', 'opening'));
    const many = Array.from({ length: 400 }, () => 'x');
    const good = appendOf('note-1', 'none', 'k1', many);
    const bad = { ...appendOf('note-2', 'none', 'k2', many) };
    const poisoned = { ...bad, events: bad.events.map((event, i) => (i === 399 ? { ...event, type: 'Poison' } : event)) };
    const [first, second, third] = await Promise.allSettled([store.append(good), store.append(poisoned), store.append(appendOf('note-3', 'none', 'k3', many))]);
    expect(first).toMatchObject({ status: 'fulfilled', value: { status: 'recorded', firstPosition: 1 } });
    expect(second.status).toBe('rejected');
    expect(third).toMatchObject({ status: 'fulfilled', value: { status: 'recorded', firstPosition: 401 } });
    expect(await store.append(bad)).toMatchObject({ status: 'recorded', firstPosition: 801 });
  });

  it('records while a foreign transaction stays open, and readers see it', async () => {
    const foreign = await database.pool.connect();
    await foreign.query('BEGIN; CREATE TABLE foreign_work (n int); INSERT INTO foreign_work VALUES (1)');
    await store.append(appendOf('note-1', 'none', 'k1'));
    expect(await store.readAll(0, 10)).toHaveLength(1);
    await foreign.query('ROLLBACK');
    foreign.release();
  });

  it('takes a clock that steps back by an hour', async () => {
    let now = 1_700_000_000_000_000;
    const clocked = await PostgresEventStore.open({ connection: { connectionString: database.url }, clock: () => now });
    await clocked.append(appendOf('note-1', 'none', 'k1'));
    now -= 3_600_000_000;
    await clocked.append(appendOf('note-1', 0, 'k2'));
    expect((await clocked.readAll(0, 2)).map((event) => event.recordedAtUs)).toEqual([1_700_000_000_000_000, 1_700_000_000_000_001]);
    await clocked.close();
  });
});
