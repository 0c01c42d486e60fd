/** A bank's files over HTTP as they come: contradicting, incomplete, in parts; what is good counts, and the rest stands in the batch until it is answered. */
import * as iconv from 'iconv-lite';
import { testApp, type Session, type TestApp } from '../support/app';
import { issue, openBatch, programme, receive, split } from '../support/county-commands';
import { inventedPerson } from '../support/invented-people';

const people = [1, 2, 3, 4].map(inventedPerson);
const [one, two, three, four] = people as [typeof people[0], typeof people[0], typeof people[0], typeof people[0]];
const stranger = inventedPerson(9);
let service: TestApp;
let clerk: Session;
let checker: Session;
let bank: Session;
type Body = Record<string, unknown>;

beforeAll(async () => {
  service = await testApp();
  const province = await service.as('province@42');
  [clerk, checker, bank] = [await service.as('clerk@422826'), await service.as('checker@422826'), await service.as('bank@422826')];
  await province.send('DefineProgramme', 'grain', programme()).expect(201);
  await province.send('IssueAllocation', 'root-1', issue()).expect(201);
  await province.send('SplitAllocation', 'root-1', split({ amountFen: 500_000 })).expect(201);
  await clerk.send('ReceiveAllocation', 'county-1', receive({ amountFen: 500_000 })).expect(201);
});
afterAll(() => service.stop());

/** Lines of 100, 200, 300 and 400 yuan, sent to the bank. */
async function sentBatch(id: string, month: string): Promise<void> {
  const period = { benefitFrom: month, benefitTo: month };
  await clerk.post('/v1/batches').send({ id, ...openBatch({ declaredCount: 4, declaredTotalFen: 100_000, ...period }) }).expect(201);
  const lines = people.map(({ idNumber, name, card }, index) => ({ payee: { idNumber, name }, account: { number: card }, amountFen: (index + 1) * 10_000 }));
  await clerk.post(`/v1/batches/${id}/lines`).send({ lines }).expect(201);
  await clerk.post(`/v1/batches/${id}/submit`).send({ occurredOn: '2018-03-02' }).expect(201);
  await checker.post(`/v1/batches/${id}/approve`).send({ occurredOn: '2018-03-03' }).expect(201);
  await clerk.post(`/v1/batches/${id}/send`).send({ occurredOn: '2018-03-04' }).expect(201);
}
const stateOf = async (id: string): Promise<Body> => (await clerk.get(`/v1/batches/${id}`).expect(200)).body as Body;
const paidFen = async (): Promise<unknown> => ((await clerk.get('/v1/allocations/county-1').expect(200)).body as Body)['paidFen'];
const answer = (id: string, rows: readonly string[], query = 'occurredOn=2018-03-05') =>
  bank.post(`/v1/batches/${id}/results?${query}`).type('text/csv').send(iconv.encode(rows.join('\r\n'), 'gb18030'));
const open = (state: Body): string[] => (state['disputes'] as { items: { kind: string; ordinal?: number }[] }).items.map(({ kind, ordinal }) => `${kind} ${String(ordinal ?? '-')}`);

describe('a results file with irregular rows', () => {
  it('settles what is good and names the rest, row by row', async () => {
    await sentBatch('odd', '2018-01');
    const { body } = await answer('odd', [
      '总笔数：5,成功笔数：5',
      '明细号,户名,账号,金额,处理结果,失败原因',
      `1,${one.name},${one.card},100.00,成功,`,
      `2,${two.name},${two.card},199.00,成功,`,
      `3,${three.name},${three.card},300.00,失败,${three.name}户名不符`,
      `4,${four.name},${stranger.card},400.00,成功,`,
      `,${stranger.name},${stranger.card},12.00,成功,`,
      `1,${one.name},${one.card},100.00,成功,`,
    ]).expect(201);
    expect((body as { irregular: { code: string; row: number }[] }).irregular.map(({ row, code }) => `${String(row)} ${code}`)).toEqual(['6 R12', '7 R10', '8 R13']);
    const state = await stateOf('odd');
    expect(state).toMatchObject({ settled: { count: 1, amountFen: 10_000 }, failed: { count: 1, amountFen: 30_000 }, pending: { count: 2, amountFen: 60_000 } });
    expect(open(state).sort()).toEqual(['account-differs 4', 'amount-differs 2', 'line-twice 1', 'line-unknown -']);
    expect(await paidFen()).toBe(10_000);
  });

  it('handed in again says nothing new; a file that declares more than it holds is told apart by that', async () => {
    const before = await stateOf('odd');
    const rows = ['成功笔数：2', '明细号,账号,金额,处理结果', `1,${one.card},100.00,成功`];
    await answer('odd', rows).expect(201);
    await answer('odd', rows).expect(200);
    const state = await stateOf('odd');
    expect({ ...state, results: [], disputes: {}, revision: 0, lastPosition: 0 }).toEqual({ ...before, results: [], disputes: {}, revision: 0, lastPosition: 0 });
    expect(open(state)).toContain('count-differs -');
  });

  it('cannot be closed over: the bank corrects what it got wrong, the checker answers the rest', async () => {
    await answer('odd', ['明细号,账号,金额,处理结果,失败原因', `2,${two.card},200.00,成功,`, `4,${four.card},400.00,失败,已销户`], 'occurredOn=2018-03-06').expect(201);
    const refused = await clerk.post('/v1/batches/odd/close').send({ occurredOn: '2018-03-20' }).expect(409);
    expect((refused.body as Body)['code']).toBe('batch-results-disputed');
    const state = await stateOf('odd');
    expect(open(state)).not.toContain('amount-differs 2');
    const resolution = { resolution: 'ledger-stands', reason: '银行书面说明:清单外一笔为他人业务', occurredOn: '2018-03-15' };
    const items = (state['disputes'] as { items: { revision: number }[] }).items;
    await clerk.send('ResolveDispute', 'odd', { disputeRevision: items[0]?.revision, ...resolution }, 'by-clerk').expect(403);
    for (const { revision } of items) await checker.send('ResolveDispute', 'odd', { disputeRevision: revision, ...resolution }, `resolve-${String(revision)}`).expect(201);
    await clerk.post('/v1/batches/odd/close').send({ occurredOn: '2018-03-20' }).expect(201);
    expect(await stateOf('odd')).toMatchObject({ status: 'closed', settled: { count: 2, amountFen: 30_000 }, failed: { count: 2, amountFen: 70_000 }, disputes: { open: 0 } });
    expect(await paidFen()).toBe(30_000);
  });

  it('keeps the account of a stranger sealed, and nobody in clear', async () => {
    const { rows } = await service.database.pool.query<{ text: string }>(`select string_agg(convert_from(payload, 'UTF8'), ' ') as text from ledger.event`);
    for (const { name, card } of [...people, stranger]) expect([rows[0]?.text.includes(name), rows[0]?.text.includes(card)]).toEqual([false, false]);
    expect(rows[0]?.text).toMatch(/"accountRef":"a-[0-9a-z]{26}"[^}]*"kind":"line-unknown"/);
  });
});

describe('a bank', () => {
  it('may answer two days in one file: each day is a part of it', async () => {
    await sentBatch('days', '2018-02');
    const rows = ['明细号,账号,金额,处理结果,交易日期', `1,${one.card},100.00,成功,2018-03-05`, `2,${two.card},200.00,成功,2018-03-06`, `3,${three.card},300.00,成功,2018-03-06`];
    await answer('days', rows).set('Idempotency-Key', 'days-1').expect(201);
    await answer('days', rows).set('Idempotency-Key', 'days-1').expect(200);
    expect(await stateOf('days')).toMatchObject({ settled: { count: 3, amountFen: 60_000 }, unfinishedResults: [], results: [{ part: 1, parts: 2 }, { part: 2, parts: 2 }] });
    expect((await clerk.get('/v1/batches/days?effectiveOn=2018-03-05').expect(200)).body).toMatchObject({ settled: { count: 1 }, unfinishedResults: [{ parts: 2, missing: [2] }] });
  });

  it('that contradicts itself is believed only when it says that it corrects itself', async () => {
    const failed = ['代发失败清单', '明细号,账号,金额,原因', `1,${one.card},100.00,挂失`];
    await answer('days', failed, 'occurredOn=2018-03-07').expect(201);
    expect(await stateOf('days')).toMatchObject({ settled: { count: 3 }, disputes: { open: 1 } });
    await answer('days', ['代发回盘更正清单', '明细号,账号,金额,处理结果,原因', `1,${one.card},100.00,失败,挂失`], 'occurredOn=2018-03-08').expect(201);
    expect(await stateOf('days')).toMatchObject({ settled: { count: 2 }, returned: { count: 1 }, paidFen: 50_000, disputes: { open: 0 } });
  });

  it('that takes nothing of a batch says so, and gets it again', async () => {
    await sentBatch('short', '2018-03');
    await answer('short', ['批次号：short', '处理结果：失败', '原因,付款户余额不足']).expect(201);
    expect(await stateOf('short')).toMatchObject({ status: 'approved', pending: { count: 4 }, results: [{ lineCount: 0 }] });
    await clerk.post('/v1/batches/short/send').send({ occurredOn: '2018-03-06' }).expect(201);
    await bank.post('/v1/batches/short/results').send({ resultsId: 'x', rejection: 'B07', occurredOn: '2018-03-06' }).expect(201);
    expect(await stateOf('short')).toMatchObject({ status: 'sent' });
  });

  it('may send other results of one name only under another', async () => {
    const lines = (outcome: string): object[] => [{ ordinal: 1, outcome, amountFen: 10_000 }];
    await bank.post('/v1/batches/short/results').send({ resultsId: 'day-1', occurredOn: '2018-03-07', lines: lines('settled') }).expect(201);
    await bank.post('/v1/batches/short/results').send({ resultsId: 'day-1', occurredOn: '2018-03-07', lines: lines('settled') }).expect(200);
    const { body } = await bank.post('/v1/batches/short/results').send({ resultsId: 'day-1', occurredOn: '2018-03-07', lines: lines('returned') }).expect(400);
    expect((body as Body)['code']).toBe('results-id-used');
  });
});

describe('a results file of any length', () => {
  const sizes = process.env['MINGZHANG_TEST_LONG'] === 'on' ? [1_001, 11_000] : [12];

  it.each(sizes)('of %i rows is received in parts of 1,000, each once, whoever sends it again', async (size) => {
    const id = `size-${String(size)}`;
    const payees = Array.from({ length: size }, (_, index) => inventedPerson(100 + index));
    await clerk.post('/v1/batches').send({ id, ...openBatch({ declaredCount: size, declaredTotalFen: size, benefitFrom: '2018-09', benefitTo: '2018-09' }) }).expect(201);
    await clerk.post(`/v1/batches/${id}/lines`).send({ lines: payees.map(({ idNumber, name, card }) => ({ payee: { idNumber, name }, account: { number: card }, amountFen: 1 })) }).expect(201);
    await clerk.post(`/v1/batches/${id}/submit`).send({ occurredOn: '2018-03-02' }).expect(201);
    await checker.post(`/v1/batches/${id}/approve`).send({ occurredOn: '2018-03-03' }).expect(201);
    const before = Number(await paidFen());
    const rows = [`成功笔数：${String(size)}`, '账号,金额,处理结果', ...payees.map(({ card }) => `${card},0.01,成功`)];
    const parts = Math.ceil(size / 1_000);
    await answer(id, rows).set('Idempotency-Key', id).expect(201);
    await answer(id, rows).set('Idempotency-Key', id).expect(200);
    await answer(id, rows).expect(200);
    const state = await stateOf(id);
    expect(state).toMatchObject({ settled: { count: size, amountFen: size }, pending: { count: 0 }, unfinishedResults: [], disputes: { open: 0 } });
    expect(state['results']).toHaveLength(parts);
    expect(Number(await paidFen()) - before).toBe(size);
  }, 600_000);
});
