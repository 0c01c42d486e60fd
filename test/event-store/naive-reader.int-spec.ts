/** Why positions are given under one head row: a reader that asks for "everything after the last I saw" loses events over a sequence, and none over the ledger. */
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { freshDatabase, type TestDatabase } from '../support/database';
import { appendOf } from './conformance';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('a reader that asks for everything after the last it saw', () => {
  let database: TestDatabase;
  beforeEach(async () => (database = await freshDatabase()));
  afterEach(() => database.drop());

  it('loses an event over a naive store: the later number may be committed first', async () => {
    await database.pool.query('CREATE TABLE naive (position bigint GENERATED ALWAYS AS IDENTITY, note text)');
    const [slow, quick] = [await database.pool.connect(), await database.pool.connect()];
    await slow.query('BEGIN');
    await slow.query(`INSERT INTO naive (note) VALUES ('lost')`);
    await quick.query(`INSERT INTO naive (note) VALUES ('seen')`);
    let last = 0;
    const seen: string[] = [];
    const read = async (): Promise<void> => {
      const { rows } = await database.pool.query<{ position: string; note: string }>('SELECT position, note FROM naive WHERE position > $1 ORDER BY position', [last]);
      for (const row of rows) {
        seen.push(row.note);
        last = Number(row.position);
      }
    };
    await read();
    await slow.query('COMMIT');
    await read();
    slow.release();
    quick.release();
    expect(seen).toEqual(['seen']);
  });

  it('sees every event of the ledger once and in order, while two stores of eight writers each append', async () => {
    const open = (): Promise<PostgresEventStore> => PostgresEventStore.open({ connection: { connectionString: database.url } });
    const [one, two] = [await open(), await open()];
    const writing = { on: true };
    const writers = [one, two].flatMap((store, s) => Array.from({ length: 8 }, async (_, w) => {
      for (let n = 0; n < 25; n += 1) {
        const notes = n % 12 === 11 ? Array.from({ length: 250 }, () => 'many') : ['one'];
        await store.append(appendOf(`note-${String(s)}-${String(w)}`, 'any', `k-${String(s)}-${String(w)}-${String(n)}`, notes));
        if (n % 10 === w) await pause(3);
      }
    }));
    const seen: number[] = [];
    const read = async (): Promise<number> => {
      const page = await two.readAll(seen.length === 0 ? 0 : (seen.at(-1) ?? 0) + 1, 500);
      seen.push(...page.map((event) => event.position));
      return page.length;
    };
    const reader = (async () => {
      while (writing.on) if (await read() === 0) await pause(1);
      while (await read() > 0);
    })();
    await Promise.all(writers);
    writing.on = false;
    await reader;
    const { size } = await one.head();
    expect(size).toBe(16 * (23 + 2 * 250));
    expect(seen).toEqual(Array.from({ length: size }, (_, i) => i));
    await one.close();
    await two.close();
  });
});
