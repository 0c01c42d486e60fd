/** Registers handed over as files over HTTP: compared with the last one, entered once whatever breaks in between, refused whole for a spoiled row. */
import * as iconv from 'iconv-lite';
import { Executor } from '../../src/execute';
import { testApp, type Session, type TestApp } from '../support/app';
import { inventedPerson } from '../support/invented-people';
import { xlsx } from '../support/xlsx-file';

jest.setTimeout(120_000);

type Body = Record<string, unknown>;
type Row = readonly string[];

const REGION = '422826';
let service: TestApp;
let office: Session;

beforeAll(async () => {
  service = await testApp();
  office = await service.as('office@422826');
});
afterAll(() => service.stop());

const person = (index: number): { name: string; idNumber: string } => inventedPerson(index);
const dead = (index: number, on = '2018-03-15'): Row => [person(index).name, person(index).idNumber, on];
const csv = (rows: readonly Row[], above: readonly Row[] = []): Buffer =>
  iconv.encode([...above, ['死者姓名', '身份证号', '死亡日期'], ...rows].map((row) => row.join(',')).join('\r\n'), 'gb18030');

const JUNE = { kind: 'deceased', region: REGION, asOf: '2018-06-30', source: '民政局', occurredOn: '2018-07-02' };
const path = (id: string, query: object): string => `/v1/registers/${id}/file?${new URLSearchParams(query as Record<string, string>).toString()}`;

async function ended(location: string): Promise<Body> {
  for (;;) {
    const { body } = await office.get(location).expect(200);
    if ((body as Body)['state'] !== 'running') return body as Body;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function handOver(id: string, query: object, bytes: Buffer, key?: string): Promise<Body> {
  const request = office.post(path(id, query)).type('application/octet-stream');
  const { headers } = await (key === undefined ? request : request.set('Idempotency-Key', key)).send(bytes).expect(202);
  return ended(headers['location'] as string);
}

const stateOf = async (id: string): Promise<Body> => (await office.get(`/v1/registers/${id}`).expect(200)).body as Body;
const eventsOf = async (id: string): Promise<string[]> =>
  (await service.database.pool.query<{ type: string }>('SELECT type FROM ledger.event WHERE stream_id = $1 ORDER BY revision', [`register-${id}`])).rows.map(({ type }) => type);

describe('a register of another office', () => {
  it('goes in as a GB18030 csv and stands with its day, source and counts', async () => {
    const job = await handOver('dead-1', JUNE, csv([dead(1), dead(2), dead(3)]), 'june');
    expect(job).toMatchObject({ state: 'done', subject: 'register-dead-1', result: { status: 'recorded', count: 3, added: 3, removed: 0, skipped: 0, asOf: '2018-06-30', source: '民政局' } });
    expect(await stateOf('dead-1')).toMatchObject({ kind: 'deceased', region: REGION, asOf: '2018-06-30', source: '民政局', count: 3, rows: 3, imports: 1, complete: true });
    expect(await eventsOf('dead-1')).toEqual(['RegisterImported', 'RegisterRowsEntered']);
  });

  it('adds nothing when the same file comes again, and says so', async () => {
    const before = await eventsOf('dead-1');
    const otherOrder = csv([dead(3), dead(1), dead(2)]);
    expect(await handOver('dead-1', JUNE, otherOrder)).toMatchObject({ state: 'done', result: { status: 'unchanged', added: 0, removed: 0, text: { zh: expect.stringContaining('未新增') as string } } });
    expect(await handOver('dead-1', JUNE, csv([dead(1), dead(2), dead(3)]), 'june')).toMatchObject({ state: 'done', result: { status: 'replayed', added: 3 } });
    expect(await eventsOf('dead-1')).toEqual(before);
  });

  it('is compared with the last import: only who came, went or changed is entered', async () => {
    const july = { ...JUNE, asOf: '2018-07-31', occurredOn: '2018-08-02' };
    const file = xlsx({ rows: [['死亡人员名册'], ['数据截止日期：2018-07-31', '数据来源：民政局'], ['死者姓名', '身份证号', '死亡日期'], dead(2), dead(3, '2018-03-01'), dead(4), dead(5)].map((row) => [...row]) });
    const { asOf: _, source: __, ...asked } = july;
    expect(await handOver('dead-1', asked, file, 'july')).toMatchObject({ state: 'done', result: { status: 'recorded', count: 4, added: 3, removed: 2, asOf: '2018-07-31', source: '民政局' } });
    expect(await stateOf('dead-1')).toMatchObject({ asOf: '2018-07-31', rows: 4, imports: 2, addedCount: 3, removedCount: 2, complete: true });
    expect(await stateOf('dead-1')).not.toHaveProperty('header');
    const older = await handOver('dead-1', JUNE, csv([dead(1)]));
    expect(older).toMatchObject({ state: 'failed', code: 'register-older' });
    expect(await handOver('dead-1', july, csv([dead(9)]), 'july')).toMatchObject({ state: 'failed', code: 'key-conflict' });
    expect(await stateOf('dead-1')).toMatchObject({ rows: 4, imports: 2 });
  });

  it('has one stream for its kind and region', async () => {
    const answer = await office.post(path('dead-2', JUNE)).type('text/csv').send(csv([dead(1)])).expect(409);
    expect(answer.body).toMatchObject({ code: 'register-exists', detail: expect.stringContaining('dead-1') as string });
    const other = await office.post(path('dead-1', { ...JUNE, kind: 'disabled' })).type('text/csv').send(csv([dead(1)])).expect(409);
    expect(other.body).toMatchObject({ code: 'other-register' });
    expect(await handOver('dead-town', { ...JUNE, region: '422826101' }, csv([dead(1)]))).toMatchObject({ state: 'done' });
  });

  it('is taken from the office of its region alone, and asked for rightly', async () => {
    const clerk = await service.as('clerk@422826');
    await clerk.post(path('x', JUNE)).type('text/csv').send(csv([dead(1)])).expect(403);
    const elsewhere = await service.as('office@422899');
    expect((await elsewhere.post(path('x', JUNE)).type('text/csv').send(csv([dead(1)])).expect(403)).body).toMatchObject({ code: 'region-not-yours' });
    await elsewhere.get('/v1/registers/dead-1').expect(404);
    await elsewhere.get('/v1/registers/dead-1/errors').expect(404);
    for (const wrong of [{ kind: 'cats' }, { region: '4228x' }, { asOf: '2018-02-30' }, { skip: 'all' }]) await office.post(path('x', { ...JUNE, ...wrong })).type('text/csv').send(csv([dead(1)])).expect(400);
    await office.post(path('x', { ...JUNE, source: `联系人 ${person(1).idNumber}` })).type('text/csv').send(csv([dead(1)])).expect(400);
    await office.post(path(person(1).idNumber, JUNE)).type('text/csv').send(csv([dead(1)])).expect(400);
    const { asOf: _, ...undated } = { ...JUNE, kind: 'disabled' };
    expect(await handOver('undated', undated, iconv.encode(`姓名,身份证号,残疾等级\r\n${person(1).name},${person(1).idNumber},二级`, 'gb18030'))).toMatchObject({ state: 'failed', code: 'malformed-request' });
    expect(await handOver('empty', { ...JUNE, kind: 'payroll' }, iconv.encode('姓名,身份证号,单位名称\r\n', 'gb18030'))).toMatchObject({ state: 'failed', code: 'register-empty' });
  });
});

describe('a register with spoiled rows', () => {
  const COUNTY = { ...JUNE, kind: 'low-income' };
  const listed = (index: number, id?: string): Row => [person(index).name, id ?? person(index).idNumber, '农村低保'];
  const file = (rows: readonly Row[]): Buffer => iconv.encode([['姓名', '身份证号', '救助类别'], ...rows].map((row) => row.join(',')).join('\r\n'), 'gb18030');
  const spoiled = file([listed(21), listed(22, '4.228E+17'), listed(24), listed(25, `${person(25).idNumber.slice(0, 17)}Q`)]);

  it('is refused whole, with what is wrong per row and how to mend it', async () => {
    const job = await handOver('poor', COUNTY, spoiled, 'poor-1');
    expect(job).toMatchObject({ state: 'failed', code: 'register-has-errors' });
    expect(await eventsOf('poor')).toEqual([]);
    for (const from of ['/v1/registers/poor/errors', `/v1/jobs/${String(job['id'])}/errors`]) {
      const { body } = await office.get(from).expect(200);
      const { items, summary } = body as { items: Body[]; summary: Body };
      expect(items.map(({ code, row }) => [code, row])).toEqual([['L06', 3], ['L20', 5]]);
      expect(items[0]).toMatchObject({ column: '身份证号', severity: 'red', reason: { zh: expect.any(String) as string }, remedy: { en: expect.any(String) as string } });
      expect(summary).toMatchObject({ count: 4, redRows: 2 });
      expect(JSON.stringify([job, body])).not.toContain(person(25).idNumber.slice(6, 14));
    }
    expect(((await office.get('/v1/registers/poor/errors?code=L20').expect(200)).body as { items: Body[] }).items).toHaveLength(1);
    const { body: first } = await office.get('/v1/registers/poor/errors?limit=1').expect(200);
    const { body: second } = await office.get(`/v1/registers/poor/errors?limit=1&after=${String((first as Body)['next'])}`).expect(200);
    expect((second as { items: Body[] }).items).toMatchObject([{ code: 'L20', row: 5 }]);
  });

  it('goes in without them when that is said on purpose; whom it lacks stays until a whole file comes', async () => {
    expect(await handOver('poor', COUNTY, spoiled, 'poor-2')).toMatchObject({ state: 'failed' });
    expect(await handOver('poor', COUNTY, file([listed(21), listed(23), listed(24)]))).toMatchObject({ state: 'done', result: { added: 3 } });
    const july = { ...COUNTY, asOf: '2018-07-31', occurredOn: '2018-08-02' };
    expect(await handOver('poor', { ...july, skip: 'errors' }, spoiled)).toMatchObject({ state: 'done', result: { count: 2, skipped: 2, added: 0, removed: 0, heldBack: 1 } });
    expect(await stateOf('poor')).toMatchObject({ rows: 3, count: 2, asOf: '2018-07-31' });
    expect(await handOver('poor', july, file([listed(21), listed(22), listed(24), listed(25)]))).toMatchObject({ result: { skipped: 0, added: 2, removed: 1, heldBack: 0 } });
    expect(await stateOf('poor')).toMatchObject({ rows: 4 });
  });

  it('is refused when it lacks rows it declares, whatever is skipped', async () => {
    const short = csv([dead(2)], [['人数：3', '数据来源：民政局']]);
    expect(await handOver('dead-1', { ...JUNE, asOf: '2018-08-31', occurredOn: '2018-09-01', skip: 'errors' }, short)).toMatchObject({ state: 'failed', code: 'register-has-errors', text: { zh: expect.stringContaining('B01') as string } });
  });
});

describe('a large register', () => {
  const PAYROLL = { ...JUNE, kind: 'payroll' };
  const staff = (from: number, to: number): Buffer =>
    iconv.encode(['姓名,身份证号,单位名称,人员类别', ...Array.from({ length: to - from }, (_, index) => `${person(from + index).name},${person(from + index).idNumber},某局,事业`)].join('\r\n'), 'gb18030');

  /** The executor fails once, at the command after so many of its kind. */
  function failOnce(type: string, after: number): void {
    const executor = service.app.get(Executor);
    const real = executor.execute.bind(executor);
    let seen = 0;
    jest.spyOn(executor, 'execute').mockImplementation((request) => {
      if (request.command.type === type && seen++ === after) throw new Error('the lights went out');
      return real(request);
    });
  }
  afterEach(() => jest.restoreAllMocks());

  it.each([[0, 0], [2, 1_000]])('cut off after %i parts is finished by the same request, and nothing is doubled', async (parts, rows) => {
    const id = `staff-${String(parts)}`;
    const query = { ...PAYROLL, region: `42282610${String(parts)}` };
    failOnce('EnterRegisterRows', parts);
    expect(await handOver(id, query, staff(0, 2_200), `cut-${id}`)).toMatchObject({ state: 'failed' });
    expect(await stateOf(id)).toMatchObject({ rows, complete: false });
    jest.restoreAllMocks();
    expect(await handOver(id, query, staff(0, 2_200), `cut-${id}`)).toMatchObject({ state: 'done', result: { status: 'recorded', added: 2_200 } });
    expect(await stateOf(id)).toMatchObject({ rows: 2_200, complete: true, imports: 1 });
    expect(await eventsOf(id)).toHaveLength(6);
  });

  it('cut off and overtaken by another import is not finished behind its back', async () => {
    failOnce('EnterRegisterRows', 1);
    const july = { ...PAYROLL, region: '422826100', asOf: '2018-07-31', occurredOn: '2018-08-02' };
    expect(await handOver('staff-0', july, staff(1_000, 3_000), 'overtaken')).toMatchObject({ state: 'failed' });
    jest.restoreAllMocks();
    expect(await handOver('staff-0', july, staff(1_000, 2_500), 'overtaking')).toMatchObject({ state: 'done' });
    expect(await stateOf('staff-0')).toMatchObject({ rows: 1_500, complete: true });
    expect(await handOver('staff-0', july, staff(1_000, 3_000), 'overtaken')).toMatchObject({ state: 'failed', code: 'register-superseded' });
    const june = { ...PAYROLL, region: '422826100' };
    expect(await handOver('staff-0', june, staff(0, 2_200), 'cut-staff-0')).toMatchObject({ state: 'done', result: { status: 'replayed', added: 2_200 } });
    expect(await stateOf('staff-0')).toMatchObject({ rows: 1_500, complete: true });
  });

  it('of 20,000 rows takes seconds, and as long again when one of them changed', async () => {
    const begun = Date.now();
    expect(await handOver('staff', PAYROLL, staff(0, 20_000), 'large')).toMatchObject({ state: 'done', result: { added: 20_000 } });
    const first = Date.now() - begun;
    expect(await handOver('staff', { ...PAYROLL, asOf: '2018-07-31', occurredOn: '2018-08-02' }, staff(1, 20_001))).toMatchObject({ result: { added: 1, removed: 1 } });
    process.stdout.write(`registers: 20,000 rows in ${String(first)} ms, again in ${String(Date.now() - begun - first)} ms\n`);
    expect(Date.now() - begun).toBeLessThan(60_000);
  });

  it('sent by two clients at once is entered once', async () => {
    const query = { ...PAYROLL, region: '422826105' };
    const jobs = await Promise.all(['one', 'two'].map((key) => handOver('twice', query, staff(0, 700), key)));
    expect(jobs.map(({ result }) => (result as Body)['status']).sort()).toEqual(['recorded', 'unchanged']);
    expect(await stateOf('twice')).toMatchObject({ rows: 700, imports: 1 });
  });
});

describe('nothing personal', () => {
  it('of a register stands in clear in the database', async () => {
    const clear = [1, 2, 21, 25].flatMap((index) => [person(index).name, person(index).idNumber]);
    const { rows } = await service.database.pool.query<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname IN ('ledger', 'intake', 'work') AND tablename <> 'page'`);
    for (const { name } of rows) {
      const { rows: [found] } = await service.database.pool.query<{ text: string | null }>(`SELECT string_agg(t::text, ' ') AS text FROM (SELECT * FROM ${name} LIMIT 200) t`);
      const bytes = Buffer.from((found?.text ?? '').replaceAll(/\\\\?x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1')), 'latin1').toString('utf8');
      for (const word of clear) expect([name, word, bytes.includes(word) || (found?.text ?? '').includes(word)]).toEqual([name, word, false]);
    }
  });
});
