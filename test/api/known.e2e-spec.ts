/** Known then and known now, over HTTP: a report that comes late changes what a past day looks like, and shows which event did. */
import { testApp, type TestApp } from '../support/app';
import { issue, programme, split } from '../support/county-commands';

interface Known {
  readonly then: { readonly position: number | null; readonly state: object | null };
  readonly now: { readonly position: number | null; readonly state: object | null };
  readonly differs: readonly { pointer: string; from?: unknown; to?: unknown }[];
  readonly learned: readonly { position: number; type: string }[];
}

let service: TestApp;
/** Positions of the issue, and of the cut that was recorded after the split but decided before it. */
let issuedAt: number;
let splitAt: number;
let cutAt: number;
beforeAll(async () => {
  service = await testApp();
  const province = await service.as('province@42');
  await province.send('DefineProgramme', 'grain', programme()).expect(201);
  const position = async (type: string, data: object): Promise<number> => ((await province.send(type, 'root-1', data).expect(201)).body as { position: number }).position;
  issuedAt = await position('IssueAllocation', issue());
  splitAt = await position('SplitAllocation', split());
  cutAt = await position('AdjustAllocation', { changeFen: -10_000_000, documentNumber: '鄂财农发〔2018〕9号', reason: '上级调减', occurredOn: '2018-02-03' });
});
afterAll(() => service.stop());

async function known(query: string): Promise<Known> {
  return (await (await service.as('auditor@42')).get(`/v1/allocations/root-1/known?${query}`).expect(200)).body as Known;
}

describe('an allocation on a business day, as known then beside as known now', () => {
  it('differs by what was recorded later but dated before it', async () => {
    const answer = await known(`effectiveOn=2018-02-03&asOf=${String(splitAt)}`);
    expect(answer.then).toMatchObject({ position: issuedAt, state: { balanceFen: 100_000_000, splitFen: 0 } });
    expect(answer.now).toMatchObject({ position: cutAt, state: { balanceFen: 90_000_000, splitFen: 0 } });
    expect(answer.differs).toContainEqual({ pointer: '/balanceFen', from: 100_000_000, to: 90_000_000 });
    expect(answer.learned).toMatchObject([{ position: cutAt, type: 'AllocationAdjusted' }]);
  });

  it('is the same once the late report is known, and on days before it', async () => {
    expect(await known(`effectiveOn=2018-02-03&asOf=${String(cutAt)}`)).toMatchObject({ differs: [], learned: [] });
    expect(await known(`effectiveOn=2018-02-02&asOf=${String(splitAt)}`)).toMatchObject({ then: { position: issuedAt }, now: { position: issuedAt }, differs: [], learned: [] });
  });

  it('was nothing before the ledger heard of it', async () => {
    const answer = await known(`effectiveOn=2018-02-03&asOf=${String(issuedAt - 1)}`);
    expect(answer.then).toEqual({ position: null, state: null });
    expect(answer.learned.map(({ position }) => position)).toEqual([issuedAt, cutAt]);
  });

  it('is told to nobody of another county, and asks for the moment of then', async () => {
    await (await service.as('clerk@422826')).get(`/v1/allocations/root-1/known?asOf=${String(splitAt)}`).expect(404);
    const { body } = await (await service.as('auditor@42')).get('/v1/allocations/root-1/known?effectiveOn=2018-02-03').expect(400);
    expect(body).toMatchObject({ code: 'bad-moment' });
    await (await service.as('auditor@42')).get('/v1/allocations/root-1/known?asOf=2018-02-03').expect(400);
  });
});
