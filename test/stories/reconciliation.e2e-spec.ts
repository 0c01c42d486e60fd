/** A finance clerk lays the statements of bank and treasury beside the ledger, and asks about what stands on one side only. */
import * as iconv from 'iconv-lite';
import { testApp, type Session, type TestApp } from '../support/app';
import { issue, openBatch, programme, receive, split } from '../support/county-commands';
import { inventedPerson } from '../support/invented-people';

const people = [1, 2, 3].map(inventedPerson);
const BANK_ACCOUNT = '82010000001234567';
let service: TestApp;
let clerk: Session;
let bank: Session;
let auditor: Session;
type Body = Record<string, unknown>;
interface Sums { count: number; inFen: number; outFen: number }
interface Side { total: Sums; matched: Sums; unmatched: Sums & { byAge: (Sums & { age: string })[] } }
interface Answer { ledger: Side; statement: Side; items: Body[]; next?: string; accounts: Body[]; matchedBy: Record<string, number> }

beforeAll(async () => {
  service = await testApp('api,follower');
  const province = await service.as('province@42');
  const checker = await service.as('checker@422826');
  [clerk, bank, auditor] = [await service.as('clerk@422826'), await service.as('bank@422826'), await service.as('auditor@422826')];
  await province.send('DefineProgramme', 'grain', programme()).expect(201);
  await province.send('IssueAllocation', 'root-1', issue()).expect(201);
  await province.send('SplitAllocation', 'root-1', split({ amountFen: 500_000 })).expect(201);
  await clerk.send('ReceiveAllocation', 'county-1', receive({ amountFen: 500_000 })).expect(201);
  // Two batches of 600 yuan: the first in two results files with a late return, the second in one.
  for (const [id, month] of [['grain-1', '2018-01'], ['grain-2', '2018-02']] as const) {
    await clerk.post('/v1/batches').send({ id, ...openBatch({ declaredCount: 3, declaredTotalFen: 60_000, benefitFrom: month, benefitTo: month }) }).expect(201);
    const lines = people.map(({ idNumber, name, card }, index) => ({ payee: { idNumber, name }, account: { number: card }, amountFen: (index + 1) * 10_000 }));
    await clerk.post(`/v1/batches/${id}/lines`).send({ lines }).expect(201);
    await clerk.post(`/v1/batches/${id}/submit`).send({ occurredOn: '2018-03-02' }).expect(201);
    await checker.post(`/v1/batches/${id}/approve`).send({ occurredOn: '2018-03-03' }).expect(201);
    await clerk.post(`/v1/batches/${id}/send`).send({ occurredOn: '2018-03-04' }).expect(201);
  }
  const results = (id: string, resultsId: string, occurredOn: string, ...lines: object[]) => bank.post(`/v1/batches/${id}/results`).send({ resultsId, occurredOn, lines }).expect(201);
  const line = (ordinal: number, outcome: string): object => ({ ordinal, outcome, amountFen: ordinal * 10_000 });
  await results('grain-1', 'r1', '2018-03-05', line(1, 'settled'), line(2, 'settled'));
  await results('grain-1', 'r2', '2018-03-06', line(3, 'settled'));
  await results('grain-1', 'r3', '2018-03-20', line(1, 'returned'));
  await results('grain-2', 'r1', '2018-03-07', line(1, 'settled'), line(2, 'settled'), line(3, 'settled'));
});
afterAll(() => service.stop());

const statement = (session: Session, id: string, rows: readonly string[], query = 'kind=bank&region=422826&occurredOn=2018-04-02') =>
  session.post(`/v1/statements/${id}/file?${query}`).type('text/csv').send(iconv.encode(rows.join('\r\n'), 'gb18030'));
const MARCH = [
  `账号：${BANK_ACCOUNT}`, '期间：2018-03-01至2018-03-31', '期初余额：5000.00,期末余额：3888.00', '交易日期,借方发生额,贷方发生额,余额,摘要,流水号',
  '2018-03-06,600.00,,4400.00,代发 批次号:grain-1,S1', '2018-03-08,600.00,,3800.00,代发款,S2', '2018-03-20,,100.00,3900.00,退票 批次号:grain-1,S3', '2018-03-28,12.00,,3888.00,手续费,S4',
];
const reconciliation = async (query: string, session = clerk): Promise<Answer> => (await session.get(`/v1/reconciliation?kind=bank&region=422826&${query}`).expect(200)).body as Answer;
let lastPosition = 0;

describe('given two batches paid and the statement of the agent bank', () => {
  it('when the bank hands it in, it is entered once, however often it is sent', async () => {
    const { body } = await statement(bank, 'nsh-clearing', MARCH).expect(201);
    expect(body).toMatchObject({ status: 'recorded', lineCount: 4 });
    lastPosition = (body as { position: number }).position;
    await statement(bank, 'nsh-clearing', MARCH).expect(200);
    await statement(bank, 'nsh-clearing', MARCH, 'kind=treasury&region=422826').expect(403);
    await statement(await service.as('bank@422899'), 'other', MARCH).expect(403);
    expect((await clerk.get('/v1/statements/nsh-clearing').expect(200)).body).toMatchObject({ kind: 'bank', statements: [{ complete: true, lineCount: 4 }], breaks: [] });
  });

  it('then what names its batch, what sums up to it and what fits one movement only is matched, and the rest stands with its age', async () => {
    const answer = await reconciliation(`effectiveOn=2018-04-10&minPosition=${String(lastPosition)}`);
    expect(answer.matchedBy).toEqual({ reference: 1, 'batch-sum': 1, 'amount-date': 1 });
    expect(answer.ledger).toMatchObject({ total: { count: 4, inFen: 10_000, outFen: 120_000 }, unmatched: { count: 0 } });
    expect(answer.statement).toMatchObject({ total: { count: 4, inFen: 10_000, outFen: 121_200 }, matched: { count: 3 }, unmatched: { count: 1, outFen: 1_200 } });
    expect(answer.statement.unmatched.byAge.filter(({ count }) => count > 0)).toEqual([{ age: '11-30', count: 1, inFen: 0, outFen: 1_200 }]);
    expect(answer.items).toEqual([expect.objectContaining({ side: 'statement', on: '2018-03-28', amountFen: 1_200, bankSerial: 'S4', age: '11-30', candidates: [] })]);
  });

  it('then an earlier day shows what was then still under way', async () => {
    const answer = await reconciliation('effectiveOn=2018-03-07');
    expect(answer.ledger.unmatched).toMatchObject({ count: 1, outFen: 60_000 });
    expect(answer.items).toMatchObject([{ side: 'ledger', holder: 'batch', holderId: 'grain-2', causeId: 'r1', age: '0-3' }]);
    const before = await reconciliation(`effectiveOn=2018-04-10&asOf=${String(lastPosition - 2)}`);
    expect(before.statement.total.count).toBe(0);
    expect(before.ledger.unmatched.count).toBe(4);
  });

  it('then the groups are read page by page, and strangers read nothing', async () => {
    const first = await reconciliation('items=matched&limit=2&effectiveOn=2018-04-10', auditor);
    const second = await reconciliation(`items=matched&limit=2&effectiveOn=2018-04-10&after=${String(first.next)}`, auditor);
    expect([...first.items, ...second.items].map(({ by }) => by).sort()).toEqual(['amount-date', 'batch-sum', 'reference']);
    expect(second.next).toBeUndefined();
    await (await service.as('clerk@422899')).get('/v1/reconciliation?kind=bank&region=422826').expect(404);
    await bank.get('/v1/reconciliation?kind=bank&region=422826').expect(403);
    await clerk.get('/v1/reconciliation?kind=cash&region=422826').expect(400);
  });
});

describe('given the next statement', () => {
  it('when it does not continue the last, both are kept and the break is shown', async () => {
    const april = [`账号：${BANK_ACCOUNT}`, '期间：2018-04-03至2018-04-30', '期初余额：3880.00,期末余额：3880.00', '交易日期,借方发生额,贷方发生额,余额', '2018-04-10,1.00,,3879.00', '2018-04-11,,1.00,3880.00'];
    await statement(bank, 'nsh-clearing', april, 'kind=bank&region=422826&occurredOn=2018-05-02').expect(201);
    const { body } = await clerk.get('/v1/statements/nsh-clearing').expect(200);
    expect((body as { breaks: Body[] }).breaks).toMatchObject([{ kind: 'gap', expectedOn: '2018-04-01', statedOn: '2018-04-03' }, { kind: 'opening-differs', expected: 388_800, stated: 388_000 }]);
  });

  it('when rows cannot be read, nothing of it is entered and each is named', async () => {
    const { body } = await statement(bank, 'nsh-clearing', ['交易日期,借方发生额,贷方发生额,余额', '2018-05-10,x,,1.00']).expect(400);
    expect(body).toMatchObject({ code: 'statement-file-has-errors', errors: [{ pointer: '/rows/2/借方发生额' }] });
  });

  it('when the treasury is asked, its own account is meant', async () => {
    await statement(clerk, 'zero-balance', ['账号：82010000009999999', '交易日期,借方,贷方,余额,批次号', '2018-03-05,1200.00,,0.00,grain-1'], 'kind=treasury&region=422826&occurredOn=2018-04-02').expect(201);
    const { body } = await clerk.get('/v1/statements/zero-balance/history').expect(200);
    const { items } = body as { items: { position: number }[] };
    const answer = (await clerk.get(`/v1/reconciliation?kind=treasury&region=422826&effectiveOn=2018-04-10&minPosition=${String(items.at(-1)?.position)}`).expect(200)).body as Answer;
    expect(answer.statement.unmatched).toMatchObject({ count: 1, outFen: 120_000 });
    expect(answer.items.filter(({ side }) => side === 'statement')).toMatchObject([{ batchId: 'grain-1', accountId: 'zero-balance' }]);
  });

  it('then no account number stands in clear anywhere', async () => {
    const { rows } = await service.database.pool.query<{ text: string }>(`select string_agg(convert_from(payload, 'UTF8'), ' ') || (select string_agg(s::text, ' ') from facts.statement s) as text from ledger.event`);
    for (const clear of [BANK_ACCOUNT, ...people.flatMap(({ name, card }) => [name, card])]) expect(rows[0]?.text.includes(clear)).toBe(false);
  });
});
