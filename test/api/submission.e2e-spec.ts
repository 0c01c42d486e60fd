/** Submitting a list of several pages: wherever it is cut, sending it again ends in one batch with each line once. */
import type { EventStore } from '../../src/event-store/event-store';
import { EVENT_STORE } from '../../src/tokens';
import { testApp, type Session, type TestApp } from '../support/app';
import { CARD, HEAD, openBatch } from '../support/county-commands';
import { fundCounty } from '../support/funded-county';

/** A full page and a bit. */
const LINES = 1_050;
const PAGES = 2;
/** One person may stand on many lines, as long as no two lines are the same. */
const linesOf = (tag: number, count = LINES): object[] =>
  Array.from({ length: count }, (_, at) => ({ payee: { idNumber: HEAD.idNumber, name: HEAD.name }, account: { number: CARD }, amountFen: 10 + at, summary: `第${String(tag)}批第${String(at)}笔` }));
const totalOf = (count = LINES): number => (count * (20 + count - 1)) / 2;

let service: TestApp;
let clerk: Session;
let store: EventStore;

beforeAll(async () => {
  service = await testApp();
  store = service.app.get<EventStore>(EVENT_STORE);
  clerk = await service.as('clerk@422826');
  await fundCounty(service);
});
afterEach(() => jest.restoreAllMocks());
afterAll(() => service.stop());

async function staged(id: string, tag: number): Promise<void> {
  const month = `2018-${String(tag).padStart(2, '0')}`;
  await clerk.post('/v1/batches').send({ id, ...openBatch({ declaredCount: LINES, declaredTotalFen: totalOf(), benefitFrom: month, benefitTo: month }) }).expect(201);
  await sendLines(id, linesOf(tag));
}

const sendLines = (id: string, lines: readonly object[]) =>
  clerk.post(`/v1/batches/${id}/lines`).type('application/x-ndjson').send(lines.map((line) => JSON.stringify(line)).join('\n')).expect(201);
const submit = (id: string, key: string) => clerk.post(`/v1/batches/${id}/submit`).set('Idempotency-Key', key).send({ occurredOn: '2018-03-02' });

interface Entered { readonly type: string; readonly data: { readonly ordinal: number; readonly amountFen: number; readonly count: number; readonly totalFen: number } }
const eventsOf = async (id: string): Promise<readonly Entered[]> => (await store.readStream(`batch-${id}`)) as unknown as readonly Entered[];

async function expectOnce(id: string): Promise<void> {
  const events = await eventsOf(id);
  expect(events.map(({ type }) => type)).toEqual(['BatchOpened', ...Array.from({ length: LINES }, () => 'DisbursementEntered'), 'BatchSubmitted']);
  expect(events.slice(1, -1).map(({ data }) => [data.ordinal, data.amountFen])).toEqual(Array.from({ length: LINES }, (_, at) => [at + 1, 10 + at]));
  expect(events.at(-1)?.data).toMatchObject({ count: LINES, totalFen: totalOf() });
}

/** The n-th append from now on fails: before it reached the ledger, or after it was recorded and the answer got lost. */
function cutAt(nth: number, when: 'before' | 'after'): void {
  const append = store.append.bind(store);
  let seen = 0;
  jest.spyOn(store, 'append').mockImplementation(async (wanted) => {
    const cut = wanted.streamId.startsWith('batch-') && (seen += 1) === nth;
    if (cut && when === 'before') throw new Error('cut');
    const outcome = await append(wanted);
    if (cut) throw new Error('cut');
    return outcome;
  });
}

describe('a submission of several pages', () => {
  it.each([
    [1, 'before', 1], [1, 'after', 2], [PAGES, 'before', 3], [PAGES + 1, 'after', 4],
  ] as const)('cut at its append %i, %s it was recorded, is finished by sending it again, whoever does', async (nth, when, tag) => {
    const id = `cut-${String(tag)}`;
    await staged(id, tag);
    cutAt(nth, when);
    await submit(id, `${id}-1`).expect(500);
    jest.restoreAllMocks();
    const answers = [await submit(id, `${id}-1`), await submit(id, `${id}-2`)];
    // Where the answer to the very last append was lost, the first key is known already.
    expect(answers.map(({ status }) => status)).toEqual([nth > PAGES ? 200 : 201, 409]);
    await expectOnce(id);
  });

  it('sent by two clients at once under two keys is taken once', async () => {
    await staged('two', 5);
    const answers = await Promise.all([submit('two', 'two-1'), submit('two', 'two-2')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    await expectOnce('two');
  });

  it('rejected, is entered anew under the ordinals that follow', async () => {
    await (await service.as('checker@422826')).post('/v1/batches/two/reject').send({ reason: '名单有误', occurredOn: '2018-03-03' }).expect(201);
    await sendLines('two', linesOf(6));
    await submit('two', 'two-3').expect(201);
    const again = (await eventsOf('two')).slice(LINES + 3);
    expect(again.map(({ data }) => data.ordinal).slice(0, -1)).toEqual(Array.from({ length: LINES }, (_, at) => LINES + at + 1));
    expect((await clerk.get('/v1/batches/two').expect(200)).body).toMatchObject({ status: 'submitted', count: LINES, totalFen: totalOf() });
  });
});
