/** Role × region, probed: every command by every role it is not for, by the right role of another county, and every route by nobody. */
import request from 'supertest';
import { demoUsers } from '../../src/api/sign-in';
import type { CommandRule, Role } from '../../src/domain/decider';
import { allCommands, deciderOf } from '../../src/domain/nouns';
import { testApp, type TestApp } from '../support/app';
import { household, issue, openBatch, programme, receive, split } from '../support/county-commands';
import { sampleOf } from '../support/sample';

jest.setTimeout(120_000);

const HOME = '422826';
const FOREIGN = '422899';
/** Shared by the whole country: the role alone decides. */
const NATIONAL = ['access', 'calendar', 'day', 'region', 'rule'];

/** Where one value of the sample contradicts another. */
const SOUND: Readonly<Record<string, object>> = { roster: { contentHash: undefined }, payment: { allocationId: 'theirs', payeeRef: undefined, projectId: undefined }, programme: { negativeList: [] } };

interface Probe {
  readonly type: string;
  readonly noun: string;
  readonly rule: CommandRule;
  readonly line: string;
}
interface Result {
  readonly status: string;
  readonly code?: string;
}

let service: TestApp;
beforeAll(async () => {
  service = await testApp();
});
afterAll(() => service.stop());

const namesStream = (type: string, nouns: readonly string[]): boolean => nouns.length > 1 || /Disclosure$/.test(type);

/** Each command once for every noun that knows it, well formed. */
function probes(id: string): Probe[] {
  return allCommands().flatMap(({ type, nouns }) => nouns.map((noun): Probe => {
    const rule = deciderOf(noun)?.commands[type] as CommandRule;
    const line = JSON.stringify({ key: `probe-${noun}-${type}`, type, id: namesStream(type, nouns) ? `${noun}-${id}` : id, data: sampleOf(rule.data) });
    return { type, noun, rule, line };
  }));
}

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
    for (const { line } of probes('nothing')) {
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
  /** One stream of each noun of a county, opened by those whose it is. */
  async function openAll(): Promise<ReadonlySet<string>> {
    const send = async (user: string, type: string, id: string, data: object): Promise<void> => {
      await (await service.as(user)).send(type, id, data).expect(201);
    };
    await send('province@42', 'DefineProgramme', 'grain', programme());
    await send('province@42', 'IssueAllocation', 'root-1', issue());
    await send('province@42', 'SplitAllocation', 'root-1', split({ toAllocationId: 'theirs' }));
    await send(`clerk@${HOME}`, 'ReceiveAllocation', 'theirs', receive());
    await send(`office@${HOME}`, 'RegisterHousehold', 'theirs', household());
    await send(`clerk@${HOME}`, 'OpenBatch', 'theirs', openBatch({ allocationId: 'theirs' }));
    const opened = new Set(['allocation', 'household', 'batch']);
    for (const { noun, type, rule } of probes('theirs')) {
      if (opened.has(noun) || NATIONAL.includes(noun) || rule.opens !== true || rule.by.length === 0) continue;
      const data = { ...sampleOf(rule.data), region: HOME, ...SOUND[noun] };
      const { status } = await (await service.as(`${String(rule.by[0])}@${HOME}`)).send(type, 'theirs', data);
      if (status === 201) opened.add(noun);
    }
    return opened;
  }

  it('may do nothing to what is not its own', async () => {
    const opened = await openAll();
    expect([...opened]).toEqual(expect.arrayContaining(['allocation', 'household', 'batch', 'payment', 'project', 'loan', 'roster', 'register']));
    const theirs = probes('theirs').filter(({ noun, rule }) => opened.has(noun) && rule.by.length > 0);
    expect(theirs.length).toBeGreaterThan(40);
    const before = await service.database.pool.query<{ count: string }>('SELECT count(*) FROM ledger.event');
    for (const { type, noun, rule, line } of theirs) {
      for (const role of rule.by.filter((each) => each !== 'province')) {
        const [answer] = await results(`${role}@${FOREIGN}`, [line]);
        expect([`${noun} ${type} by ${role}`, answer?.code]).toEqual([`${noun} ${type} by ${role}`, 'region-not-yours']);
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
  it('reads or writes anything without a token, health and sign-in excepted', async () => {
    const server = service.app.getHttpServer();
    const { body } = await request(server).get('/openapi.json').expect(200);
    const { paths } = body as { paths: Record<string, Record<string, unknown>> };
    const open = /^\/health\/|^\/v1\/auth\/token$|^\/metrics$|^\/checkpoint$/;
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
