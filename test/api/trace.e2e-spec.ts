/** What a project, household and person were paid, over HTTP: what came back is not theirs, and every fen leads to its fund. */
import { testApp, type Session, type TestApp } from '../support/app';
import { CARD, HEAD, household, issue, openBatch, OTHER_CARD, programme, receive, split, SPOUSE } from '../support/county-commands';

let service: TestApp;
let clerk: Session;
let position = 0;

const sent = async (by: Session, type: string, id: string, data: object): Promise<void> => {
  const { body } = await by.send(type, id, data, `${type}-${id}`).expect(201);
  position = Math.max(position, (body as { position: number }).position);
};

beforeAll(async () => {
  service = await testApp('api,follower');
  clerk = await service.as('clerk@422826');
  const [province, checker, office, bank] = [await service.as('province@42'), await service.as('checker@422826'), await service.as('office@422826'), await service.as('bank@422826')];
  await sent(province, 'DefineProgramme', 'grain', programme());
  await sent(province, 'IssueAllocation', 'root-1', issue());
  await sent(province, 'SplitAllocation', 'root-1', split());
  await sent(clerk, 'ReceiveAllocation', 'county-1', receive());
  await sent(office, 'RegisterHousehold', 'h1', household());
  const lines = [
    { householdId: 'h1', payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 100_00 },
    { householdId: 'h1', payee: { idNumber: SPOUSE.idNumber, name: SPOUSE.name }, account: { number: OTHER_CARD }, amountFen: 200_00 },
  ];
  await clerk.post('/v1/batches').send({ id: 'b1', ...openBatch() }).expect(201);
  await clerk.post('/v1/batches/b1/lines').send({ lines }).expect(201);
  await clerk.post('/v1/batches/b1/submit').send({ occurredOn: '2018-03-02' }).expect(201);
  await checker.post('/v1/batches/b1/approve').send({ occurredOn: '2018-03-03' }).expect(201);
  await clerk.post('/v1/batches/b1/send').send({ occurredOn: '2018-03-04' }).expect(201);
  await bank.post('/v1/batches/b1/results').send({ resultsId: 'r1', occurredOn: '2018-03-05', lines: [{ ordinal: 1, outcome: 'settled', amountFen: 100_00 }, { ordinal: 2, outcome: 'failed', amountFen: 200_00, reason: 'F01' }] }).expect(201);
  await sent(office, 'PlanProject', 'road', {
    region: '422826101201', name: '通村公路', programmeId: 'grain', site: '二组', content: '硬化1公里', unitName: '示例建设有限公司', amountFen: 90_000_00, plannedStart: '2018-03-01', plannedEnd: '2018-10-01', occurredOn: '2018-02-20',
  });
  for (const id of ['p1', 'p2']) {
    await sent(clerk, 'OrderPayment', id, {
      region: '422826', allocationId: 'county-1', projectId: 'road', payeeKind: 'organisation', payeeName: '示例建设有限公司', account: { number: '6217000000000000012' }, amountFen: 30_000_00, economicClass: '31005',
      functionCode: '2130505', purpose: 'rural-infrastructure', summary: '进度款', occurredOn: '2018-05-01',
    });
    await sent(checker, 'ApprovePayment', id, { occurredOn: '2018-05-02' });
    await sent(clerk, 'ExecutePayment', id, { voucherNumber: `V-${id}`, occurredOn: '2018-05-03' });
  }
  await sent(clerk, 'ReversePayment', 'p2', { reason: '账号有误', occurredOn: '2018-05-10' });
});
afterAll(() => service.stop());

const read = async (path: string, user = 'auditor@422826'): Promise<unknown> =>
  ((await (await service.as(user)).get(`/v1/trace/${path}${path.includes('?') ? '&' : '?'}minPosition=${String(position)}`).expect(200)).body as { root?: object; path?: object[] });

describe('what was paid to', () => {
  it('a project, less what came back, and by a day what had been paid then', async () => {
    expect(await read('project/road')).toMatchObject({ direction: 'down', root: { kind: 'project', id: 'road', region: '422826101201', paidFen: 30_000_00, count: 1, truncated: false, receipts: [{ kind: 'payment', id: 'p1', allocationId: 'county-1', amountFen: 30_000_00, paidOn: '2018-05-03' }] } });
    expect(await read('project/road?effectiveOn=2018-05-09')).toMatchObject({ root: { paidFen: 60_000_00, count: 2 } });
    expect(await read('project/road?effectiveOn=2018-05-02')).toMatchObject({ root: { paidFen: 0, count: 0, receipts: [] } });
    expect(await read(`project/road?asOf=${String(position - 1)}`)).toMatchObject({ root: { paidFen: 60_000_00 } });
  });

  it('a household and a person of it, the failed line left out', async () => {
    const { root } = await read('household/h1') as { root: { receipts: { id: string; programmeId: string; amountFen: number }[] } };
    expect(root).toMatchObject({ kind: 'household', paidFen: 100_00, receipts: [{ kind: 'disbursement', id: 'b1/1', programmeId: 'grain', amountFen: 100_00 }] });
    const { rows } = await service.database.pool.query<{ payee_ref: string; line: string }>('select payee_ref, line from audit.disbursement($1) order by line', [position]);
    const [head, spouse] = rows.map(({ payee_ref: ref }) => ref) as [string, string];
    expect(await read(`person/${head}`)).toMatchObject({ root: { paidFen: 100_00, receipts: [{ id: 'b1/1' }] } });
    await (await service.as('auditor@422826')).get(`/v1/trace/person/${spouse}`).expect(404);
    await (await service.as('auditor@422899')).get(`/v1/trace/person/${head}`).expect(404);
  });

  it('any of them leads up to the document of its fund', async () => {
    expect(await read('household/h1?direction=up')).toMatchObject({ path: [{ kind: 'household' }, { id: 'county-1', shareFen: 100_00 }, { id: 'root-1', shareFen: 100_00, source: 'provincial' }] });
    expect(await read('project/road?direction=up')).toMatchObject({ path: [{ kind: 'project' }, { id: 'county-1', shareFen: 30_000_00 }, { id: 'root-1', shareFen: 30_000_00 }] });
  });

  it('is told to nobody of another county, and of nothing that does not exist', async () => {
    const elsewhere = await service.as('auditor@422899');
    for (const path of ['project/road', 'household/h1']) await elsewhere.get(`/v1/trace/${path}`).expect(404);
    await (await service.as('auditor@422826')).get('/v1/trace/project/none').expect(404);
    await (await service.as('bank@422826')).get('/v1/trace/household/h1').expect(403);
  });
});
