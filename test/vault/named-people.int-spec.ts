/** People of a list are found by ID number and their names compared by keyed mark: as registered, not as the last list wrote them. */
import { parseMasterKeys } from '../../src/vault/keys';
import { Vault } from '../../src/vault/vault';
import { freshDatabase, type TestDatabase } from '../support/database';
import { inventedPerson } from '../support/invented-people';

const first = `1 ${'0123456789abcdef'.repeat(4)}`;
const second = `2 ${'fedcba9876543210'.repeat(4)}`;
const [head, other, nobody] = [inventedPerson(1), inventedPerson(2), inventedPerson(3)];

let database: TestDatabase;
let vault: Vault;
beforeEach(async () => {
  database = await freshDatabase();
  vault = new Vault(database.pool, parseMasterKeys(first));
});
afterEach(() => database.drop());

const marks = async (): Promise<number> => Number((await database.pool.query<{ n: string }>('SELECT count(*) AS n FROM vault.lookup WHERE name_mark IS NOT NULL')).rows[0]?.n);

it('says who agrees and who does not, whatever later lists called them, and knows nobody else', async () => {
  const [ref, otherRef] = await vault.referMany('person', [{ idNumber: head.idNumber, name: head.name }, { idNumber: other.idNumber, name: other.name }]);
  expect(await marks()).toBe(2);
  await vault.refer('person', { idNumber: head.idNumber, name: '误写' });
  const found = await vault.findNamed([head.idNumber, head.idNumber, other.idNumber, nobody.idNumber, ''], [head.name, '误写', undefined, nobody.name, head.name]);
  expect(found).toEqual([{ ref, nameAgrees: true }, { ref, nameAgrees: false }, { ref: otherRef }, undefined, undefined]);
});

it('opens those entered without a mark once, and a name learnt later is the registered one', async () => {
  const [ref] = await vault.referMany('person', [{ idNumber: head.idNumber }]);
  expect(await vault.findNamed([head.idNumber], [head.name])).toEqual([{ ref }]);
  await vault.refer('person', { idNumber: head.idNumber, name: head.name });
  expect(await marks()).toBe(0);
  for (let time = 0; time < 2; time += 1) expect(await vault.findNamed([head.idNumber, head.idNumber], [head.name, '误写'])).toEqual([{ ref, nameAgrees: true }, { ref, nameAgrees: false }]);
  expect(await marks()).toBe(1);
});

it('says the same under a new key, before and after the look-ups have moved to it', async () => {
  const [ref] = await vault.referMany('person', [{ idNumber: head.idNumber, name: head.name }]);
  const rotated = new Vault(database.pool, parseMasterKeys(`${first}\n${second}`));
  const asked = [[head.idNumber, head.idNumber], [head.name, '误写']] as const;
  expect(await rotated.findNamed(...asked)).toEqual([{ ref, nameAgrees: true }, { ref, nameAgrees: false }]);
  await rotated.rotateLookups();
  expect(await rotated.findNamed(...asked)).toEqual([{ ref, nameAgrees: true }, { ref, nameAgrees: false }]);
});

it('forgets the mark with the person', async () => {
  const ref = await vault.refer('person', { idNumber: head.idNumber, name: head.name });
  await vault.erase(ref, { requestedBy: 'admin-1', approvedBy: 'admin-2', openReasons: () => Promise.resolve([]) });
  expect(await vault.findNamed([head.idNumber], [head.name])).toEqual([undefined]);
  expect(await marks()).toBe(0);
});
