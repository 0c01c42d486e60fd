/** The built service as a person meets it: start, health, sign-in, documents, refusals of the start itself. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { freshDatabase, type TestDatabase } from '../support/database';
import { runMingzhang, startService, temporaryFolder, type RunningService } from '../support/running-service';

jest.setTimeout(180_000);

let folder: string;
let database: TestDatabase;
let service: RunningService;

const environment = (): Record<string, string> => ({ DATA_DIR: path.join(folder, 'data'), DATABASE_URL: database.url });

beforeAll(async () => {
  folder = temporaryFolder();
  database = await freshDatabase('empty');
  service = await startService(environment());
});

afterAll(async () => {
  await service.end('SIGTERM');
  await database.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const post = (route: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${service.url}${route}`, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

describe('the built service on a database of its owner', () => {
  it('migrates an empty database and is ready', async () => {
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    const { rows } = await database.pool.query<{ found: string | null }>(`select to_regclass('migration') as found`);
    expect(rows[0]?.found).toBe('migration');
  });

  it('says where it is and how to sign in', () => {
    expect(service.said()).toContain(service.url);
    expect(service.said()).toContain('clerk');
  });

  it('gives a token to a demo user and to nobody else', async () => {
    const good = await post('/v1/auth/token', JSON.stringify({ username: 'clerk@422826', password: 'demo' }));
    expect(good.status).toBe(200);
    expect(await good.json()).toEqual({ accessToken: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), expiresIn: 28800 });
    const bad = await post('/v1/auth/token', JSON.stringify({ username: 'clerk', password: 'x' }), { 'accept-language': 'en' });
    expect(bad.status).toBe(401);
    expect(bad.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await bad.json()).toMatchObject({ code: 'wrong-sign-in', detail: 'the user name or the password is wrong', text: { zh: '用户名或密码不对' } });
  });

  it.each([
    ['no JSON', '{"username": "Wang', 400, 'malformed-json'],
    ['an unknown field', '{"username":"clerk","password":"demo","admin":true}', 400, 'malformed-request'],
    ['a missing field', '{"username":"clerk"}', 400, 'malformed-request'],
    ['too much', JSON.stringify({ username: 'x'.repeat(2_200_000), password: 'demo' }), 413, 'body-too-large'],
  ])('answers %s as a problem that quotes nothing', async (_, body, status, code) => {
    const answer = await post('/v1/auth/token', body);
    const said = await answer.text();
    expect(answer.status).toBe(status);
    expect(JSON.parse(said)).toMatchObject({ code, status });
    expect(said).not.toMatch(/Wang|node_modules| at /);
  });

  it('publishes OpenAPI 3.1, readable without a network', async () => {
    const document = (await (await fetch(`${service.url}/openapi.json`)).json()) as { openapi: string; paths: object };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toEqual(expect.arrayContaining(['/v1/auth/token', '/health/live', '/health/ready']));
    const page = await (await fetch(`${service.url}/docs`)).text();
    expect(page).toContain('swagger-ui');
    expect(page).not.toMatch(/(src|href)="https?:\/\//);
  });

  it('is found by mingzhang config', async () => {
    const { code, said } = await runMingzhang(['config', '--json'], environment());
    expect(code).toBe(0);
    const answer = JSON.parse(said) as { settings: { name: string; value: string }[]; running: { url: string } };
    expect(answer.running.url).toBe(service.url);
    expect(answer.settings.find((setting) => setting.name === 'DATABASE_URL')?.value).toContain(':***@');
  });
});

describe('a start that cannot be', () => {
  it.each([
    ['a wrong setting', { PORT: 'x' }, 3, /^mingzhang: PORT must be a number/],
    ['a database that does not answer', { DATABASE_URL: 'postgresql://nobody:secret@127.0.0.1:1/none' }, 2, /^mingzhang: the database does not answer \(ECONNREFUSED\)/],
    ['production with demo data', { MINGZHANG_PROFILE: 'production', MINGZHANG_DEMO: 'on' }, 3, /^mingzhang: MINGZHANG_DEMO=on is refused in production/],
    ['production without a key', { MINGZHANG_PROFILE: 'production', DATABASE_URL: 'postgresql://x@127.0.0.1:1/none' }, 3, /^mingzhang: MASTER_KEY_FILE is needed/],
  ])('for %s says so in one line', async (_, extra, code, line) => {
    const answer = await runMingzhang(['start'], { DATA_DIR: path.join(folder, 'other'), ...extra });
    expect(answer.said).toMatch(line);
    expect(answer.said.trim().split('\n')).toHaveLength(1);
    expect(answer.said).not.toContain('secret');
    expect(answer.code).toBe(code);
  });

  it('on a database begun with another master key says what to set', async () => {
    const answer = await runMingzhang(['start'], { DATA_DIR: path.join(folder, 'stranger'), DATABASE_URL: database.url });
    expect(answer).toEqual({ code: 2, said: expect.stringMatching(/^mingzhang: this database was begun with another master key \(version 1\): set MASTER_KEY_FILE/) });
    expect(answer.said.trim().split('\n')).toHaveLength(1);
  });

  it('for a taken port says which', async () => {
    const port = new URL(service.url).port;
    const answer = await runMingzhang(['start'], { DATA_DIR: path.join(folder, 'third'), DATABASE_URL: database.url, MASTER_KEY_FILE: path.join(folder, 'data', 'keys', 'master.key'), PORT: port });
    expect(answer).toEqual({ code: 2, said: expect.stringContaining(`port ${port} is taken`) });
  });
});

describe('the command line', () => {
  it('lists its commands, and explains one', async () => {
    expect(await runMingzhang(['--help'])).toMatchObject({ code: 0, said: expect.stringMatching(/config[\s\S]*start/) });
    expect(await runMingzhang(['start', '--help'])).toMatchObject({ code: 0, said: expect.stringContaining('mingzhang start') });
  });

  it.each([[['nonsense']], [['start', '--nonsense']], [[]]])('%j is bad use', async (args) => {
    expect((await runMingzhang(args)).code).toBe(3);
  });
});
