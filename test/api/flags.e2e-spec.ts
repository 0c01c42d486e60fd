/** Flags over HTTP: who sees them, how they explain themselves, and that a read can wait for its own write. */
import { testApp, type Session, type TestApp } from '../support/app';
import { HEAD, household, openBatch, CARD, OTHER_CARD } from '../support/county-commands';
import { fundCounty } from '../support/funded-county';

let service: TestApp;
let clerk: Session;
let inspector: Session;
let last = 0;

type Body = Record<string, unknown>;
const settled = (resultsId: string, occurredOn: string): object => ({ resultsId, occurredOn, lines: [{ ordinal: 1, outcome: 'settled', amountFen: 10_000 }] });

/** The same person, programme and period, paid from two batches: A03. */
async function pay(batch: string, on: string): Promise<void> {
  const [checker, bank] = [await service.as('checker@422826'), await service.as('bank@422826')];
  await clerk.post('/v1/batches').send({ id: batch, ...openBatch({ declaredCount: 1, declaredTotalFen: 10_000, occurredOn: on }) }).expect(201);
  const line = { payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 10_000, ...(batch === 'twice' ? { supplements: 'x-1' } : {}) };
  await clerk.post(`/v1/batches/${batch}/lines`).send({ lines: [line] }).expect(201);
  await clerk.post(`/v1/batches/${batch}/submit`).send({ occurredOn: on }).expect(201);
  await checker.post(`/v1/batches/${batch}/approve`).send({ occurredOn: on }).expect(201);
  const { body } = await bank.post(`/v1/batches/${batch}/results`).send(settled('r', on)).expect(201);
  last = (body as { position: number }).position;
}

beforeAll(async () => {
  service = await testApp('api,follower');
  const office = await service.as('office@422826');
  [clerk, inspector] = [await service.as('clerk@422826'), await service.as('inspector@422826')];
  await fundCounty(service, { negativeList: [], standardFen: 10_000, standardPer: 'household' });
  await office.send('RegisterHousehold', 'h-1', household()).expect(201);
  await pay('once', '2018-03-01');
  await pay('twice', '2018-04-01');
});
afterAll(() => service.stop());

describe('flags', () => {
  it('explain themselves to an inspector, once everything written is examined', async () => {
    const { body, headers } = await inspector.get(`/v1/flags?rule=A03&minPosition=${String(last)}`).expect(200);
    const { items } = body as { items: Body[] };
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({ rule: 'A03', status: 'raised', amountFen: 10_000, region: expect.stringMatching(/^422826/) as string, sentence: { zh: expect.any(String) as string, en: expect.any(String) as string } });
    expect(Number(headers['ledger-position'])).toBeGreaterThanOrEqual(last);
    const detail = await inspector.get(`/v1/flags/${String(items[0]?.['id'])}`).expect(200);
    const flag = detail.body as { events: { position: number }[]; innocent: object[]; ruleInForce: Body; evidence: number[] };
    expect(flag.events.map(({ position }) => position)).toEqual(flag.evidence);
    expect(flag.innocent.length).toBeGreaterThan(0);
    expect(flag.ruleInForce).toMatchObject({ code: 'A03', version: 1 });
    for (const word of [HEAD.idNumber, HEAD.name, CARD]) expect(JSON.stringify([body, detail.body])).not.toContain(word);
  });

  it('are not there for a clerk, and not for an inspector of another county', async () => {
    await clerk.get('/v1/flags').expect(403);
    const other = await service.as('inspector@422899');
    expect((await other.get('/v1/flags').expect(200)).body).toEqual({ items: [] });
  });

  it('stand as they stood then', async () => {
    const { body } = await inspector.get('/v1/flags?rule=A03');
    const { raisedAt } = (body as { items: { raisedAt: { position: number } }[] }).items[0] as { raisedAt: { position: number } };
    expect((await inspector.get(`/v1/flags?rule=A03&asOf=${String(raisedAt.position - 1)}`).expect(200)).body).toEqual({ items: [] });
    expect((await inspector.get('/v1/flags?sort=amount&limit=1&minAmountFen=10000&severity=nothing').expect(200)).body).toEqual({ items: [] });
  });

  it('wait for a position nobody has reached only so long', async () => {
    const { body } = await inspector.get('/v1/flags?minPosition=99999999').expect(425);
    expect((body as Body)['code']).toBe('not-recorded');
  }, 20_000);
});

describe('an uploaded list', () => {
  it('is told what the ledger knows: paid before, over the standard, another name, an unknown person and household', async () => {
    await inspector.get(`/v1/flags?minPosition=${String(last)}`).expect(200);
    await clerk.post('/v1/batches').send({ id: 'amber', ...openBatch({ declaredCount: 2, declaredTotalFen: 30_000, occurredOn: '2018-04-02' }) }).expect(201);
    const lines = [
      { payee: { idNumber: HEAD.idNumber, name: '向大河' }, account: { number: CARD }, amountFen: 20_000, householdNumber: '4228260001' },
      { payee: { idNumber: '422826190001010030', name: '田三月' }, account: { number: OTHER_CARD }, amountFen: 10_000, householdNumber: '4228269999' },
    ];
    await clerk.post('/v1/batches/amber/lines').send({ lines }).expect(201);
    const { items } = (await clerk.get('/v1/batches/amber/errors').expect(200)).body as { items: { ordinal: number; code: string; severity: string }[] };
    const told = (ordinal: number): string[] => items.filter((item) => item.ordinal === ordinal).map(({ code }) => code).sort();
    expect(told(1)).toEqual(['L73', 'L74', 'L75']);
    expect(told(2)).toEqual(['L70', 'L71']);
    expect(items.every(({ severity }) => severity === 'amber')).toBe(true);
    await clerk.post('/v1/batches/amber/submit').send({ occurredOn: '2018-04-02' }).expect(201);
  });
});

describe('beside them', () => {
  it('stand the rules, the duties, the days and the log', async () => {
    const rules = (await inspector.get('/v1/rules').expect(200)).body as { items: { code: string; releases: object[] }[] };
    expect(rules.items.find(({ code }) => code === 'A03')?.releases).toHaveLength(1);
    expect((await inspector.get('/v1/rules/A03').expect(200)).body).toHaveProperty('query');
    const duties = (await clerk.get('/v1/duties').expect(200)).body as { items: Body[] };
    expect(duties.items).toEqual(expect.arrayContaining([expect.objectContaining({ kind: 'announce-allocation', status: 'open', subject: { kind: 'allocation', id: 'county-1' } })]));
    const { recorded } = (await inspector.get('/v1/log').expect(200)).body as { recorded: number };
    await inspector.get(`/v1/flags?minPosition=${String(recorded)}`).expect(200);
    expect((await inspector.get('/v1/log').expect(200)).body).toEqual({ origin: null, vkey: null, vkeys: [], policy: null, recorded, visible: recorded, examined: recorded, proven: -1, halted: [] });
    const admin = await service.as('admin@422826');
    await admin.send('EndDay', 'ledger', { occurredOn: '2018-04-30' }).expect(201);
    expect((await admin.get('/v1/days').expect(200)).body).toMatchObject({ ledgerDay: '2018-05-01', items: [{ id: '2018-04-30' }] });
  });

  it('stand the disclosures of a stream', async () => {
    const data = {
      kind: 'announcement', item: 'allocation', level: 'county', venue: 'portal', fields: ['amount'], occurredOn: '2018-02-20', from: '2018-02-20', contentHash: 'a'.repeat(64),
    };
    const { body } = await clerk.send('PostDisclosure', 'allocation-county-1', data).expect(201);
    const { position } = body as { position: number };
    const list = (await clerk.get(`/v1/disclosures?minPosition=${String(position)}`).expect(200)).body as { items: { id: string }[] };
    expect(list.items).toHaveLength(1);
    const id = String(list.items[0]?.id);
    expect(id).toMatch(/^allocation-county-1@\d+$/);
    expect((await clerk.get(`/v1/disclosures/${id}`).expect(200)).body).toMatchObject({ item: 'allocation', posted: { position } });
    expect((await clerk.get('/v1/duties?status=met&kind=announce-allocation').expect(200)).body).toMatchObject({ items: [{ subject: { id: 'county-1' }, shownOn: '2018-02-20' }] });
  });

  it('finds a household by a number that never stands in an address', async () => {
    const office = await service.as('office@422826');
    for (const asked of [{ idNumber: HEAD.idNumber }, { registerNumber: '4228260001' }]) {
      const { body } = await office.post('/v1/households/find').send(asked).expect(200);
      expect((body as { items: Body[] }).items).toEqual([expect.objectContaining({ id: 'h-1' })]);
      expect(JSON.stringify(body)).not.toContain(HEAD.idNumber);
    }
    expect((await (await service.as('office@422899')).post('/v1/households/find').send({ idNumber: HEAD.idNumber }).expect(200)).body).toEqual({ items: [] });
  });
});
