/** A list of people known before is entered with the references found while it was checked, unless something they rest on has changed since. */
import type { EventStore } from '../../src/event-store/event-store';
import { EVENT_STORE } from '../../src/tokens';
import { Vault } from '../../src/vault/vault';
import { testApp, type Session, type TestApp } from '../support/app';
import { CARD, HEAD, household, openBatch, OTHER_CARD, SPOUSE } from '../support/county-commands';
import { fundCounty } from '../support/funded-county';

let service: TestApp;
let clerk: Session;

beforeAll(async () => {
  service = await testApp('api,follower');
  clerk = await service.as('clerk@422826');
  await fundCounty(service);
});
afterAll(() => service.stop());

async function visible(): Promise<void> {
  for (;;) {
    const { body } = await (await service.as('auditor')).get('/v1/log');
    if ((body as { visible: number; recorded: number }).visible >= (body as { recorded: number }).recorded) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** In the very words of the register: then it teaches the vault nothing. */
const line = (person: object, number: string, amountFen: number): object => ({ payee: person, account: { number }, amountFen });

/** Month and amount tell the lists apart, or make them the same. */
async function checked(id: string, month: string, fen: number): Promise<void> {
  await visible();
  await clerk.post('/v1/batches').send({ id, ...openBatch({ benefitFrom: month, benefitTo: month, declaredTotalFen: 3 * fen }) }).expect(201);
  await clerk.post(`/v1/batches/${id}/lines`).send({ lines: [line(HEAD, CARD, fen), line(SPOUSE, OTHER_CARD, 2 * fen)] }).expect(201);
}
const submit = (id: string) => clerk.post(`/v1/batches/${id}/submit`).set('Idempotency-Key', `submit-${id}`).send({ occurredOn: '2018-03-02' });

interface Entered { readonly payeeRef: string; readonly accountRef: string; readonly householdId?: string; readonly amountFen: number }
async function entered(id: string): Promise<readonly Entered[]> {
  const events = await service.app.get<EventStore>(EVENT_STORE).readStream(`batch-${id}`);
  return events.filter(({ type }) => type === 'DisbursementEntered').map(({ data }) => data as Entered);
}
const foreseen = async (id: string): Promise<{ pages: boolean; holds: boolean | null }> => {
  const { rows: [row] } = await service.database.pool.query<{ pages: boolean; holds: boolean | null }>(
    'SELECT bool_and(p.foreseen IS NOT NULL) AS pages, l.foreseen_holds AS holds FROM intake.list l JOIN intake.page p USING (list_id) WHERE l.batch_id = $1 AND l.is_current GROUP BY 2', [id]);
  return row as { pages: boolean; holds: boolean | null };
};

it('foresees nothing of people it has never met', async () => {
  await checked('first', '2018-01', 100);
  expect(await foreseen('first')).toEqual({ pages: false, holds: null });
  await submit('first').expect(201);
});

it('enters the same references as the list before where nothing has changed', async () => {
  await checked('again', '2018-02', 101);
  expect(await foreseen('again')).toEqual({ pages: true, holds: null });
  await submit('again').expect(201);
  expect(await foreseen('again')).toEqual({ pages: true, holds: true });
  const [before, now] = [await entered('first'), await entered('again')];
  expect(now.map(({ payeeRef, accountRef }) => [payeeRef, accountRef])).toEqual(before.map(({ payeeRef, accountRef }) => [payeeRef, accountRef]));
  expect(now.map(({ amountFen }) => amountFen)).toEqual([101, 202]);
});

it('knows the same list under another batch all the same', async () => {
  await checked('twice', '2018-02', 101);
  const { body } = await submit('twice').expect(409);
  expect((body as { code: string }).code).toBe('list-already-submitted');
});

it('looks again where a household was registered between check and submission', async () => {
  await checked('moved', '2018-03', 103);
  expect(await foreseen('moved')).toEqual({ pages: true, holds: null });
  await (await service.as('office@422826')).send('RegisterHousehold', 'h-1', household()).expect(201);
  await visible();
  await submit('moved').expect(201);
  expect(await foreseen('moved')).toEqual({ pages: true, holds: false });
  expect((await entered('moved')).map(({ householdId }) => householdId)).toEqual(['h-1', 'h-1']);
  await checked('settled', '2018-04', 104);
  await submit('settled').expect(201);
  expect(await foreseen('settled')).toEqual({ pages: true, holds: true });
  expect((await entered('settled')).map(({ householdId }) => householdId)).toEqual(['h-1', 'h-1']);
});

it('looks again where somebody was erased between check and submission', async () => {
  await checked('erased', '2018-05', 105);
  const [{ payeeRef }] = (await entered('settled')) as [Entered];
  await service.app.get(Vault).erase(payeeRef, { requestedBy: 'a', approvedBy: 'b', openReasons: () => Promise.resolve([]) });
  await submit('erased').expect(201);
  expect(await foreseen('erased')).toEqual({ pages: true, holds: false });
  expect((await entered('erased')).map((each) => each.payeeRef)).not.toContain(payeeRef);
});
