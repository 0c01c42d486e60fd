/** A connection lost around COMMIT is settled by looking: whatever the caller is told is what stands in the ledger. */
import { Client } from 'pg';
import { Unsettled } from '../../src/event-store/event-store';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { Session } from '../../src/event-store/postgres/session';
import { freshDatabase, type TestDatabase } from '../support/database';
import { Wire } from '../support/wire';
import { appendOf } from './conformance';
import { expectWhole, type Answer } from './writer';

describe('a connection lost around the commit', () => {
  let database: TestDatabase;
  let wire: Wire;
  let url: string;
  let store: PostgresEventStore;
  beforeEach(async () => {
    database = await freshDatabase();
    wire = new Wire(new URL(database.url));
    url = await wire.open(database.url);
    store = await PostgresEventStore.open({ connection: { connectionString: url }, limits: { settleMs: 8_000 } });
    await store.append(appendOf('note-0', 'none', 'opening'));
  });
  afterEach(async () => {
    await store.close();
    wire.close();
    await database.drop();
  });

  test.each([['request', 1], ['answer', 1], ['request', 400], ['answer', 400]] as const)('with the %s lost (%i events), is recorded once and answered so', async (lost, length) => {
    wire.cut = lost;
    const notes = Array.from({ length }, () => 'x');
    const outcome = await store.append(appendOf('note-1', 'none', 'k1', notes));
    expect(outcome).toMatchObject({ status: 'recorded', firstPosition: 1, lastPosition: length });
    expect(await store.append(appendOf('note-1', 'none', 'k1', notes))).toEqual({ ...outcome, status: 'replayed' });
    await expectWhole(database.pool, []);
  });

  it('again and again, under many clients, answers only what is true', async () => {
    const answers: Answer[] = [];
    await Promise.all(Array.from({ length: 8 }, async (_, client) => {
      for (let n = 0; n < 40; n += 1) {
        const key = `k-${String(client)}-${String(n)}`;
        // Cut every so many appends, not every so many milliseconds: a busy machine must still get through.
        if ((client + n) % 20 === 0) wire.cut = n % 2 === 0 ? 'answer' : 'request';
        const outcome = await store.append(appendOf(`note-c${String(client)}`, n === 0 ? 'none' : n - 1, key));
        expect(outcome.status).toBe('recorded');
        if (outcome.status === 'recorded') answers.push({ key, ...outcome });
      }
    }));
    wire.cut = 'never';
    await expectWhole(database.pool, answers);
    expect(await store.head()).toMatchObject({ size: 321 });
  });

  it('that does not come back is said to be unsettled, and the key gives the answer later', async () => {
    await store.close();
    store = await PostgresEventStore.open({ connection: { connectionString: url }, limits: { settleMs: 300 } });
    await store.append(appendOf('note-0', 0, 'again'));
    wire.cut = 'answer';
    wire.dead = true;
    await expect(store.append(appendOf('note-1', 'none', 'k1'))).rejects.toThrow(Unsettled);
    wire.dead = false;
    expect(await store.append(appendOf('note-1', 'none', 'k1'))).toMatchObject({ status: 'replayed', firstPosition: 2 });
  });
});

describe('a transaction with a failed statement', () => {
  it('is not taken for committed, although COMMIT succeeds', async () => {
    const database = await freshDatabase();
    const plain = new Client({ connectionString: database.url });
    await plain.connect();
    await plain.query('BEGIN');
    await plain.query('SELECT 1 / 0').catch(() => undefined);
    expect((await plain.query('COMMIT')).command).toBe('ROLLBACK');
    await plain.end();

    const session = await Session.open({ connectionString: database.url }, 15_000);
    await session.client.query('BEGIN');
    await session.client.query('SELECT 1 / 0').catch(() => undefined);
    await expect(session.commit()).rejects.toThrow('COMMIT was answered ROLLBACK');
    session.drop();
    await database.drop();
  });
});
