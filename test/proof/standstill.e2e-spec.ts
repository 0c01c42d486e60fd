/** The whole service over HTTP while somebody changes the database behind it: it tells, stops every write in every process, and goes on when a person says so. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import request from 'supertest';
import { asOurs } from '../../src/api/http';
import { AppModule } from '../../src/app.module';
import scrub from '../../src/cli/scrub';
import { readConfig } from '../../src/config';
import { makeLogger } from '../../src/log';
import { Disagreements } from '../../src/proof/disagreements';
import { LeafLog } from '../../src/proof/leaf-log';
import { ProofTables } from '../../src/proof/proof-tables';
import { loadSealKeys } from '../../src/proof/seal-keys';
import { SealMemory } from '../../src/proof/seal-memory';
import { settle } from '../../src/proof/settling';
import { testApp, type TestApp } from '../support/app';
import { issue, programme } from '../support/county-commands';
import { until } from './sealed-ledger';

jest.setTimeout(180_000);

let service: TestApp;
beforeAll(async () => {
  service = await testApp('api,sealer', { MINGZHANG_SCRUB_PER_SECOND: '100000' });
  const province = await service.as('province@42');
  await province.send('DefineProgramme', 'grain', programme()).expect(201);
  await province.send('IssueAllocation', 'root-1', issue()).set('Prefer', 'wait=proven').expect(201);
});
afterAll(() => service.stop());

/** Another process on the same database, which answers and does not seal. */
async function another(folder: string): Promise<NestExpressApplication> {
  const config = readConfig({ DATABASE_URL: service.database.url, DATA_DIR: folder, MASTER_KEY_FILE: path.join(service.dataDir, 'keys', 'master.key'), MINGZHANG_DEMO: 'off', MINGZHANG_ROLES: 'api', PORT: '0' });
  const app = await NestFactory.create<NestExpressApplication>(AppModule.on({ config, pool: service.database.pool, databaseUrl: service.database.url }), { bodyParser: false, abortOnError: false, logger: ['error'] });
  asOurs(app, makeLogger('local'));
  await app.listen(0, '127.0.0.1');
  return app;
}

/** A command reads its settings where a person sets them. */
async function inEnvironment<T>(settings: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  const before = { ...process.env };
  Object.assign(process.env, settings);
  try {
    return await work();
  } finally {
    process.env = before;
  }
}

const events = async (type: string): Promise<unknown[]> => (await service.database.pool.query(`SELECT position, convert_from(payload, 'UTF8')::jsonb AS data FROM ledger.event WHERE type = $1`, [type])).rows;
const metric = async (): Promise<string> => (await request(service.app.getHttpServer()).get('/metrics')).text;

describe('an event changed in the database', () => {
  let elsewhere: NestExpressApplication;
  beforeAll(async () => (elsewhere = await another(path.join(service.dataDir, 'elsewhere'))));
  afterAll(() => elsewhere.close());

  it('is found by the scrub, recorded as an incident, and stops all writing here and in every other process, with the position and what to do', async () => {
    await service.database.pool.query(`ALTER TABLE ledger.event DISABLE TRIGGER ALL; UPDATE ledger.event SET payload = convert_to(replace(convert_from(payload, 'UTF8'), '100000000', '900000000'), 'UTF8') WHERE position = 1; ALTER TABLE ledger.event ENABLE TRIGGER ALL`);
    await until('told', async () => (await new Disagreements(service.database.pool).standing()).length > 0);
    await until('stopped', async () => (await metric()).includes('mingzhang_writing_stopped 1'));
    expect(await events('IncidentRecorded')).toMatchObject([{ data: { kind: 'scrub-failed', firstPosition: 1 } }]);
    const province = await service.as('province@42');
    const before = (await service.database.pool.query('SELECT size FROM ledger.log_head')).rows;
    const refused = await province.send('IssueAllocation', 'root-2', issue()).expect(503);
    expect(refused.body).toMatchObject({ code: 'ledger-disagrees', text: { zh: expect.stringContaining('位置 1 '), en: expect.stringMatching(/position 1 .*mingzhang scrub --settle \d/) } });
    await province.post('/v1/commands').type('application/x-ndjson').send(JSON.stringify({ key: 'x', type: 'IssueAllocation', id: 'root-3', data: issue() })).expect(503);
    const results = await (await service.as('bank@422826')).post('/v1/batches/B1/results?resultsId=r1&occurredOn=2018-05-10').type('text/csv').send('明细号,金额,状态\n1,300.00,成功').expect(503);
    expect(results.body).toMatchObject({ code: 'ledger-disagrees' });
    await (await service.as('clerk@422826')).post('/v1/batches').send({ id: 'B1' }).expect((answer) => { expect([400, 503]).toContain(answer.status); });
    await until('stopped elsewhere', async () => (await request(elsewhere.getHttpServer()).get('/metrics')).text.includes('mingzhang_writing_stopped 1'), 2_000);
    expect((await service.database.pool.query('SELECT size FROM ledger.log_head')).rows).toEqual(before);
    await province.get('/v1/programmes/grain').expect(200);
  });

  it('keeps a process that starts later from writing, and lets it answer', async () => {
    const late = await another(path.join(service.dataDir, 'late'));
    try {
      const { body } = await request(late.getHttpServer()).post('/v1/auth/token').send({ username: 'province@42', password: 'demo' }).expect(200);
      const sent = await request(late.getHttpServer()).post('/v1/commands').set('Authorization', `Bearer ${(body as { accessToken: string }).accessToken}`).send({ key: 'l', type: 'IssueAllocation', id: 'root-9', data: issue() });
      expect([sent.status, (sent.body as { code: string }).code]).toEqual([503, 'ledger-disagrees']);
    } finally {
      await late.close();
    }
  });

  it('is named by `mingzhang scrub`, which answers no', async () => {
    const said: string[] = [];
    const code = await inEnvironment({ DATABASE_URL: service.database.url, DATA_DIR: service.dataDir }, () => scrub.run({ options: { json: true }, words: [], out: (line) => said.push(line), tell: (line) => said.push(line) }));
    expect(code).toBe(1);
    expect(JSON.parse(said.join('\n'))).toMatchObject({ whole: false, found: { position: 1, kind: 'event-differs' }, standing: [{ position: 1 }] });
  });

  it('is settled by a person, by name and with a reason: writing goes on, and the scrub does not stop it again for the same thing', async () => {
    const { pool } = service.database;
    const folder = path.join(service.dataDir, 'proof');
    const [standing] = await new Disagreements(pool).standing();
    await settle({ disagreements: new Disagreements(pool), tables: new ProofTables(pool), memory: new SealMemory(folder), leaves: new LeafLog(folder), keys: loadSealKeys({ folder, origin: 'mingzhang.local/ledger', sm2: false, mayMake: false }) },
      { id: standing?.id ?? 0, by: 'administrator', reason: 'no copy of the row is left', nowUs: 1_500_000_000_000_000 });
    await until('goes on', async () => (await metric()).includes('mingzhang_writing_stopped 0'));
    await (await service.as('province@42')).send('IssueAllocation', 'root-2', issue()).expect(201);
    expect(fs.readFileSync(path.join(folder, 'accepted.jsonl'), 'utf8')).toContain('no copy of the row is left');
    // Longer than the scrub rests between two passes.
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    expect(await new Disagreements(pool).standing()).toEqual([]);
    expect((await pool.query('SELECT settled_by, reason FROM proof.disagreement')).rows).toEqual([{ settled_by: 'administrator', reason: 'no copy of the row is left' }]);
  });

  it('and another change at the same place is another thing', async () => {
    await service.database.pool.query(`ALTER TABLE ledger.event DISABLE TRIGGER ALL; UPDATE ledger.event SET salt = '\\x00000000000000000000000000000000' WHERE position = 1; ALTER TABLE ledger.event ENABLE TRIGGER ALL`);
    await until('told', async () => (await new Disagreements(service.database.pool).standing()).length > 0);
    expect(await new Disagreements(service.database.pool).standing()).toMatchObject([{ position: 1, kind: 'event-differs' }]);
  });
});

describe('a second sealer', () => {
  it('on the same folder does not start', async () => {
    const config = readConfig({ DATABASE_URL: service.database.url, DATA_DIR: path.join(service.dataDir, 'second'), MINGZHANG_SEAL_DIR: path.join(service.dataDir, 'proof'), MASTER_KEY_FILE: path.join(service.dataDir, 'keys', 'master.key'), MINGZHANG_DEMO: 'off', MINGZHANG_ROLES: 'sealer', PORT: '0' });
    const app = await NestFactory.create<NestExpressApplication>(AppModule.on({ config, pool: service.database.pool, databaseUrl: service.database.url }), { bodyParser: false, abortOnError: false, logger: false });
    await expect(app.init()).rejects.toThrow(/another sealer \(process \d+\) already runs on .*proof/);
    await app.close();
  });
});
