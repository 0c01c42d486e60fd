/** An older copy is brought back after more was recorded, signed, and somebody erased: nobody can write to it, and whoever was erased since stays erased. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { restoreBackup } from '../../src/backup/restore-backup';
import { ErasureList } from '../../src/erasure-list';
import { logSigner, vkeyOf } from '../proof/keys';
import { testApp, type TestApp } from '../support/app';
import { HEAD, household, issue, programme } from '../support/county-commands';
import { freshDatabase, type TestDatabase } from '../support/database';
import { runMingzhang, startService, temporaryFolder } from '../support/running-service';

jest.setTimeout(240_000);

let folder: string;
let saved: string;
let service: TestApp;
let erased: string;
let kept: string;
let size: { readonly saved: number; readonly signed: number };
const databases: TestDatabase[] = [];

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await freshDatabase('empty');
  databases.push(database);
  return database;
}

/** What stands in the vault of this person: their block and what finds them. */
async function heldOf(ref: string, { pool }: TestDatabase): Promise<number> {
  const { rows: [row] } = await pool.query<{ held: string }>('SELECT (SELECT count(*) FROM vault.subject WHERE ref = $1) + (SELECT count(*) FROM vault.lookup WHERE ref = $1) AS held', [ref]);
  return Number(row?.held);
}

/** Another machine: the keys were carried there, and what is named. */
function machine(name: string, ...carried: readonly string[]): string {
  const dataDir = path.join(folder, name);
  for (const each of ['keys', ...carried]) fs.cpSync(path.join(service.dataDir, each), path.join(dataDir, each), { recursive: true });
  return dataDir;
}

const NEIGHBOUR = { idNumber: '422826190001010030', name: '谭长岭' };

beforeAll(async () => {
  folder = temporaryFolder();
  saved = path.join(folder, 'saved');
  service = await testApp('api,follower,sealer');
  const [province, office, admin] = [await service.as('province@42'), await service.as('office@422826'), await service.as('admin@422826')];
  await province.send('DefineProgramme', 'grain', programme()).expect(201);
  await office.send('RegisterHousehold', 'h-1', household({ members: [{ person: HEAD, relation: 'head' }] })).expect(201);
  const { body } = await office.send('RegisterHousehold', 'h-2', household({ register: { number: '4228260002' }, head: NEIGHBOUR, members: [{ person: NEIGHBOUR, relation: 'head' }] })).set('Prefer', 'wait=proven').expect(201);
  await office.get(`/v1/households/h-2?minPosition=${String((body as { position: number }).position)}`).expect(200);
  const refOf = async (idNumber: string): Promise<string> => ((await office.post('/v1/households/find').send({ idNumber }).expect(200)).body as { items: { personRef: string }[] }).items[0]?.personRef as string;
  [erased, kept] = [await refOf(NEIGHBOUR.idNumber), await refOf(HEAD.idNumber)];
  const taken = await runMingzhang(['backup', saved, '--json'], { DATABASE_URL: service.database.url, DATA_DIR: service.dataDir });
  expect(taken.code).toBe(0);
  await office.post('/v1/people/erasure').send({ ref: erased, basis: '本人申请' }).expect(201);
  await admin.post('/v1/people/erasure/approve').send({ ref: erased }).expect(201);
  const last = await province.send('IssueAllocation', 'root-1', issue()).set('Prefer', 'wait=proven').expect(201);
  const { head } = JSON.parse(taken.said.split('\n').find((line) => line.startsWith('{')) ?? '') as { head: { size: number } };
  size = { saved: head.size, signed: (last.body as { position: number }).position + 1 };
  await service.app.close();
});
afterAll(async () => {
  await service.database.drop();
  for (const database of databases) await database.drop();
  for (const each of [service.dataDir, folder]) fs.rmSync(each, { recursive: true, force: true });
});

describe('who was erased after the backup was taken', () => {
  it('is on a list apart from the database, by reference only', () => {
    expect(fs.readFileSync(path.join(service.dataDir, 'erasures'), 'utf8')).toBe(`${erased}\n`);
    expect(fs.statSync(path.join(service.dataDir, 'erasures')).mode & 0o077).toBe(0);
  });

  it('comes back where nobody brings the list', async () => {
    const database = await emptyDatabase();
    await restoreBackup(database.url, saved);
    expect(await heldOf(erased, database)).toBeGreaterThan(0);
  });

  it('does not come back where the list is brought, and everybody else does', async () => {
    const database = await emptyDatabase();
    const here = { DATABASE_URL: database.url, DATA_DIR: machine('brought') };
    const restored = await runMingzhang(['restore', saved, '--erasures', path.join(service.dataDir, 'erasures'), '--json'], here);
    expect(restored.code).toBe(0);
    expect(restored.said).toContain('"erasedAgain":1');
    expect([await heldOf(erased, database), await heldOf(kept, database)]).toEqual([0, 2]);
  });

  it('does not come back on the machine that erased them', async () => {
    const database = await emptyDatabase();
    expect(await runMingzhang(['restore', saved], { DATABASE_URL: database.url, DATA_DIR: machine('same', 'erasures') })).toMatchObject({ code: 0, said: expect.stringContaining('Erased again: 1') });
    expect(await heldOf(erased, database)).toBe(0);
  });

  it('is not left out silently: a list that cannot be read is bad use, and nothing is restored', async () => {
    const database = await emptyDatabase();
    const list = path.join(folder, 'torn');
    fs.writeFileSync(list, `${erased}\n${kept.slice(0, 9)}\n`);
    const answer = await runMingzhang(['restore', saved, '--erasures', list], { DATABASE_URL: database.url, DATA_DIR: machine('torn-list') });
    expect(answer).toMatchObject({ code: 3, said: expect.stringContaining('line 2: not the reference of a subject') });
    expect((await runMingzhang(['restore', saved, '--erasures', `${list}-none`], { DATABASE_URL: database.url, DATA_DIR: path.join(folder, 'torn-list') })).code).toBe(3);
    expect((await database.pool.query<{ found: string | null }>(`SELECT to_regclass('ledger.event') AS found`)).rows[0]?.found).toBeNull();
  });
});

describe('a service started on the older copy', () => {
  it('writes nothing and names the events that are missing; who was erased since is erased before it answers anybody', async () => {
    const database = await emptyDatabase();
    const dataDir = machine('older', 'proof', 'erasures');
    await restoreBackup(database.url, saved);
    expect(await heldOf(erased, database)).toBeGreaterThan(0);
    const running = await startService({ DATABASE_URL: database.url, DATA_DIR: dataDir });
    try {
      const ask = (to: string, token: string, body?: object): Promise<Response> =>
        fetch(running.url + to, { headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}) });
      const { accessToken } = (await (await ask('/v1/auth/token', '', { username: 'office@422826', password: 'demo' })).json()) as { accessToken: string };
      expect(await heldOf(erased, database)).toBe(0);
      const send = (n: number): Promise<Response> => ask('/v1/commands', accessToken, { key: `k-${String(n)}`, type: 'RegisterHousehold', id: `h-${String(n)}`, data: household({ register: { number: `42282690${String(n).padStart(2, '0')}` } }) });
      let answer = await send(0);
      // Until the sealer has looked; what it lets through meanwhile is never signed.
      for (let n = 1; answer.status !== 503 && n < 60; n += 1) { await new Promise((resolve) => setTimeout(resolve, 100)); answer = await send(n); }
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: 'ledger-disagrees', text: { en: expect.stringContaining('ledger-shorter') } });
      const { rows } = await database.pool.query<{ kind: string; detail: string }>('SELECT kind, detail FROM proof.disagreement WHERE settled_us IS NULL');
      expect(rows).toEqual([{ kind: 'ledger-shorter', detail: expect.stringMatching(new RegExp(`^${String(size.signed)} events were signed, the ledger holds \\d+$`)) }]);
      const shown = await (await ask('/v1/households/h-2', accessToken)).text();
      expect(shown).not.toContain(NEIGHBOUR.idNumber.slice(-4));
    } finally {
      await running.end('SIGTERM');
    }
    expect(new ErasureList(dataDir).read()).toEqual([erased]);
  });

  it('was refused where a policy names another log, before anything was written', async () => {
    const policy = (key: string): string => { fs.writeFileSync(path.join(folder, 'policy'), `log ${key}\nquorum none\n`); return path.join(folder, 'policy'); };
    const [own = ''] = (await service.database.pool.query<{ vkeys: string[] }>('SELECT vkeys FROM proof.log')).rows[0]?.vkeys ?? [];
    const database = await emptyDatabase();
    const here = { DATABASE_URL: database.url, DATA_DIR: path.join(folder, 'older') };
    const strange = await runMingzhang(['restore', saved, '--policy', policy(vkeyOf(logSigner(7, 'mingzhang.local/ledger')))], here);
    expect(strange).toMatchObject({ code: 1, said: expect.stringContaining('nothing was restored: the policy objects to its checkpoint: not-signed-by-log') });
    expect((await runMingzhang(['restore', saved, '--policy', path.join(folder, 'no-policy')], here)).code).toBe(3);
    expect((await runMingzhang(['restore', saved, '--policy', policy(own)], here)).code).toBe(0);
  });

  it('was told so when it was brought back', async () => {
    const database = await emptyDatabase();
    const { code, said } = await runMingzhang(['restore', saved], { DATABASE_URL: database.url, DATA_DIR: path.join(folder, 'older') });
    expect(code).toBe(0);
    expect(said).toContain(`this is an older copy: ${String(size.signed)} events were signed and it holds ${String(size.saved)}; the sealer will refuse it`);
  });
});
