/** What registers are for: a dead payee found by rule A02, and cadres, staff and enterprises seen in facts. */
import * as iconv from 'iconv-lite';
import { testApp, type Session, type TestApp } from '../support/app';
import { CARD, HEAD, openBatch, OTHER_CARD, SPOUSE } from '../support/county-commands';
import { fundCounty } from '../support/funded-county';

jest.setTimeout(120_000);

let service: TestApp;
let office: Session;

beforeAll(async () => {
  service = await testApp('api,follower');
  office = await service.as('office@422826');
});
afterAll(() => service.stop());

type Body = Record<string, unknown>;
const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 50));

async function handOver(id: string, query: object, lines: readonly string[]): Promise<Body> {
  const asked = new URLSearchParams({ region: '422826', source: '县直部门', occurredOn: '2018-08-02', asOf: '2018-07-31', ...query });
  const { headers } = await office.post(`/v1/registers/${id}/file?${asked.toString()}`).type('text/csv').send(iconv.encode(lines.join('\r\n'), 'gb18030')).expect(202);
  for (;;) {
    const { body } = await office.get(headers['location'] as string).expect(200);
    if ((body as Body)['state'] !== 'running') return body as Body;
    await pause();
  }
}

/** How the flags of A02 stand once everything up to the end of that job is examined. */
async function deadPayees(job: Body): Promise<unknown> {
  const inspector = await service.as('inspector@422826');
  const { position } = job['result'] as { position: number };
  return ((await inspector.get(`/v1/flags?rule=A02&minPosition=${String(position)}`).expect(200)).body as Body)['items'];
}

/** June paid to two people. */
async function payJune(): Promise<void> {
  const [clerk, checker, bank] = [await service.as('clerk@422826'), await service.as('checker@422826'), await service.as('bank@422826')];
  await fundCounty(service, { payee: 'person', cadence: 'monthly' });
  await clerk.post('/v1/batches').send({ id: 'june', ...openBatch({ benefitFrom: '2018-06', benefitTo: '2018-06', occurredOn: '2018-06-10' }) }).expect(201);
  const lines = [
    { payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 10_000 },
    { payee: { idNumber: SPOUSE.idNumber, name: SPOUSE.name }, account: { number: OTHER_CARD }, amountFen: 20_000 },
  ];
  await clerk.post('/v1/batches/june/lines').send({ lines }).expect(201);
  await clerk.post('/v1/batches/june/submit').send({ occurredOn: '2018-06-11' }).expect(201);
  await checker.post('/v1/batches/june/approve').send({ occurredOn: '2018-06-12' }).expect(201);
  await clerk.post('/v1/batches/june/send').send({ occurredOn: '2018-06-13' }).expect(201);
  const settled = lines.map(({ amountFen }, index) => ({ ordinal: index + 1, outcome: 'settled', amountFen }));
  await bank.post('/v1/batches/june/results').send({ resultsId: 'r1', occurredOn: '2018-06-14', lines: settled }).expect(201);
}

const heading = '死者姓名,身份证号,死亡日期';
const spouse = (on: string): string => `${SPOUSE.name},${SPOUSE.idNumber},${on}`;

describe('a register of deaths', () => {
  it('flags what was paid to somebody who had died, and the flag goes when the register is corrected', async () => {
    await payJune();
    const july = await handOver('deaths', { kind: 'deceased' }, [heading, spouse('2018-03-15')]);
    expect(july).toMatchObject({ state: 'done', result: { added: 1 } });
    expect(await deadPayees(july)).toMatchObject([{ rule: 'A02', status: 'raised', severity: 'high', amountFen: 20_000, subject: { kind: 'disbursement', id: 'june/2' } }]);

    const august = await handOver('deaths', { kind: 'deceased', asOf: '2018-08-31', occurredOn: '2018-09-02' }, [heading, spouse('2018-08-15')]);
    expect(august).toMatchObject({ state: 'done', result: { added: 1, removed: 1 } });
    expect(await deadPayees(august)).toMatchObject([{ status: 'self-corrected', subject: { id: 'june/2' } }]);
  });
});

describe('registers of cadres, staff and enterprises', () => {
  it('stand in facts, by the person the vault knows', async () => {
    await handOver('cadres', { kind: 'cadre' }, ['姓名,身份证号,职务,任职日期,区划代码', `${HEAD.name},${HEAD.idNumber},村支部书记,2018-01-01,422826101201`]);
    await handOver('staff', { kind: 'payroll' }, ['姓名,身份证号,单位名称,编制类型,起薪日期', `${SPOUSE.name},${SPOUSE.idNumber},某局,事业,2015-07-01`]);
    await handOver('firms', { kind: 'enterprise' }, ['企业名称,统一社会信用代码,法定代表人,法定代表人身份证号,成立日期,身份', `某公司,91350100M000100Y43,${HEAD.name},${HEAD.idNumber},2020-01-01,法定代表人`]);
    const last = await handOver('flows', { kind: 'bank-flow' }, ['户名,账号,对方户名,对方账号,借贷标志,交易日期,交易金额', ...Array.from({ length: 2 }, () => `${HEAD.name},${CARD},${SPOUSE.name},${OTHER_CARD},借,2018-05-01,500.00`)]);
    await deadPayees(last);
    const { rows } = await service.database.pool.query<Body>(
      `SELECT kind, change, role, region, uscc, on_date::text AS "on", person_ref, account_ref, amount_fen::int AS fen FROM facts.register_row WHERE kind <> 'deceased' ORDER BY position, ordinal`);
    const { rows: [payee] } = await service.database.pool.query<Body>(`SELECT payee_ref, account_ref FROM facts.disbursement WHERE line = 1`);
    expect(rows).toMatchObject([
      { kind: 'cadre', change: 'added', role: 'secretary', region: '422826101201', on: '2018-01-01', person_ref: payee?.['payee_ref'] },
      { kind: 'payroll', role: 'public-institution', region: '422826', on: '2015-07-01' },
      { kind: 'enterprise', role: 'legal-representative', uscc: '91350100M000100Y43', person_ref: payee?.['payee_ref'] },
      ...Array.from({ length: 2 }, () => ({ kind: 'bank-flow', role: 'out', fen: 50_000, account_ref: payee?.['account_ref'] })),
    ]);
  });
});
