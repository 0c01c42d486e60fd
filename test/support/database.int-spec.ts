/** The database every other test stands on. */
import { freshDatabase, type TestDatabase } from './database';

describe('a test database', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await freshDatabase()));
  afterAll(() => database.drop());

  it('is a real server in UTF-8 with the time zone UTC and C.UTF-8 order', async () => {
    const { rows } = await database.pool.query<Record<string, string>>(
      `select current_setting('server_encoding') as encoding, current_setting('timezone') as zone, datlocale as locale from pg_database where datname = current_database()`,
    );
    expect(rows[0]).toEqual({ encoding: 'UTF8', zone: 'UTC', locale: 'C.UTF-8' });
  });

  it('has the roles of the ledger', async () => {
    const { rows } = await database.pool.query(`select rolname from pg_roles where rolname like 'ledger\\_%' order by 1`);
    expect(rows).toEqual([{ rolname: 'ledger_append' }, { rolname: 'ledger_project' }, { rolname: 'ledger_read' }]);
  });

  it('is not shared with the next one', async () => {
    await database.pool.query('create table mine (n int)');
    const other = await freshDatabase();
    const { rows } = await other.pool.query<{ found: string | null }>(`select to_regclass('mine') as found`);
    await other.drop();
    expect(rows).toEqual([{ found: null }]);
  });
});
