/** Every limit is said: how large, how often, how many at once, how long. */
import { connect } from 'node:net';
import { testApp, type TestApp } from '../support/app';
import { household, issue, openBatch, programme, receive, split } from '../support/county-commands';
import { speak } from './wire';

jest.setTimeout(120_000);

let service: TestApp;
let port: number;

async function started(settings: Readonly<Record<string, string>>): Promise<void> {
  service = await testApp('api', settings);
  ({ port } = service.app.getHttpServer().address() as { port: number });
}

interface Problem {
  readonly code: string;
  readonly text: { readonly zh: string; readonly en: string };
}

const bearer = async (user: string): Promise<string> => {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: user, password: 'demo' }) });
  return ((await answer.json()) as { accessToken: string }).accessToken;
};

describe('sizes', () => {
  beforeAll(() => started({}));
  afterAll(() => service.stop());

  it.each([
    ['/v1/auth/token', 'clerk', 4 * 1024, '4 KiB'], ['/v1/households/find', 'office', 64 * 1024, '64 KiB'], ['/v1/people/reveal', 'auditor', 64 * 1024, '64 KiB'], ['/v1/commands', 'office', 2 * 1024 * 1024, '2 MiB'], ['/v1/batches/B1/approve', 'checker', 64 * 1024, '64 KiB'],
  ])('a body for %s is too large beyond its limit, and the limit is said', async (path, user, limit, said) => {
    const session = await service.as(user);
    const { body, status } = await session.post(path).send({ x: 'x'.repeat(limit) });
    expect({ status, code: (body as Problem).code }).toEqual({ status: 413, code: 'body-too-large' });
    expect((body as Problem).text.zh).toContain(said);
    expect((body as Problem).text.en).toContain(said);
  });

  it('a file beyond 64 MiB is refused in words while it is still arriving, not by a cut line', async () => {
    await (await service.as('province@42')).send('DefineProgramme', 'grain', programme()).expect(201);
    await (await service.as('province@42')).send('IssueAllocation', 'root-1', issue()).expect(201);
    await (await service.as('province@42')).send('SplitAllocation', 'root-1', split()).expect(201);
    await (await service.as('clerk@422826')).send('ReceiveAllocation', 'county-1', receive()).expect(201);
    await (await service.as('clerk@422826')).post('/v1/batches').send({ id: 'B1', ...openBatch() }).expect(201);
    const body = Buffer.alloc(66 * 1024 * 1024, 'x');
    const head = `POST /v1/batches/B1/file HTTP/1.1\r\nHost: local\r\nAuthorization: Bearer ${await bearer('clerk@422826')}\r\nContent-Type: application/octet-stream\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
    const { answer, after } = await speak(port, { method: 'POST', head, body });
    const { code, text } = JSON.parse(String(answer?.body)) as Problem;
    expect({ status: answer?.status, code, after }).toEqual({ status: 413, code: 'file-too-large', after: 200 });
    expect(text.en).toContain('64 MiB');
  });

  it('what stands where a date belongs is refused by name and not repeated', async () => {
    const { body, text, status } = await (await service.as('clerk@422826')).post('/v1/batches/B1/submit').send({ occurredOn: '向大山\u200b' });
    expect({ status, code: (body as Problem & { errors: { code: string }[] }).errors[0]?.code, repeated: text.includes('向大山') }).toEqual({ status: 400, code: 'not-a-date', repeated: false });
  });

  it('JSON that nests without end is refused, wherever it stands', async () => {
    const bank = await service.as('bank@422826');
    const lists = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    for (const body of [lists, `{"resultsId":"r-1","occurredOn":"2018-03-01","lines":[{"ordinal":1,"outcome":"settled","amountFen":1,"x":${lists}}]}`]) {
      const answer = await bank.post('/v1/batches/B1/results').type('application/json').send(body);
      expect([answer.status, (answer.body as Problem).code]).toEqual([400, 'json-too-deep']);
    }
    const quoted = await bank.post('/v1/batches/B1/results').type('application/json').send(`{"resultsId":"${'['.repeat(100)}"}`);
    expect((quoted.body as Problem).code).not.toBe('json-too-deep');
  });

  it('more lines than may be taken together are refused in words, too', async () => {
    const line = `${JSON.stringify({ key: 'k', type: 'RegisterHousehold', id: 'h', data: household() })}\n`;
    const body = Buffer.from(line.repeat(60_000));
    const head = `POST /v1/commands?atomic=true HTTP/1.1\r\nHost: local\r\nAuthorization: Bearer ${await bearer('office@422826')}\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${String(body.length)}\r\n\r\n`;
    const { answer, after } = await speak(port, { method: 'POST', head, body });
    expect({ status: answer?.status, code: (JSON.parse(String(answer?.body)) as Problem).code, after }).toEqual({ status: 400, code: 'too-many-lines', after: 200 });
  });

  it.each([
    ['a JSON route', '/v1/batches/B1/submit', 'text/plain'], ['a JSON route', '/v1/batches/B1/submit', 'application/x-www-form-urlencoded'], ['commands', '/v1/commands', 'text/csv'], ['commands', '/v1/commands', 'application/xml'],
  ])('%s (%s) takes no %s, and says what it takes', async (_, path, type) => {
    const { body, status } = await (await service.as('clerk@422826')).post(path).type(type).send('{"occurredOn":"2018-03-01"}');
    expect({ status, code: (body as Problem).code }).toEqual({ status: 415, code: 'unsupported-format' });
    expect((body as Problem).text.en).toContain('application/json');
  });

  it('answers are not kept, not sniffed, not framed', async () => {
    const { headers } = await (await service.as('auditor')).get('/v1/batches').expect(200);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN', 'referrer-policy': 'no-referrer' });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['x-powered-by']).toBeUndefined();
  });
});

describe('rates', () => {
  beforeAll(() => started({ MINGZHANG_REQUESTS_PER_MINUTE: '20', MINGZHANG_SIGN_INS_PER_MINUTE: '3' }));
  afterAll(() => service.stop());

  it('a user who asks too often is told when to come back, and others are not hindered', async () => {
    const [greedy, modest] = [await service.as('auditor'), await service.as('inspector')];
    for (let asked = 0; asked < 20; asked += 1) await greedy.get('/v1/log').expect(200);
    const { body, headers } = await greedy.get('/v1/log').expect(429);
    expect((body as Problem).code).toBe('too-many-requests');
    expect((body as Problem).text.en).toContain('20');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await modest.get('/v1/log').expect(200);
  });

  it('an address that fails to sign in is shut out for a while, with the right password too; who is signed in stays so', async () => {
    const modest = await service.as('inspector');
    const attempt = (password: string): Promise<Response> => fetch(`http://127.0.0.1:${String(port)}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: 'clerk', password }) });
    for (let failed = 0; failed < 3; failed += 1) expect((await attempt('wrong')).status).toBe(401);
    const answer = await attempt('demo');
    expect({ status: answer.status, code: ((await answer.json()) as Problem).code }).toEqual({ status: 429, code: 'too-many-sign-ins' });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await modest.get('/v1/log').expect(200);
  });

  it('nobody counts for somebody else by saying so: a forwarded address is believed only from a proxy one trusts', async () => {
    const answer = await fetch(`http://127.0.0.1:${String(port)}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': '10.9.8.7' }, body: JSON.stringify({ username: 'clerk', password: 'demo' }) });
    expect(answer.status).toBe(429);
  });
});

describe('a read', () => {
  beforeAll(() => started({ MINGZHANG_READ_SECONDS: '1' }));
  afterAll(() => service.stop());

  it('whose statement runs too long is ended, said so, and may be asked again', async () => {
    const auditor = await service.as('auditor@422826');
    const holder = await service.database.pool.connect();
    await holder.query('BEGIN; LOCK TABLE ledger.stream IN ACCESS EXCLUSIVE MODE');
    const { body, headers } = await auditor.get('/v1/households').expect(503);
    await holder.query('ROLLBACK');
    holder.release();
    expect((body as Problem).code).toBe('took-too-long');
    expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    await auditor.get('/v1/households').expect(200);
  });
});

describe('a connection', () => {
  beforeAll(() => started({ MINGZHANG_REQUEST_SECONDS: '1', MINGZHANG_UPLOADS_AT_ONCE: '2' }));
  afterAll(() => service.stop());

  it('that sends too slowly is told so and closed', async () => {
    const socket = connect({ port, host: '127.0.0.1' });
    const said = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString())).once('close', () => { resolve(text); });
    });
    socket.write('POST /v1/commands HTTP/1.1\r\nHost: local\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{');
    const text = await said;
    expect(text).toMatch(/^HTTP\/1\.1 408 /);
    expect((JSON.parse(text.slice(text.indexOf('{'))) as Problem).code).toBe('request-timeout');
  });

  it.each([
    ['headers beyond 16 KiB', `GET /v1/log HTTP/1.1\r\nHost: local\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'headers-too-large'], ['what is no HTTP', 'HELLO\r\n\r\n', 400, 'malformed-request'], ['no host', 'GET /v1/log HTTP/1.1\r\n\r\n', 400, 'host-missing'],
    ['a length of two values', 'POST /v1/commands HTTP/1.1\r\nHost: local\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 400, 'malformed-request'], ['chunks and a length', 'POST /v1/commands HTTP/1.1\r\nHost: local\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n', 400, 'malformed-request'],
    ['an expectation', 'POST /v1/commands HTTP/1.1\r\nHost: local\r\nExpect: more\r\nContent-Length: 0\r\n\r\n', 417, 'expectation-failed'], ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: local\r\n\r\n', 405, 'no-such-method'],
  ])('that sends %s is answered in the usual shape', async (_, head, status, code) => {
    const { answer } = await speak(port, { method: 'GET', head });
    const problem = JSON.parse(String(answer?.body)) as Problem;
    expect({ status: answer?.status, code: problem.code, type: answer?.headers.get('content-type') }).toEqual({ status, code, type: 'application/problem+json; charset=utf-8' });
    expect([problem.text.zh, problem.text.en]).not.toContain('');
  });

  it('that asks for another protocol is answered in this one, and closed', async () => {
    const { answer } = await speak(port, { method: 'POST', head: 'POST /v1/commands HTTP/1.1\r\nHost: local\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 200000\r\n\r\n', body: Buffer.alloc(200_000) });
    expect({ status: answer?.status, keptOpen: answer?.keptOpen }).toEqual({ status: 401, keptOpen: false });
  });

  it.each([['Expect: more', 'POST /v1/commands'], ['X-None: 0', 'CONNECT evil.example:443']])('that is refused before its body was read (%s, %s) is let go of', async (header, request) => {
    const server = service.app.getHttpServer();
    const open = (): Promise<number> => new Promise((resolve, reject) => { server.getConnections((error, count) => { if (error) reject(error); else resolve(count); }); });
    const socket = connect({ port, host: '127.0.0.1' });
    socket.write(`${request} HTTP/1.1\r\nHost: local\r\n${header}\r\nContent-Length: 400000\r\n\r\n`);
    socket.write(Buffer.alloc(400_000));
    await new Promise((resolve) => socket.once('data', resolve));
    socket.destroy();
    for (let tries = 0; tries < 20 && (await open()) > 0; tries += 1) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await open()).toBe(0);
  });

  it('that sends garbage behind a whole request gets the answer of the request first', async () => {
    const socket = connect({ port, host: '127.0.0.1' });
    const said = new Promise<string>((resolve) => {
      let text = '';
      socket.on('data', (chunk) => (text += chunk.toString())).once('close', () => { resolve(text); });
    });
    socket.write('GET /health/ready HTTP/1.1\r\nHost: local\r\n\r\n\x01\x02\r\n\r\n');
    const answers = (await said).match(/HTTP\/1\.1 \d{3}/g);
    expect(answers).toEqual(['HTTP/1.1 200', 'HTTP/1.1 400']);
  });
});
