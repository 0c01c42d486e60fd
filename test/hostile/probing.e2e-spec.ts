/** Every route asked by every role, of its own county and about another: who may read what, and that nothing tells whether a thing elsewhere exists. */
import { SignJWT } from 'jose';
import { MasterKeys } from '../../src/vault/keys';
import { openOneOfEach, probes } from '../support/opened-streams';
import { listFile } from '../support/county-commands';
import { PersonalSearch } from '../support/personal-search';
import { county, type County } from './county';
import { operationsOf, validRequest, type Known, type Operation } from './operations';
import { mayRead, maySend, NEVER_SEND, ROLES, SHARED, WORK_OF_OVERSIGHT } from './who-may';

const LONG = process.env['MINGZHANG_TEST_LONG'] === 'on';
/** Roles whose reading differs from each other's; the long run asks as all. */
const STRANGERS = ROLES.filter((role) => role !== 'province' && (LONG || ['auditor', 'clerk', 'bank', 'admin'].includes(role)));

jest.setTimeout(600_000);

const OTHER = '422826';
/** The other county's id of everything, and one nobody has, of the same length. */
const THEIRS = 'theirs-of-826';
const NOBODYS = 'nobody-of-826';

interface Answered {
  readonly status: number;
  readonly text: string;
}

let town: County;
let operations: readonly Operation[];
let known: Known;
let opened: ReadonlySet<string>;
let theirFlag: string;
let theirJob: string;

const nounOf = ({ template }: Operation): string => template.split('/')[2] ?? '';
const reads = (): readonly Operation[] => operations.filter(({ method, template }) => method === 'GET' && template.startsWith('/v1/'));

async function ask(user: string | undefined, method: string, to: string, body?: string, more: Readonly<Record<string, string>> = {}): Promise<Answered> {
  const authorization: Record<string, string> = user === undefined ? {} : { authorization: `Bearer ${await town.token(user)}` };
  const answer = await fetch(`http://127.0.0.1:${String(town.port)}${to}`, { method, headers: { ...authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...more }, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, text: await answer.text() };
}

/** The route with ids of the own county, and nothing asked beyond what it needs. */
function address(operation: Operation, at = 0): string {
  const { path: parts } = validRequest(operation, known, at);
  return withNeeded(operation, `/${parts.map(encodeURIComponent).join('/')}`);
}

function withNeeded({ template }: Operation, to: string): string {
  if (template.endsWith('/changes')) return `${to}?from=2018-01-01&to=2018-12-31`;
  return template.endsWith('/known') ? `${to}?asOf=1` : to;
}

/** The same route with one id in every place that takes one; undefined where there is no such place. */
function addressOf(operation: Operation, id: string, flag: string, job: string): string | undefined {
  if (!operation.template.includes('{')) return undefined;
  const parts = operation.template.split('/').map((segment, index, all) => {
    if (!segment.startsWith('{')) return segment;
    if (all[index - 1] === 'flags') return flag;
    if (all[index - 1] === 'jobs') return job;
    if (all[index - 1] === 'disclosures') return encodeURIComponent(`allocation-${id}@1`);
    if (segment === '{kind}') return 'allocation';
    return segment === '{ordinal}' ? '1' : id;
  });
  return withNeeded(operation, parts.join('/'));
}

beforeAll(async () => {
  town = await county();
  opened = await openOneOfEach(town.service, OTHER, THEIRS);
  const { body: uploaded } = await (await town.service.as(`clerk@${OTHER}`)).post(`/v1/batches/${THEIRS}/file`).type('text/csv').send(listFile());
  theirJob = (uploaded as { jobId: string }).jobId;
  for (const day of ['2018-04-01', '2018-04-02', '2018-04-03']) await (await town.service.as('admin')).send('EndDay', 'ledger', { occurredOn: day }).expect((answer) => { if (answer.status >= 500) throw new Error(answer.text); });
  operations = await operationsOf(town.port);
  const { rows: jobs } = await town.service.database.pool.query<{ job_id: string }>(`SELECT job_id FROM work.job WHERE region LIKE '422899%'`);
  const recorded = (JSON.parse((await ask('auditor', 'GET', '/v1/log')).text) as { recorded: number }).recorded;
  const flags = async (user: string): Promise<readonly { id: string }[]> => (JSON.parse((await ask(user, 'GET', `/v1/flags?limit=500&minPosition=${String(recorded)}`)).text) as { items: { id: string }[] }).items;
  known = { county: town, flags: (await flags('auditor')).map(({ id }) => id), jobs: jobs.map(({ job_id: id }) => id), refs: [] };
  theirFlag = (await flags(`auditor@${OTHER}`))[0]?.id ?? '';
});
afterAll(() => town.service.stop());

describe('a reader of the own county', () => {
  it('the probes have something to find: both counties hold flags and jobs, and a stream of nearly every noun', () => {
    expect([theirFlag.length, theirJob.length, known.flags.length > 0, known.jobs.length > 0, opened.size > 8]).toEqual([64, 36, true, true, true]);
  });

  it.each(ROLES)('%s reads what its work needs, and nothing in clear', async (role) => {
    const search = new PersonalSearch(town.personal);
    for (const operation of reads()) {
      const expected = mayRead(`${nounOf(operation)}/${operation.template.split('/').at(-1) ?? ''}`) ?? mayRead(nounOf(operation));
      const { status, text } = await ask(role, 'GET', address(operation));
      search.text(text, `${role} ${operation.name}`);
      if (expected) expect([operation.name, status === 403]).toEqual([operation.name, !expected.includes(role)]);
      expect([operation.name, status < 500 && status !== 401]).toEqual([operation.name, true]);
    }
    expect(search.leaks).toEqual([]);
  });

  it.each(ROLES)('%s finds nothing of another county in any list', async (role) => {
    for (const operation of reads().filter(({ template }) => !template.includes('{') && !SHARED.includes(template.split('/')[2] ?? ''))) {
      for (const more of LONG ? ['', `?region=${OTHER}`, '?region=', '?limit=500'] : ['?limit=500', `?region=${OTHER}`]) {
        const { text } = await ask(role === 'province' ? 'office' : role, 'GET', `${operation.template}${more}`);
        expect([operation.name, more, text.includes(THEIRS) || new RegExp(`"[a-zA-Z]*[rR]egion":"${OTHER}`).test(text)]).toEqual([operation.name, more, false]);
      }
    }
  });
});

describe('a thing of another county', () => {
  const without = ({ status, text }: Answered, id: string, flag: string, job: string): object => ({ status, text: text.replaceAll(id, '#').replaceAll(flag, '#').replaceAll(job, '#') });

  it('is answered to every reader like one that does not exist', async () => {
    const [noFlag, noJob] = ['0'.repeat(64), '00000000-0000-4000-8000-000000000000'];
    for (const role of STRANGERS) {
      for (const operation of reads().filter(({ template }) => !SHARED.includes(template.split('/')[2] ?? ''))) {
        const [theirs, nobodys] = [addressOf(operation, THEIRS, theirFlag, theirJob), addressOf(operation, NOBODYS, noFlag, noJob)];
        if (theirs === undefined || nobodys === undefined) continue;
        const [there, nowhere] = [await ask(role, 'GET', theirs), await ask(role, 'GET', nobodys)];
        expect([role, operation.name, without(there, THEIRS, theirFlag, theirJob)]).toEqual([role, operation.name, without(nowhere, NOBODYS, noFlag, noJob)]);
        expect([role, operation.name, [400, 403, 404].includes(there.status)]).toEqual([role, operation.name, true]);
      }
    }
  });

  it('is answered to every writer of its routes like one that does not exist', async () => {
    const writes = operations.filter(({ method, template }) => method !== 'GET' && template.includes('{id}') && !/registers/.test(template));
    expect(writes.length).toBeGreaterThan(8);
    for (const role of STRANGERS) {
      for (const operation of writes) {
        const job = operation.template.includes('/jobs/');
        const to = (id: string): string => operation.template.replace('{id}', id);
        const [there, nowhere] = [await ask(role, 'POST', to(job ? theirJob : THEIRS), '{"occurredOn":"2018-03-20"}'), await ask(role, 'POST', to(NOBODYS), '{"occurredOn":"2018-03-20"}')];
        expect([role, operation.name, without(there, THEIRS, theirFlag, theirJob)]).toEqual([role, operation.name, without(nowhere, NOBODYS, '~', '~')]);
      }
    }
  });

  it('is answered to every command for it, alone, in bulk or all together, like one that does not exist', async () => {
    const shown = (id: string): { type: string; noun: string; by: readonly string[]; line: string }[] => probes(id).filter(({ noun, rule }) => opened.has(noun) && rule.opens !== true).map(({ type, noun, rule, line }) => ({ type, noun, by: rule.by, line }));
    const [theirs, nobodys] = [shown(THEIRS), shown(NOBODYS)];
    expect(theirs.length).toBeGreaterThan(30);
    for (const [index, { type, noun, by, line }] of theirs.entries()) {
      for (const role of by.filter((each) => each !== 'province' && each !== 'system')) {
        for (const atomic of ['', '?atomic=true']) {
          const [there, nowhere] = [await ask(role, 'POST', `/v1/commands${atomic}`, line, { 'content-type': 'application/x-ndjson' }), await ask(role, 'POST', `/v1/commands${atomic}`, nobodys[index]?.line, { 'content-type': 'application/x-ndjson' })];
          expect([noun, type, role, without(there, THEIRS, '~', '~')]).toEqual([noun, type, role, without(nowhere, NOBODYS, '~', '~')]);
          expect([type, there.text.includes('"refused"')]).toEqual([type, true]);
        }
      }
    }
  });
});

describe('commands', () => {
  it('are for those whom the contract names, and for none who only look', async () => {
    const { items } = JSON.parse((await ask('clerk', 'GET', '/v1/commands')).text) as { items: { type: string; by: string[] }[] };
    const wrong = items.flatMap(({ type, by }) => {
      const expected = maySend(type);
      const given = by.filter((role) => role !== 'system');
      return expected && [...expected].sort().join() !== [...given].sort().join() ? [`${type}: ${given.join()} instead of ${expected.join()}`] : [];
    });
    expect(wrong).toEqual([]);
    const lookers = items.filter(({ type, by }) => !WORK_OF_OVERSIGHT.includes(type) && by.some((role) => (NEVER_SEND as readonly string[]).includes(role)));
    expect(lookers).toEqual([]);
  });
});

describe('a token', () => {
  const claims = { role: 'auditor', office: 'audit-422899', region: '422899' };

  async function badTokens(): Promise<readonly (readonly [string, string | undefined])[]> {
    const keys = town.service.app.get(MasterKeys);
    const key = keys.derive('tokens');
    const made = (secret: Buffer, change: (token: SignJWT) => SignJWT = (token) => token, alg = 'HS256'): Promise<string> =>
      change(new SignJWT(claims).setProtectedHeader({ alg, kid: String(keys.current) }).setSubject('auditor@422899').setIssuer('mingzhang-local').setAudience('mingzhang-local').setIssuedAt().setExpirationTime('1h')).sign(secret);
    const good = await made(key);
    // Else none of the others would tell anything.
    expect((await ask(undefined, 'GET', '/v1/log', undefined, { authorization: `Bearer ${good}` })).status).toBe(200);
    const [head = '', payload = '', signature = ''] = good.split('.');
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    return [
      ['none', undefined], ['of another secret', await made(Buffer.alloc(32, 7))], ['expired', await made(key, (token) => token.setExpirationTime(1))], ['not yet good', await made(key, (token) => token.setNotBefore(4_000_000_000))],
      ['of another issuer', await made(key, (token) => token.setIssuer('elsewhere'))], ['for another audience', await made(key, (token) => token.setAudience('elsewhere'))], ['by another algorithm', await made(Buffer.concat([key, key]), undefined, 'HS512')],
      ['unsigned', `${part({ alg: 'none' })}.${payload}.`], ['whose role was changed', `${head}.${part({ ...claims, role: 'admin', region: '', sub: 'x', iss: 'mingzhang-local', aud: 'mingzhang-local', exp: 4_000_000_000 })}.${signature}`],
      ['cut', good.slice(0, -3)], ['huge', 'x'.repeat(9_000)], ['with a key it names itself', `${part({ alg: 'HS256', jwk: { kty: 'oct', k: 'AAAA' } })}.${payload}.${signature}`],
    ];
  }

  it('that is not good opens no route, and none says why', async () => {
    const open = /^\/health\/|^\/v1\/auth\/token$|^\/metrics$|^\/checkpoint$|^\/tile|^\/v1\/proofs\//;
    const guarded = operations.filter(({ template }) => !open.test(template));
    expect(guarded.length).toBeGreaterThan(60);
    for (const [turn, [name, token]] of (await badTokens()).entries()) {
      // Each route meets a third of the tokens, another third on the next route; the long run lets them all meet.
      for (const operation of guarded.filter((_, index) => LONG || (index + turn) % 3 === 0)) {
        const answer = await ask(undefined, operation.method, address(operation), operation.method === 'GET' ? undefined : '{}', token === undefined ? {} : { authorization: `Bearer ${token}` });
        expect([name, operation.name, answer.status, (JSON.parse(answer.text) as { code: string }).code]).toEqual([name, operation.name, 401, 'not-signed-in']);
      }
    }
  });
});
