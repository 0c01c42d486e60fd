/** The vault over a real database: one reference per subject whatever happens, nothing clear inside, and erasure that is real. */
import { idCardCheckDigit } from '../../src/identifiers/id-card';
import { luhnDigit } from '../../src/identifiers/bank-account';
import { Tampered } from '../../src/vault/cipher';
import { parseMasterKeys } from '../../src/vault/keys';
import { Unreferable, type PersonClear } from '../../src/vault/subject';
import { Vault } from '../../src/vault/vault';
import { freshDatabase, type TestDatabase } from '../support/database';

const first = `1 ${'0123456789abcdef'.repeat(4)}`;
const second = `2 ${'fedcba9876543210'.repeat(4)}`;
const keys = parseMasterKeys(first);

const idNumber = (serial: number): string => {
  const before = `422899${String(1950 + (serial % 50))}0101${String(Math.floor(serial / 50) % 1000).padStart(3, '0')}`;
  return before + idCardCheckDigit(before);
};
const person = (serial: number): PersonClear => ({ idNumber: idNumber(serial), name: `向某${String(serial)}`, phone: `1390000${String(1000 + serial)}`, registerNumber: `42289900${String(1000 + serial)}` });
const card = (serial: number): string => { const before = `62170000000000${String(1000 + serial)}`; return before + luhnDigit(before); };

let database: TestDatabase;
let vault: Vault;
beforeEach(async () => {
  database = await freshDatabase();
  vault = new Vault(database.pool, keys);
});
afterEach(() => database.drop());

const clearOf = async (ref: string): Promise<unknown> => {
  const subject = (await vault.reveal([ref])).get(ref);
  return subject && !subject.erased ? { ...subject.clear, variants: subject.variants } : subject;
};
async function dump(): Promise<string> {
  const { rows: tables } = await database.pool.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'vault'`);
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.pool.query<Record<string, unknown>>(`select * from ${name}`);
    for (const row of rows) for (const value of Object.values(row)) parts.push(Buffer.isBuffer(value) ? value.toString('latin1') + value.toString('utf8') : String(value));
  }
  return parts.join('\n');
}

describe('referring', () => {
  it('gives one random reference per subject, the same again later and in another process', async () => {
    const people = [person(1), person(2), person(1)];
    const refs = await vault.referMany('person', people);
    expect(refs[0]).toMatch(/^p-[0-9a-z]{26}$/);
    expect(refs[2]).toBe(refs[0]);
    expect(refs[1]).not.toBe(refs[0]);
    expect(await vault.referMany('person', people)).toEqual(refs);
    expect(await new Vault(database.pool, keys).referMany('person', people)).toEqual(refs);
    expect(await vault.refer('account', { number: card(1) })).toMatch(/^a-/);
    expect(await vault.refer('register', { number: '4228990001' })).toMatch(/^r-/);
  });

  it('takes two spellings of one number for one subject', async () => {
    const number = `42289919780305${[...Array(1000).keys()].map((n) => String(n).padStart(3, '0')).find((n) => idCardCheckDigit(`42289919780305${n}`) === 'X') ?? ''}X`;
    expect(await vault.refer('person', { idNumber: ` ${number.toLowerCase()}\u3000` })).toBe(await vault.refer('person', { idNumber: number }));
    expect(await vault.refer('account', { number: card(1).replace(/(\d{4})/g, '$1 ') })).toBe(await vault.refer('account', { number: card(1) }));
  });

  it('keeps the first name, remembers the second, and learns a phone', async () => {
    const ref = await vault.refer('person', { idNumber: idNumber(1), name: '张三' });
    expect(await vault.refer('person', { idNumber: idNumber(1), name: '张叁', phone: '13900001111' })).toBe(ref);
    expect(await vault.refer('person', { idNumber: idNumber(1) })).toBe(ref);
    expect(await clearOf(ref)).toEqual({ idNumber: idNumber(1), name: '张三', phone: '13900001111', variants: { name: ['张叁'] } });
    const [again] = await vault.referMany('person', [{ idNumber: idNumber(1), name: '章三' }, { idNumber: idNumber(1), name: '张三', phone: '13900002222' }]);
    expect(again).toBe(ref);
    expect(await clearOf(ref)).toMatchObject({ name: '张三', variants: { name: ['张叁', '章三'], phone: ['13900002222'] } });
  });

  it('finds a person by register number, in the same call and later', async () => {
    const [byBoth, byNumber] = await vault.referMany('person', [{ registerNumber: '422899001001' }, { idNumber: idNumber(1), registerNumber: '422899001001' }]);
    expect(byNumber).toBe(byBoth);
    expect(await vault.find('person', '422899001001')).toBe(byBoth);
    expect(await vault.find('person', idNumber(1))).toBe(byBoth);
    expect(await vault.findMany('person', [idNumber(9), '', idNumber(1)])).toEqual([undefined, undefined, byBoth]);
  });

  it('joins a person first known by register number with the ID number learnt later', async () => {
    const ref = await vault.refer('person', { registerNumber: '422899001002' });
    expect(await vault.refer('person', { idNumber: idNumber(2), registerNumber: '422899001002', name: '李四' })).toBe(ref);
    expect(await vault.refer('person', { idNumber: idNumber(2) })).toBe(ref);
  });

  it('takes a register number issued anew for another person, when the ID number says so', async () => {
    const earlier = await vault.refer('person', { idNumber: idNumber(3), registerNumber: '422899001003' });
    const later = await vault.refer('person', { idNumber: idNumber(4), registerNumber: '422899001003' });
    expect(later).not.toBe(earlier);
    expect(await vault.find('person', '422899001003')).toBe(earlier);
    expect(await clearOf(later)).toMatchObject({ registerNumber: '422899001003' });
  });

  it('refuses what is no subject, naming the attribute and never the value', async () => {
    for (const wrong of [{}, { name: '张三' }, { idNumber: '  ' }, { idNumber: '4'.repeat(65) }, { idNumber: 42 as never }]) {
      const error: unknown = await vault.refer('person', wrong).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Unreferable);
      expect(String(error)).not.toMatch(/张三|44/);
    }
  });

  it('gives one reference where several processes meet the same people at once', async () => {
    const people = Array.from({ length: 3000 }, (_, serial) => person(serial));
    const shuffled = [...people].reverse();
    const others = [1, 2, 3].map(() => new Vault(database.pool, keys));
    const [a, b, c, d] = await Promise.all([vault.referMany('person', people), others[0]?.referMany('person', shuffled), others[1]?.referMany('person', people), others[2]?.referMany('person', shuffled)]);
    expect(b?.reverse()).toEqual(a);
    expect(c).toEqual(a);
    expect(d?.reverse()).toEqual(a);
    expect(new Set(a).size).toBe(3000);
    const { rows } = await database.pool.query<{ n: string }>('select count(*) as n from vault.subject');
    expect(rows[0]?.n).toBe('3000');
  });

  it('serves many single callers at once, some naming the same person', async () => {
    const refs = await Promise.all(Array.from({ length: 300 }, (_, index) => vault.refer('person', { idNumber: idNumber(index % 100), name: `名${String(index)}` })));
    expect(new Set(refs).size).toBe(100);
    // Of callers at once any may come first: whose name is shown is chance, that none is lost is not.
    const { name, variants } = (await clearOf(refs[0] as string)) as { name: string; variants: { name: string[] } };
    expect([name, ...variants.name].sort()).toEqual(['名0', '名100', '名200']);
  });
});

describe('what lies in the database', () => {
  it('holds no name, number, phone or account in clear', async () => {
    await vault.referMany('person', [person(1), person(2)]);
    await vault.refer('account', { number: card(1), bank: '某某农商行', holderName: '向某1' });
    await vault.refer('register', { number: '4228990007' });
    const all = await dump();
    for (const secret of [...Object.values(person(1)), ...Object.values(person(2)), card(1), '某某农商行', '4228990007']) expect(all.includes(secret)).toBe(false);
    expect(all).toContain('AES-256-GCM');
    expect(all).toContain('HMAC-SHA256');
  });

  it('shows a changed, moved or swapped block for what it is', async () => {
    const [a, b] = await vault.referMany('person', [person(1), person(2)]);
    await database.pool.query('update vault.subject x set block = y.block, wrapped_key = y.wrapped_key from vault.subject y where x.ref = $1 and y.ref = $2', [a, b]);
    await expect(vault.reveal([a as string])).rejects.toThrow(Tampered);
    await database.pool.query(`update vault.subject set block = set_byte(block, 20, get_byte(block, 20) # 1) where ref = $1`, [b]);
    await expect(vault.reveal([b as string])).rejects.toThrow(Tampered);
  });

  it('lets one spoiled block fail nobody else', async () => {
    const a = await vault.refer('person', { idNumber: idNumber(1) });
    await database.pool.query(`update vault.subject set block = set_byte(block, 20, get_byte(block, 20) # 1) where ref = $1`, [a]);
    const other = new Vault(database.pool, keys);
    const [spoiled, fine] = await Promise.allSettled([other.refer('person', { idNumber: idNumber(1), name: '张三' }), other.refer('person', person(2))]);
    expect([spoiled.status, fine.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('is opened by no other master key', async () => {
    const ref = await vault.refer('person', person(1));
    const stranger = new Vault(database.pool, parseMasterKeys('a'.repeat(64)));
    await expect(stranger.reveal([ref])).rejects.toThrow(Tampered);
    expect(await stranger.find('person', idNumber(1))).toBeUndefined();
  });

  it('masks everything that tells who it is', async () => {
    const ref = await vault.refer('person', { idNumber: '422801190001010017', name: '张三', phone: '13900001111', registerNumber: '422899001001' });
    const shown = (await vault.revealMasked([ref, `p-${'0'.repeat(26)}`]));
    expect(shown.size).toBe(1);
    expect(shown.get(ref)).toMatchObject({ clear: { idNumber: '422801********0017', name: '张*', phone: '139****11', registerNumber: '**********01' } });
  });
});

describe('rotation', () => {
  it('keeps every reference under a new key, while both are valid and after the old one is gone', async () => {
    const people = Array.from({ length: 700 }, (_, serial) => person(serial));
    const refs = await vault.referMany('person', people);
    const account = await vault.refer('account', { number: card(1), holderName: '张三' });
    const rotating = new Vault(database.pool, parseMasterKeys(`${first}\n${second}`));
    expect(await rotating.referMany('person', people.slice(0, 5))).toEqual(refs.slice(0, 5));
    expect(await rotating.find('person', idNumber(600))).toBe(refs[600]);
    const joined = await rotating.refer('person', person(900));
    expect(await rotating.rotateLookups()).toMatchObject({ moved: 702, unreadable: [], retired: [{ version: 1, algorithm: 'HMAC-SHA256' }] });
    const after = new Vault(database.pool, parseMasterKeys(second));
    expect(await after.referMany('person', people)).toEqual(refs);
    expect(await after.find('person', '422899001690')).toBe(await after.find('person', idNumber(690)));
    expect(await after.refer('person', person(900))).toBe(joined);
    expect(await after.refer('account', { number: card(1) })).toBe(account);
    expect((await after.reveal([account])).get(account)).toMatchObject({ clear: { number: card(1), holderName: '张三' } });
    // A process that knows only the old key stops instead of giving second references.
    await expect(vault.referMany('person', people)).rejects.toThrow('master key version 2');
  });

  it('changes the algorithms to the national ones and names them', async () => {
    const ref = await vault.refer('person', person(1));
    const national = new Vault(database.pool, keys, { cipher: 'SM4-CTR+HMAC-SM3', lookupHash: 'HMAC-SM3' });
    expect(await national.refer('person', person(1))).toBe(ref);
    const other = await national.refer('person', person(2));
    await national.rotateLookups();
    expect(await national.refer('person', person(1))).toBe(ref);
    expect((await national.reveal([ref, other])).get(other)).toMatchObject({ clear: { name: '向某2' } });
    const { rows } = await database.pool.query('select distinct l.algorithm, s.block_algorithm, s.key_algorithm from vault.lookup l join vault.subject s using (ref)');
    expect(rows).toEqual([{ algorithm: 'HMAC-SM3', block_algorithm: 'SM4-CTR+HMAC-SM3', key_algorithm: 'SM4-CTR+HMAC-SM3' }]);
  });
});

describe('erasure', () => {
  const nothingOpen = (): Promise<string[]> => Promise.resolve([]);

  it('needs two persons and no open reason', async () => {
    const ref = await vault.refer('person', person(1));
    await expect(vault.erase(ref, { requestedBy: 'admin-1', approvedBy: 'admin-1', openReasons: nothingOpen })).rejects.toMatchObject({ code: 'same-person' });
    await expect(vault.erase(ref, { requestedBy: 'admin-1', approvedBy: 'admin-2', openReasons: () => Promise.resolve(['flag']) })).rejects.toMatchObject({ code: 'open-reasons', reasons: ['flag'] });
    expect(await clearOf(ref)).toMatchObject({ name: '向某1' });
  });

  it('destroys key and look-ups, leaves a tombstone, and the same number is someone new', async () => {
    const other = new Vault(database.pool, keys);
    const [ref, kept] = (await vault.referMany('person', [person(1), person(2)])) as [string, string];
    await other.referMany('person', [person(1), person(2)]);
    expect(await vault.erase(ref, { requestedBy: 'admin-1', approvedBy: 'admin-2', openReasons: nothingOpen })).toEqual({ subjectRef: ref, requestedBy: 'admin-1', approvedBy: 'admin-2' });
    expect(await clearOf(ref)).toEqual({ ref, kind: 'person', erased: true });
    expect(await other.find('person', idNumber(1))).toBeUndefined();
    expect(await dump()).not.toContain(person(1).name);
    // The other process remembered the reference; an erasure makes it forget.
    const anew = await other.refer('person', person(1));
    expect(anew).not.toBe(ref);
    expect(await vault.refer('person', person(1))).toBe(anew);
    expect(await clearOf(kept)).toMatchObject({ name: '向某2' });
    await expect(vault.erase(ref, { requestedBy: 'admin-1', approvedBy: 'admin-2', openReasons: nothingOpen })).rejects.toMatchObject({ code: 'already-erased' });
    await expect(vault.erase(`p-${'0'.repeat(26)}`, { requestedBy: 'admin-1', approvedBy: 'admin-2', openReasons: nothingOpen })).rejects.toMatchObject({ code: 'unknown-subject' });
  });

  it('is applied again after a restore', async () => {
    const ref = await vault.refer('person', person(1));
    expect(await vault.reapplyErasures([ref, `p-${'1'.repeat(26)}`])).toBe(1);
    expect(await vault.reapplyErasures([ref])).toBe(0);
    expect(await clearOf(ref)).toMatchObject({ erased: true });
  });
});
