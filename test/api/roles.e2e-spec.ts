/** Role × region, probed: every command by every role it is not for, by the right role of another county, and every route by nobody. */
import request from 'supertest';
import { demoUsers } from '../../src/api/sign-in';
import type { Role } from '../../src/domain/decider';
import { testApp, type TestApp } from '../support/app';
import { NATIONAL, openOneOfEach, probes } from '../support/opened-streams';
import { sampleOf } from '../support/sample';

jest.setTimeout(120_000);

const HOME = '422826';
const FOREIGN = '422899';
interface Result {
  readonly status: string;
  readonly code?: string;
}

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.stop());

async function results(user: string, lines: readonly string[]): Promise<Result[]> {
  const { text } = await (await service.as(user)).post('/v1/commands').type('application/x-ndjson').send(lines.join('\n')).expect(200);
  return text.trim().split('\n').map((line) => JSON.parse(line) as Result);
}

describe('every command', () => {
  it.each(demoUsers)('that is not for %s is refused to it', async (role) => {
    const forbidden = probes('nothing').filter(({ rule }) => !rule.by.includes(role as Role));
    expect(forbidden.length).toBeGreaterThan(20);
    const answers = await results(`${role}@${HOME}`, forbidden.map(({ line }) => line));
    expect(answers.map(({ code }, index) => `${String(forbidden[index]?.type)}: ${String(code)}`)).toEqual(forbidden.map(({ type }) => `${type}: role-may-not`));
  });

  it('is refused with 403 where it is sent alone', async () => {
    const supervisor = await service.as(`supervisor@${HOME}`);
    for (const { line } of probes('nothing').filter(({ rule }) => !rule.by.includes('supervisor'))) {
      const { body, status } = await supervisor.post('/v1/commands').type('application/json').send(line);
      expect({ status, code: (body as Result).code }).toEqual({ status: 403, code: 'role-may-not' });
    }
  });

  it('records nothing when it is not for the sender', async () => {
    const { rows } = await service.database.pool.query<{ count: string }>('SELECT count(*) FROM ledger.event');
    expect(rows[0]?.count).toBe('0');
  });
});

describe('an office of another county', () => {
  it('may do nothing to what is not its own', async () => {
    const opened = await openOneOfEach(service, HOME, 'theirs');
    expect([...opened]).toEqual(expect.arrayContaining(['allocation', 'household', 'batch', 'payment', 'project', 'loan', 'roster', 'register', 'case', 'complaint', 'engagement', 'inquiry']));
    const theirs = probes('theirs').filter(({ noun, rule }) => opened.has(noun) && rule.by.length > 0);
    expect(theirs.length).toBeGreaterThan(40);
    const before = await service.database.pool.query<{ count: string }>('SELECT count(*) FROM ledger.event');
    for (const { type, noun, rule, line } of theirs) {
      for (const role of rule.by.filter((each) => each !== 'province')) {
        const [answer] = await results(`${role}@${FOREIGN}`, [line]);
        // What may open a stream cannot hide that its id is taken; everything else is answered as if there were nothing.
        expect([`${noun} ${type} by ${role}`, answer?.code]).toEqual([`${noun} ${type} by ${role}`, rule.opens === true ? 'region-not-yours' : 'subject-unknown']);
      }
    }
    const after = await service.database.pool.query<{ count: string }>('SELECT count(*) FROM ledger.event');
    expect(after.rows).toEqual(before.rows);
  });

  it('may open nothing there', async () => {
    for (const { type, noun, rule } of probes('new')) {
      const data = sampleOf(rule.data);
      if (rule.opens !== true || NATIONAL.includes(noun) || !('region' in data)) continue;
      for (const role of rule.by.filter((each) => each !== 'province')) {
        const [answer] = await results(`${role}@${FOREIGN}`, [JSON.stringify({ key: `open-${noun}-${type}-${role}`, type, id: 'new', data: { ...data, region: HOME } })]);
        expect([`${noun} ${type} by ${role}`, answer?.code]).toEqual([`${noun} ${type} by ${role}`, 'region-not-yours']);
      }
    }
  });
});

describe('nobody', () => {
  it('reads or writes anything without a token, health, sign-in and the log of hashes excepted', async () => {
    const server = service.app.getHttpServer();
    const { body } = await request(server).get('/openapi.json').expect(200);
    const { paths } = body as { paths: Record<string, Record<string, unknown>> };
    const open = /^\/health\/|^\/v1\/auth\/token$|^\/metrics$|^\/checkpoint$|^\/tile\/|^\/v1\/proofs\//;
    const routes = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => ({ path, method }))).filter(({ path }) => !open.test(path));
    expect(routes.length).toBeGreaterThan(40);
    for (const { path, method } of routes) {
      const to = path.replace(/\{\w+\}/g, 'x');
      for (const header of [{}, { Authorization: 'Bearer x.y.z' }, { Authorization: 'Basic ZGVtbzpkZW1v' }]) {
        const answer = method === 'get' ? await request(server).get(to).set(header) : await request(server).post(to).set(header).send({});
        expect([`${method} ${path}`, answer.status]).toEqual([`${method} ${path}`, 401]);
      }
    }
  });
});
