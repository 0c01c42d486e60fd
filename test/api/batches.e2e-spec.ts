/** A disbursement batch over HTTP, from an uploaded list to a late return and a reissue. */
import * as iconv from 'iconv-lite';
import { testApp, type Session, type TestApp } from '../support/app';
import { CARD, HEAD, issue, listFile, openBatch, OTHER_CARD, programme, receive, split, SPOUSE } from '../support/county-commands';

let service: TestApp;
let clerk: Session;
let checker: Session;
let bank: Session;
const clear = [HEAD.idNumber, HEAD.name, SPOUSE.idNumber, SPOUSE.name, CARD, OTHER_CARD];

beforeAll(async () => {
  service = await testApp();
  const province = await service.as('province@42');
  [clerk, checker, bank] = [await service.as('clerk@422826'), await service.as('checker@422826'), await service.as('bank@422826')];
  await province.send('DefineProgramme', 'grain', programme()).expect(201);
  await province.send('IssueAllocation', 'root-1', issue()).expect(201);
  await province.send('SplitAllocation', 'root-1', split({ amountFen: 50_000 })).expect(201);
  await clerk.send('ReceiveAllocation', 'county-1', receive({ amountFen: 50_000 })).expect(201);
});
afterAll(() => service.stop());

type Body = Record<string, unknown>;

async function ended(location: string): Promise<Body> {
  for (;;) {
    const { body } = await clerk.get(location).expect(200);
    if ((body as Body)['state'] !== 'running') return body as Body;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

async function upload(id: string, list: string): Promise<Body> {
  const { headers } = await clerk.post(`/v1/batches/${id}/file`).type('text/csv').send(iconv.encode(list, 'gb18030')).expect(202);
  return ended(headers['location'] as string);
}
const stateOf = async (id: string): Promise<Body> => (await clerk.get(`/v1/batches/${id}`).expect(200)).body as Body;
const allocation = async (): Promise<Body> => (await clerk.get('/v1/allocations/county-1').expect(200)).body as Body;
const codeOf = (answer: { body: unknown }): unknown => (answer.body as Body)['code'];

describe('a batch list', () => {
  it('is uploaded, and says per line what is wrong and how to mend it', async () => {
    await clerk.post('/v1/batches').set('Idempotency-Key', 'open-b1').send({ id: 'b1', ...openBatch() }).expect(201);
    await clerk.post('/v1/batches').set('Idempotency-Key', 'open-b1').send({ id: 'b1', ...openBatch() }).expect(200);
    const job = await upload('b1', listFile({ firstId: '4.2282619E+17', amounts: ['150.00', '200.00'] }));
    expect(job['state']).toBe('done');
    const { body } = await clerk.get('/v1/batches/b1/errors').expect(200);
    const { items, summary } = body as { items: { code: string; row: number; column: string; remedy: object }[]; summary: Body };
    expect(items.map(({ code, row }) => [code, row])).toEqual(expect.arrayContaining([['L06', 3], ['B02', 0]]));
    expect(summary).toMatchObject({ declaredCount: 2, receivedCount: 2, declaredTotalFen: 30_000, receivedTotalFen: 35_000, redLines: 1 });
    for (const word of clear) expect(JSON.stringify(body)).not.toContain(word);
  });

  it('is refused while red lines stand, and its bad rows come back as a file to the clerk alone', async () => {
    const answer = await clerk.post('/v1/batches/b1/submit').send({ occurredOn: '2018-03-02' }).expect(409);
    expect(codeOf(answer)).toBe('batch-has-red-lines');
    const { text } = await clerk.get('/v1/batches/b1/errors?format=csv').expect(200);
    expect(text).toContain('身份证号');
    expect(text.trim().split('\r\n').length).toBeGreaterThan(1);
    await clerk.get('/v1/batches/b1/errors?format=xlsx').expect(200);
    await checker.get('/v1/batches/b1/errors?format=csv').expect(403);
  });

  it('that cannot be submitted after all leaves no line behind', async () => {
    const entered = async (): Promise<unknown> => (await service.database.pool.query(`SELECT count(*)::int AS lines FROM ledger.event WHERE stream_id = 'batch-b1' AND type = 'DisbursementEntered'`)).rows[0];
    expect((await upload('b1', listFile({ total: '300.00' })))['state']).toBe('done');
    // The key that opened the batch already carried another request.
    const answer = await clerk.post('/v1/batches/b1/submit').set('Idempotency-Key', 'open-b1').send({ occurredOn: '2018-03-02' }).expect(409);
    expect(codeOf(answer)).toBe('key-conflict');
    expect(await entered()).toEqual({ lines: 0 });
  });

  it('is mended and submitted once, though two clients send it at once', async () => {
    expect((await upload('b1', listFile()))['state']).toBe('done');
    const [one, two] = await Promise.all(['s-1', 's-2'].map((key) => clerk.post('/v1/batches/b1/submit').set('Idempotency-Key', key).send({ occurredOn: '2018-03-02' })));
    expect([one?.status, two?.status].sort()).toEqual([201, 409]);
    expect(await stateOf('b1')).toMatchObject({ status: 'submitted', count: 2, totalFen: 30_000 });
    const again = one?.status === 201 ? 's-1' : 's-2';
    await clerk.post('/v1/batches/b1/submit').set('Idempotency-Key', again).send({ occurredOn: '2018-03-02' }).expect(200);
    const { rows } = await service.database.pool.query<{ count: string }>(`SELECT count(*) FROM ledger.event WHERE stream_id = 'batch-b1'`);
    expect(rows[0]?.count).toBe('4');
  });

  it('is answered with what became of it when its file is sent again, and no other file takes its place', async () => {
    const again = await clerk.post('/v1/batches/b1/file').type('text/csv').send(iconv.encode(listFile(), 'gb18030')).expect(200);
    expect((again.body as Body)['summary']).toMatchObject({ receivedCount: 2, redLines: 0 });
    const other = await clerk.post('/v1/batches/b1/file').type('text/csv').send(iconv.encode(listFile({ total: '301.00' }), 'gb18030')).expect(409);
    expect(codeOf(other)).toBe('batch-not-open');
  });

  it('is refused under another batch, naming the one that holds it (B07)', async () => {
    await clerk.post('/v1/batches').send({ id: 'b2', ...openBatch() }).expect(201);
    const file = await clerk.post('/v1/batches/b2/file').type('text/csv').send(iconv.encode(listFile(), 'gb18030')).expect(409);
    expect(codeOf(file)).toBe('list-already-submitted');
    const lines = [
      { payee: { idNumber: SPOUSE.idNumber, name: SPOUSE.name }, account: { number: OTHER_CARD }, amountFen: 20_000 },
      { payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 10_000 },
    ];
    await clerk.post('/v1/batches/b2/lines').send({ lines }).expect(201);
    const answer = await clerk.post('/v1/batches/b2/submit').send({ occurredOn: '2018-03-02' }).expect(409);
    expect(codeOf(answer)).toBe('list-already-submitted');
    expect(JSON.stringify(answer.body)).toContain('b1');
    expect(await stateOf('b2')).toMatchObject({ status: 'open', count: 0 });
  });

  it('is refused in another county without naming a batch that is none of its business', async () => {
    const province = await service.as('province@42');
    const far = await service.as('clerk@422899');
    await province.send('IssueAllocation', 'root-far', issue({ documentNumber: '鄂财农发〔2018〕9号' })).expect(201);
    await province.send('SplitAllocation', 'root-far', split({ splitId: 's-far', toAllocationId: 'far-1', toRegion: '422899', amountFen: 50_000 }), 'split-far').expect(201);
    await far.send('ReceiveAllocation', 'far-1', receive({ fromAllocationId: 'root-far', splitId: 's-far', region: '422899', amountFen: 50_000 })).expect(201);
    await far.post('/v1/batches').send({ id: 'far-b', ...openBatch({ region: '422899', allocationId: 'far-1' }) }).expect(201);
    const file = await far.post('/v1/batches/far-b/file').type('text/csv').send(iconv.encode(listFile(), 'gb18030')).expect(409);
    expect({ code: codeOf(file), text: (file.body as Body)['text'] }).toEqual({
      code: 'list-already-submitted',
      text: { zh: '同一份清单已在其他地区的批次中(B07);确需再次发放的,请更改清单并说明理由', en: 'a batch of another region already holds this list (B07); if it is to be paid once more, change the list and say why' },
    });
  });
});

describe('approval', () => {
  it('is refused to whoever made the batch, and to a role that may not; another county is not told that there is such a batch', async () => {
    await clerk.post('/v1/batches/b1/approve').send({ occurredOn: '2018-03-03' }).expect(403);
    await (await service.as('checker@422899')).post('/v1/batches/b1/approve').send({ occurredOn: '2018-03-03' }).expect(404);
  });

  it('that would over-draw the allocation is refused, and the batch stays submitted', async () => {
    await clerk.post('/v1/batches').send({ id: 'big', ...openBatch({ declaredCount: 1, declaredTotalFen: 60_000 }) }).expect(201);
    await clerk.post('/v1/batches/big/lines').send({ lines: [{ payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 60_000 }] }).expect(201);
    await clerk.post('/v1/batches/big/submit').send({ occurredOn: '2018-03-02' }).expect(201);
    const answer = await checker.post('/v1/batches/big/approve').send({ occurredOn: '2018-03-03' }).expect(409);
    expect(codeOf(answer)).toBe('allocation-over-drawn');
    expect(await stateOf('big')).toMatchObject({ status: 'submitted' });
    expect(await allocation()).toMatchObject({ balanceFen: 50_000, committedFen: 0 });
  });

  it('commits the money first', async () => {
    await checker.post('/v1/batches/b1/approve').set('Idempotency-Key', 'a-1').send({ occurredOn: '2018-03-03' }).expect(201);
    await checker.post('/v1/batches/b1/approve').set('Idempotency-Key', 'a-1').send({ occurredOn: '2018-03-03' }).expect(200);
    expect(await allocation()).toMatchObject({ balanceFen: 20_000, committedFen: 30_000, residualFen: 0 });
  });
});

describe('the bank', () => {
  it('settles one line and fails another', async () => {
    await clerk.post('/v1/batches/b1/send').send({ occurredOn: '2018-03-04' }).expect(201);
    const results = { resultsId: 'r1', occurredOn: '2018-03-05', lines: [
      { ordinal: 1, outcome: 'settled', amountFen: 10_000 }, { ordinal: 2, outcome: 'failed', amountFen: 20_000, reason: 'F03' },
    ] };
    await clerk.post('/v1/batches/b1/results').send(results).expect(403);
    await bank.post('/v1/batches/b1/results').set('Idempotency-Key', 'r1').send(results).expect(201);
    await bank.post('/v1/batches/b1/results').set('Idempotency-Key', 'r1').send(results).expect(200);
    expect(await stateOf('b1')).toMatchObject({ settled: { count: 1 }, failed: { count: 1 }, paidFen: 10_000 });
    expect(await allocation()).toMatchObject({ committedFen: 20_000, paidFen: 10_000, residualFen: 0 });
  });

  it('gets the failed line again, to another account', async () => {
    await clerk.post('/v1/batches/b1/reissue').send({ ordinal: 2, account: { number: CARD }, reason: '销户,改用新卡', occurredOn: '2018-03-06' }).expect(201);
    await bank.post('/v1/batches/b1/results').send({ resultsId: 'r2', occurredOn: '2018-03-07', lines: [{ ordinal: 2, outcome: 'settled', amountFen: 20_000 }] }).expect(201);
    expect(await allocation()).toMatchObject({ committedFen: 0, paidFen: 30_000 });
  });

  it('returns today what was settled yesterday', async () => {
    await bank.post('/v1/batches/b1/results').send({ resultsId: 'r3', occurredOn: '2018-03-08', lines: [{ ordinal: 1, outcome: 'returned', amountFen: 10_000, reason: 'F14' }] }).expect(201);
    expect(await stateOf('b1')).toMatchObject({ returned: { count: 1 }, settled: { count: 1 } });
    expect(await allocation()).toMatchObject({ committedFen: 10_000, paidFen: 20_000, residualFen: 0 });
    const then = await clerk.get('/v1/batches/b1?effectiveOn=2018-03-07').expect(200);
    expect(then.body).toMatchObject({ settled: { count: 2 } });
  });

  it('hands in a file: what it says of an attempt given up is known, what it says of the latest counts', async () => {
    await clerk.post('/v1/batches/b1/reissue').send({ ordinal: 1, account: { number: OTHER_CARD }, reason: '改用新卡', occurredOn: '2018-03-09' }).expect(201);
    const file = (account: string): Buffer => iconv.encode(`明细号,账号,金额,处理结果,失败原因\r\n1,${account},100.00,失败,已销户\r\n`, 'gb18030');
    await bank.post('/v1/batches/b1/results?occurredOn=2018-03-10').type('text/csv').send(file(CARD)).expect(201);
    expect(await stateOf('b1')).toMatchObject({ pending: { count: 1 }, settled: { count: 1 } });
    await bank.post('/v1/batches/b1/results?occurredOn=2018-03-10&name=回盘.csv').type('text/csv').send(file(OTHER_CARD)).expect(201);
    await bank.post('/v1/batches/b1/results?occurredOn=2018-03-10').type('text/csv').send(file(OTHER_CARD)).expect(200);
    expect(await stateOf('b1')).toMatchObject({ failed: { count: 1 }, settled: { count: 1 }, disputes: { open: 0 } });
  });

  it('leaves the rest to the allocation when the batch is closed', async () => {
    await clerk.post('/v1/batches/b1/close').send({ occurredOn: '2018-03-20' }).expect(201);
    expect(await allocation()).toMatchObject({ committedFen: 0, paidFen: 20_000, balanceFen: 30_000, residualFen: 0 });
  });
});

describe('one list in two batches', () => {
  it('submitted at once, is taken from one of them only', async () => {
    const lines = [{ payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 777 }];
    const ids = ['twin-1', 'twin-2'];
    for (const id of ids) {
      await clerk.post('/v1/batches').send({ id, ...openBatch({ declaredCount: 1, declaredTotalFen: 777, benefitFrom: '2018-03', benefitTo: '2018-03' }) }).expect(201);
      await clerk.post(`/v1/batches/${id}/lines`).send({ lines }).expect(201);
    }
    const answers = await Promise.all(ids.map((id) => clerk.post(`/v1/batches/${id}/submit`).send({ occurredOn: '2018-03-02' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(answers.filter(({ status }) => status === 409).map(codeOf)).toEqual(['list-already-submitted']);
  });
});

describe('thirty requests to submit one batch', () => {
  it('end, and enter it once', async () => {
    const lines = [{ payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 555 }];
    await clerk.post('/v1/batches').send({ id: 'crowd', ...openBatch({ declaredCount: 1, declaredTotalFen: 555, benefitFrom: '2018-04', benefitTo: '2018-04' }) }).expect(201);
    await clerk.post('/v1/batches/crowd/lines').send({ lines }).expect(201);
    const answers = await Promise.all(Array.from({ length: 30 }, () => clerk.post('/v1/batches/crowd/submit').set('Idempotency-Key', 'crowd').send({ occurredOn: '2018-03-02' })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => status === 200 || status === 201)).toBe(true);
  });
});

describe('the money', () => {
  it('is traced down from the province, and up from a line to its document', async () => {
    const auditor = await service.as('auditor@42');
    const down = (await auditor.get('/v1/trace/allocation/root-1?direction=down').expect(200)).body as { root: { unexplainedFen: number; funds: { id: string; holders: { id: string; paidFen: number; residualFen: number }[] }[] } };
    expect(down.root).toMatchObject({ unexplainedFen: 0, inTransitFen: 0, funds: [{ id: 'county-1', unexplainedFen: 0 }] });
    expect(down.root.funds[0]?.holders).toEqual([expect.objectContaining({ id: 'b1', paidFen: 20_000, residualFen: 0 })]);
    const up = (await (await service.as('auditor@422826')).get('/v1/trace/disbursement/b1%2F1?direction=up').expect(200)).body as { path: { kind: string; id: string }[] };
    expect(up.path.map(({ kind, id }) => `${kind} ${id}`)).toEqual(['disbursement b1/1', 'batch b1', 'allocation county-1', 'allocation root-1']);
    await (await service.as('auditor@422899')).get('/v1/trace/batch/b1').expect(404);
    await bank.get('/v1/trace/batch/b1').expect(403);
  });
});

describe('a connection cut in the middle', () => {
  it('leaves one batch, whoever sends again', async () => {
    const lines = Array.from({ length: 40 }, (_, at) => ({ payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 10 + at, summary: `第${String(at)}笔` }));
    const declaredTotalFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
    const open = { id: 'cut', ...openBatch({ declaredCount: 40, declaredTotalFen, benefitFrom: '2018-02', benefitTo: '2018-02' }) };
    const answers = await Promise.all(['o', 'o'].map((key) => clerk.post('/v1/batches').set('Idempotency-Key', key).send(open)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 201]);
    await clerk.post('/v1/batches/cut/lines').send({ lines }).expect(201);
    const cut = clerk.post('/v1/batches/cut/submit').set('Idempotency-Key', 'cut-1').send({ occurredOn: '2018-03-02' });
    const gone = cut.then(() => 'answered', () => 'cut');
    setTimeout(() => { cut.abort(); }, 15);
    const others = await Promise.all(['cut-1', 'cut-2'].map((key) => clerk.post('/v1/batches/cut/submit').set('Idempotency-Key', key).send({ occurredOn: '2018-03-02' })));
    await gone;
    expect(others.filter(({ status }) => status < 300).length).toBeGreaterThanOrEqual(1);
    expect(await stateOf('cut')).toMatchObject({ status: 'submitted', count: 40, totalFen: declaredTotalFen });
    const { rows } = await service.database.pool.query<{ n: string }>(`SELECT count(*) AS n FROM ledger.event WHERE stream_id = 'batch-cut'`);
    expect(rows[0]?.n).toBe('42');
  });
});

describe('nothing personal', () => {
  it('stands in clear in the database', async () => {
    const { rows } = await service.database.pool.query<{ name: string }>(
      `SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) AS name FROM pg_tables WHERE schemaname IN ('ledger', 'vault', 'intake', 'work', 'facts')`,
    );
    for (const { name } of rows) {
      const table = await service.database.pool.query<{ text: string }>(`SELECT string_agg(t::text, ' ') AS text FROM ${name} t`);
      const bytes = Buffer.from((table.rows[0]?.text ?? '').replaceAll(/\\\\?x([0-9a-f]+)/g, (_, hex: string) => Buffer.from(hex, 'hex').toString('latin1')), 'latin1').toString('utf8');
      for (const word of clear) expect([name, bytes.includes(word) || (table.rows[0]?.text ?? '').includes(word)]).toEqual([name, false]);
    }
  });
});
