/** The examiner's connection is cut before its first statement has been answered: nothing of it stays with the pool. */
import { Pool } from 'pg';
import { Examiner } from '../../projections/anomalies/examiner';
import { prepareFacts } from '../../projections/facts/schema';
import { heard } from '../../src/postgres/heard-pool';
import { freshDatabase, type TestDatabase } from '../support/database';
import { ToldLedger } from '../support/told-ledger';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await prepareFacts(database.pool);
});
afterAll(() => database.drop());

it('is given back, goes on with another, and the pool can be closed', async () => {
  const pool = heard(new Pool({ connectionString: database.url, max: 2 }), () => undefined);
  const examiner = new Examiner({ pool, store: new ToldLedger([]) });
  // Between being handed out and the first statement.
  pool.once('acquire', (client) => { (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy(); });
  await expect(examiner.catchUp()).rejects.toThrow();
  expect(pool.totalCount).toBe(0);
  expect((await examiner.catchUp()).halted).toEqual([]);
  await pool.end();
});
