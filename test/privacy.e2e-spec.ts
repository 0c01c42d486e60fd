/** Nothing of a person stands in clear outside the vault: a whole county-year is posted, and its every name and number is looked for everywhere. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { DEMO_COUNTY, simulateCountyYear } from '../src/simulate/county-year';
import { Poster } from '../src/simulate/post';
import { badBatch, badCommands, badReads, type BadRequest } from './support/bad-requests';
import { personalIn } from './support/personal-in-script';
import { PersonalSearch } from './support/personal-search';
import { runMingzhang, startService, temporaryFolder, type RunningService } from './support/running-service';

jest.setTimeout(300_000);

const script = simulateCountyYear(DEMO_COUNTY);
const personal = personalIn(script);
const search = new PersonalSearch(personal);
const answers: { readonly request: string; readonly status: number; readonly text: string }[] = [];
const tokens = new Map<string, string>();

let folder: string;
let service: RunningService;
let environment: Record<string, string>;

async function token(as: string): Promise<string> {
  const known = tokens.get(as);
  if (known !== undefined) return known;
  const answer = await fetch(`${service.url}/v1/auth/token`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ username: as, password: 'demo' }) });
  const { accessToken } = (await answer.json()) as { accessToken: string };
  tokens.set(as, accessToken);
  return accessToken;
}

async function send(request: BadRequest): Promise<string> {
  const { as, method = 'POST', path: route, type, body, key } = request;
  const headers = { authorization: `Bearer ${await token(as)}`, ...(type === undefined ? {} : { 'content-type': type }), ...(key === undefined ? {} : { 'idempotency-key': key }) };
  const answer = await fetch(service.url + route, { method, headers, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }) });
  const text = await answer.text();
  answers.push({ request: `${String(answers.length)} ${as} ${method} ${route.split('/').slice(0, 3).join('/')}`, status: answer.status, text: `${JSON.stringify([...answer.headers])}\n${text}` });
  return answer.status === 202 ? jobEnded((JSON.parse(text) as { jobId: string }).jobId, as) : text;
}

async function jobEnded(id: string, as: string): Promise<string> {
  for (;;) {
    const text = await send({ as, method: 'GET', path: `/v1/jobs/${id}` });
    if ((JSON.parse(text) as { state: string }).state !== 'running') return text;
    await sleep(50);
  }
}

async function databaseUrl(): Promise<string> {
  const { said } = await runMingzhang(['config', '--json'], environment);
  const { running } = JSON.parse(said) as { running: { embeddedDatabaseUrl: string } };
  return running.embeddedDatabaseUrl;
}

/** Every row of every table of ours, as text, with what is bytes as bytes. Answers the rows seen per table. */
async function searchDatabase(url: string): Promise<ReadonlyMap<string, number>> {
  const seen = new Map<string, number>();
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1`,
    );
    for (const { name } of tables.rows) {
      const { rows, fields } = await client.query<(string | null)[]>({ text: `select * from ${name}`, rowMode: 'array', types: { getTypeParser: () => (value: string) => value } });
      seen.set(name, rows.length);
      for (const row of rows) {
        for (const [index, value] of row.entries()) {
          if (value === null) continue;
          if (value.startsWith('\\x')) search.bytes(Buffer.from(value.slice(2), 'hex'), `${name}.${String(fields[index]?.name)}`);
          else search.text(value, `${name}.${String(fields[index]?.name)}`);
        }
      }
    }
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
  return seen;
}

beforeAll(async () => {
  folder = temporaryFolder();
  const temporary = path.join(folder, 'tmp');
  fs.mkdirSync(temporary, { mode: 0o777 });
  fs.chmodSync(temporary, 0o1777);
  environment = { DATA_DIR: path.join(folder, 'data'), TMPDIR: temporary, MINGZHANG_DEMO: 'off' };
  service = await startService(environment);
});

afterAll(async () => {
  await service.end('SIGTERM');
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a county-year and everything that can go wrong with it', () => {
  it('is posted', async () => {
    expect(personal.people.length).toBeGreaterThan(DEMO_COUNTY.households);
    const report = await new Poster({ url: service.url.replace('localhost', '127.0.0.1'), keyPrefix: 'privacy', county: DEMO_COUNTY.county }).post(script.deeds);
    expect(report.recorded).toBeGreaterThan(1_000);
    search.text(JSON.stringify(report.refused), 'refusals of the posting');
  });

  it('is asked wrongly in every way, each refusal kept', async () => {
    const opening = script.deeds.map(({ deed }) => deed).find((deed) => deed.kind === 'batch' && deed.action === 'open');
    if (opening?.kind !== 'batch') throw new Error('the script opens no batch');
    const batch = badBatch(personal, 'B-bad', { ...opening.body, declaredCount: 1, declaredTotalFen: 10_000, occurredOn: '2018-12-31' });
    for (const request of [...badCommands(personal), ...badReads(personal)]) await send(request);
    for (const request of batch) {
      await send(request);
      if (request.path.includes('/file') || request.path.endsWith('/lines')) await send({ as: 'clerk', method: 'GET', path: '/v1/batches/B-bad/errors?limit=500' });
    }
    expect(answers.filter(({ status }) => status >= 400).length).toBeGreaterThan(200);
    expect(answers.filter(({ status }) => status >= 500).map(({ request, text }) => `${request} ${text}`)).toEqual([]);
    for (const { request, text } of answers) search.text(text, request);
    expect(search.leaks).toEqual([]);
  });
});

describe('none of it stands in clear', () => {
  it('in any table, the sealed ones included', async () => {
    const rows = await searchDatabase(await databaseUrl());
    expect(rows.get('vault.subject')).toBeGreaterThanOrEqual(personal.people.length);
    expect(rows.get('ledger.event')).toBeGreaterThan(2_000);
    expect(search.leaks).toEqual([]);
  });

  it('in what the service said, in the data folder, the log of the database, or temporary files', async () => {
    await service.end('SIGTERM');
    search.text(service.said(), 'what the service said');
    expect(search.folder(folder)).toBeGreaterThan(10_000_000);
    expect(search.leaks).toEqual([]);
  });
});
