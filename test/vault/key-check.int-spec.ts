/** Several processes on one database must have one master key: a stranger's is turned away before it touches anything. */
import { checkMasterKeys } from '../../src/vault/key-check';
import { parseMasterKeys } from '../../src/vault/keys';
import { freshDatabase, type TestDatabase } from '../support/database';

const [first, second] = ['1'.repeat(64), '2'.repeat(64)];

describe('the master key of a database', () => {
  let database: TestDatabase;
  beforeAll(async () => (database = await freshDatabase()));
  afterAll(() => database.drop());

  it('is that of whoever came first; the same is let in again, also with a newer beside it', async () => {
    await checkMasterKeys(database.pool, parseMasterKeys(`1 ${first}`));
    await checkMasterKeys(database.pool, parseMasterKeys(`1 ${first}`));
    await checkMasterKeys(database.pool, parseMasterKeys(`1 ${first}\n2 ${second}`));
  });

  it.each([['another', `1 ${second}`, 1], ['another of a later version', `1 ${first}\n2 ${'3'.repeat(64)}`, 2]])('is not %s: refused in a line that says what to set', async (_, text, version) => {
    await expect(checkMasterKeys(database.pool, parseMasterKeys(text))).rejects.toThrow(`this database was begun with another master key (version ${String(version)}): set MASTER_KEY_FILE`);
  });
});
