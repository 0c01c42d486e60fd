/** The production profile: refuses whatever is only for trying things out, each with one line, and gives nobody a demo token. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { freshDatabase, type TestDatabase } from '../support/database';
import { runMingzhang, startService, temporaryFolder } from '../support/running-service';

jest.setTimeout(180_000);

let folder: string;
let keyFile: string;
let sealFolder: string;
let database: TestDatabase;

beforeAll(async () => {
  // Whatever is said while it builds is no answer of the start.
  await runMingzhang(['--help']);
  folder = temporaryFolder();
  database = await freshDatabase('empty');
  keyFile = path.join(folder, 'master.key');
  fs.writeFileSync(keyFile, `1 ${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  sealFolder = path.join(folder, 'seal');
  fs.mkdirSync(sealFolder, { mode: 0o700 });
  fs.writeFileSync(path.join(sealFolder, 'ed25519.pem'), generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
  fs.mkdirSync(path.join(folder, 'data', 'keys'), { recursive: true });
  fs.copyFileSync(keyFile, path.join(folder, 'data', 'keys', 'master.key'));
});
afterAll(async () => {
  await database.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const environment = (more: Record<string, string>): Record<string, string> => ({
  MINGZHANG_PROFILE: 'production', MINGZHANG_DEMO: '', DATA_DIR: path.join(folder, 'data'), DATABASE_URL: database.url, MASTER_KEY_FILE: keyFile, HOST: '127.0.0.1', MINGZHANG_ORIGIN: 'ledger.example.org/funds', MINGZHANG_SEAL_DIR: sealFolder, ...more,
});

describe('production', () => {
  it.each([
    ['demo data and accounts', () => ({ MINGZHANG_DEMO: 'on' }), /^mingzhang: MINGZHANG_DEMO=on is refused in production/, 3],
    ['the embedded database', () => ({ DATABASE_URL: '' }), /^mingzhang: DATABASE_URL is needed in production/, 3],
    ['no key', () => ({ MASTER_KEY_FILE: '' }), /^mingzhang: MASTER_KEY_FILE is needed in production/, 3],
    ['the key the local profile makes', () => ({ MASTER_KEY_FILE: path.join(folder, 'data', 'keys', 'master.key') }), /^mingzhang: MASTER_KEY_FILE must not lie under DATA_DIR in production/, 3],
    ['a log without a name of its own', () => ({ MINGZHANG_ORIGIN: '' }), /^mingzhang: MINGZHANG_ORIGIN is needed in production/, 3],
    ['a sealer without a folder of its own', () => ({ MINGZHANG_SEAL_DIR: '' }), /^mingzhang: MINGZHANG_SEAL_DIR is needed in production/, 3],
    ['a sealer without a key', () => ({ MINGZHANG_SEAL_DIR: path.join(folder, 'empty') }), /^mingzhang: MINGZHANG_SEAL_DIR: there is no key ed25519.pem in/, 2],
  ])('refuses %s with one line', async (_, more, line, code) => {
    const answer = await runMingzhang(['start'], environment(more()));
    expect(answer.said).toMatch(line);
    expect(answer.said.trim().split('\n')).toHaveLength(1);
    expect(answer.code).toBe(code);
  });

  it('signs in no demo user, and takes no token of the local profile', async () => {
    const trial = path.join(folder, 'trial');
    const local = await startService({ DATA_DIR: trial, DATABASE_URL: database.url, MASTER_KEY_FILE: keyFile });
    const asked = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'clerk', password: 'demo' }) };
    const { accessToken } = (await (await fetch(`${local.url}/v1/auth/token`, asked)).json()) as { accessToken: string };
    expect((await fetch(`${local.url}/v1/commands`, { headers: { authorization: `Bearer ${accessToken}` } })).status).toBe(200);
    await local.end('SIGTERM');
    const service = await startService(environment({ DATA_DIR: trial }));
    try {
      expect(service.said()).not.toMatch(/clerk|demo/);
      expect((await fetch(`${service.url}/v1/auth/token`, asked)).status).toBe(404);
      expect((await fetch(`${service.url}/v1/commands`, { headers: { authorization: `Bearer ${accessToken}` } })).status).toBe(401);
      expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    } finally {
      await service.end('SIGTERM');
    }
  });
});
