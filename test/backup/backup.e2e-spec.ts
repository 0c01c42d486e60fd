/** A backup taken from a working service, and what a restore makes of it: the same ledger, the same people, the same facts; or a clear no. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { NotEmpty, BackupDiffers, restoreBackup } from '../../src/backup/restore-backup';
import { readManifest, tableFile, UnreadableBackup, type Manifest } from '../../src/backup/manifest';
import { takeBackup, UnsoundLedger } from '../../src/backup/take-backup';
import { testApp, type Session, type TestApp } from '../support/app';
import { HEAD, household, issue, SPOUSE } from '../support/county-commands';
import { fundCounty } from '../support/funded-county';
import { freshDatabase, type TestDatabase } from '../support/database';
import { runMingzhang, startService, temporaryFolder } from '../support/running-service';

jest.setTimeout(240_000);

const TAKEN_AT = '2018-12-31T16:00:00.000Z';
let service: TestApp;
let office: Session;
let folder: string;
let saved: string;
let manifest: Manifest;
const databases: TestDatabase[] = [];

const emptyDatabase = async (): Promise<TestDatabase> => {
  const database = await freshDatabase('empty');
  databases.push(database);
  return database;
};

async function take(url: string, to: string): Promise<Manifest> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await takeBackup(client, to, TAKEN_AT);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  folder = temporaryFolder();
  saved = path.join(folder, 'saved');
  service = await testApp('api,follower');
  const province = await service.as('province@42');
  office = await service.as('office@422826');
  await fundCounty(service);
  await office.send('RegisterHousehold', 'h-1', household()).expect(201);
  // Others go on writing while it is taken: what is saved is one moment all the same.
  const writing = Array.from({ length: 40 }, (_, n) => province.send('IssueAllocation', `meanwhile-${String(n)}`, issue({ documentNumber: `鄂财农发〔2018〕${String(100 + n)}号` })).expect(201));
  manifest = await take(service.database.url, saved);
  await Promise.all(writing);
});
afterAll(async () => {
  await service.stop();
  for (const database of databases) await database.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  it('names every table that cannot be derived, with rows and hashes, and is readable by its owner only', () => {
    expect(manifest.tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['ledger.event', 'ledger.stream', 'ledger.append_key', 'ledger.log_head', 'vault.subject', 'vault.lookup', 'intake.list', 'work.pending']));
    expect(manifest.tables.map(({ name }) => name)).not.toContain('work.follower');
    expect(manifest.tables.find(({ name }) => name === 'ledger.event')?.rows).toBe(manifest.head.size);
    expect(fs.statSync(saved).mode & 0o077).toBe(0);
    for (const { name } of manifest.tables) expect(fs.statSync(tableFile(saved, name)).mode & 0o077).toBe(0);
  });

  it('holds nobody in clear', () => {
    for (const file of fs.readdirSync(saved)) {
      const bytes = fs.readFileSync(path.join(saved, file));
      const plain = file.endsWith('.gz') ? gunzipSync(bytes) : bytes;
      for (const word of [HEAD.idNumber, HEAD.name, HEAD.phone, SPOUSE.idNumber, SPOUSE.name]) expect(plain.includes(word)).toBe(false);
    }
  });

  it('is not taken of a ledger that lacks an event', async () => {
    const database = await emptyDatabase();
    await restoreBackup(database.url, saved);
    await database.pool.query('ALTER TABLE ledger.event DISABLE TRIGGER ALL; DELETE FROM ledger.event WHERE position = 3');
    await expect(take(database.url, path.join(folder, 'unsound'))).rejects.toBeInstanceOf(UnsoundLedger);
    expect(fs.existsSync(path.join(folder, 'unsound'))).toBe(false);
  });
});

describe('a restore', () => {
  it('gives the same rows, the same people and the same answers, and refuses whoever wrote before', async () => {
    const database = await emptyDatabase();
    await restoreBackup(database.url, saved);
    const again = await take(database.url, path.join(folder, 'again'));
    const told = ({ tables }: Manifest): object => Object.fromEntries(tables.filter(({ name }) => name !== 'ledger.log_head').map(({ name, rows, sha256 }) => [name, [rows, sha256]]));
    expect(told(again)).toEqual(told(manifest));
    expect(again.head).toEqual({ ...manifest.head, epoch: manifest.head.epoch + 1 });

    const keys = path.join(folder, 'restored', 'keys');
    fs.mkdirSync(keys, { recursive: true });
    fs.copyFileSync(path.join(service.dataDir, 'keys', 'master.key'), path.join(keys, 'master.key'));
    const restored = await startService({ DATABASE_URL: database.url, DATA_DIR: path.join(folder, 'restored') });
    try {
      const { accessToken } = (await (await fetch(`${restored.url}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"username":"office@422826","password":"demo"}' })).json()) as { accessToken: string };
      const ask = async (to: string): Promise<unknown> => (await fetch(restored.url + to, { headers: { authorization: `Bearer ${accessToken}` } })).json();
      const last = String(manifest.head.size - 1);
      expect(await ask(`/v1/households/h-1?asOf=${last}&minPosition=${last}`)).toEqual((await office.get(`/v1/households/h-1?asOf=${last}`).expect(200)).body);
    } finally {
      await restored.end('SIGTERM');
    }
  });

  it.each([
    ['a flipped bit', (plain: Buffer) => { plain.writeUInt8(plain.readUInt8(plain.length >> 1) ^ 1, plain.length >> 1); return plain; }],
    ['a missing end', (plain: Buffer) => plain.subarray(0, plain.length - 40)],
  ])('refuses %s before it writes anything, and names the file', async (_, spoil) => {
    const spoiled = path.join(folder, `spoiled-${String(databases.length)}`);
    fs.cpSync(saved, spoiled, { recursive: true });
    const file = tableFile(spoiled, 'ledger.event');
    fs.writeFileSync(file, gzipSync(spoil(gunzipSync(fs.readFileSync(file)))));
    const database = await emptyDatabase();
    await expect(restoreBackup(database.url, spoiled)).rejects.toThrow(BackupDiffers);
    await expect(restoreBackup(database.url, spoiled)).rejects.toThrow(/ledger\.event/);
    expect((await database.pool.query<{ found: string | null }>(`select to_regclass('ledger.event') as found`)).rows[0]?.found).toBeNull();
  });

  it('never writes over a ledger', async () => {
    await expect(restoreBackup(service.database.url, saved)).rejects.toBeInstanceOf(NotEmpty);
  });

  it('says what it cannot read: no manifest, a later version', async () => {
    const database = await emptyDatabase();
    await expect(restoreBackup(database.url, folder)).rejects.toBeInstanceOf(UnreadableBackup);
    const later = path.join(folder, 'later');
    fs.cpSync(saved, later, { recursive: true });
    fs.writeFileSync(path.join(later, 'manifest.json'), JSON.stringify({ ...(await readManifest(saved)), migrations: [...manifest.migrations, 'Later9999999999999'] }));
    await expect(restoreBackup(database.url, later)).rejects.toThrow(/newer version.*Later9999999999999/);
  });
});

describe('the command line', () => {
  it('saves and restores, and tells done from no and from bad use by its exit code', async () => {
    const database = await emptyDatabase();
    const to = path.join(folder, 'by-hand');
    const here = { DATABASE_URL: service.database.url, DATA_DIR: service.dataDir };
    expect(await runMingzhang(['backup', to, '--json'], here)).toMatchObject({ code: 0 });
    expect(await runMingzhang(['backup', to], here)).toMatchObject({ code: 3 });
    expect(await runMingzhang(['restore', to], here)).toMatchObject({ code: 3 });
    const there = { DATABASE_URL: database.url, DATA_DIR: path.join(folder, 'no-key') };
    const restored = await runMingzhang(['restore', to], there);
    expect(restored.code).toBe(2);
    expect(restored.said).toContain('the master key does not open this vault');
    fs.rmSync(tableFile(to, 'vault.subject'));
    expect(await runMingzhang(['restore', to], { DATABASE_URL: (await emptyDatabase()).url, DATA_DIR: there.DATA_DIR })).toMatchObject({ code: 1 });
  });
});
