/** Duties of projects: a contract follows its own award, retention is settled contract by contract, a dividend is met when all that was promised for the day arrived. */
import type { Pool } from 'pg';
import { prepareFacts } from '../../projections/facts/schema';
import { dayEnded, said, VILLAGE, type StoryEvent } from '../../projections/anomalies/story';
import { ProjectAccepted, ProjectPlanned } from '../../src/domain/project';
import { ContractAmended, ContractSigned, ProjectAwarded, RetentionReleased } from '../../src/domain/project-contract';
import { DividendPaid, LinkageAgreed } from '../../src/domain/project-linkage';
import { freshDatabase, type TestDatabase } from '../support/database';
import { toldDuties } from '../support/told-duties';
import { forget } from '../support/told-ledger';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  await prepareFacts(pool);
});
afterAll(() => database.drop());
beforeEach(() => forget(pool));

const duties = (kind: string, events: readonly StoryEvent[]): Promise<readonly object[]> => toldDuties(pool, kind, events);

const stream = 'project-j1';
const BUILDER = '91422801MA0000000A';
const CO_OPERATIVE = '93422801MA00000004';
const plan = said(stream, ProjectPlanned, {
  region: VILLAGE, name: '村道硬化', programmeId: 'p1', site: '一组', content: '硬化一公里', unitName: '示例公司', amountFen: 10_000_000, plannedStart: '2018-04-01', plannedEnd: '2018-09-30', occurredOn: '2018-03-01',
});
const signed = (contractNumber: string, on: string, more: Partial<ContractSigned> = {}): StoryEvent => said(stream, ContractSigned, {
  contractNumber, contractorUscc: BUILDER, contractorName: '示例公司', amountFen: 9_000_000, startOn: '2018-05-01', endOn: '2018-09-30', occurredOn: on, ...more,
});

describe('signing a contract', () => {
  const awarded = (tenderNumber: string, on: string, more: Partial<ProjectAwarded> = {}): StoryEvent => said(stream, ProjectAwarded, { tenderNumber, winnerUscc: BUILDER, winnerName: '示例公司', amountFen: 9_000_000, occurredOn: on, ...more });
  const about = { subject: 'project j1', amountFen: 9_000_000 };

  it('is due thirty days after the award, and late after that', async () => {
    expect(await duties('sign-contract', [plan, awarded('Z1', '2018-04-01'), awarded('Z2', '2018-04-02'), awarded('Z3', '2018-04-03'), signed('H1', '2018-05-01', { tenderNumber: 'Z1' }), signed('H2', '2018-05-03', { tenderNumber: 'Z2' }), dayEnded('2018-05-03')])).toEqual([
      { ...about, dueOn: '2018-05-01', shownOn: '2018-05-01', status: 'met' },
      { ...about, dueOn: '2018-05-02', shownOn: '2018-05-03', status: 'late' },
      { ...about, dueOn: '2018-05-03', shownOn: null, status: 'overdue' },
    ]);
  });

  it('is met by the contract of that lot, or of the winner where the contract names no tender', async () => {
    expect(await duties('sign-contract', [
      plan, awarded('Z1', '2018-04-01', { lot: 1 }), awarded('Z1', '2018-04-01', { lot: 2 }), signed('H1', '2018-04-10', { tenderNumber: 'Z1', lot: 2 }),
      awarded('Z4', '2018-04-02', { winnerUscc: CO_OPERATIVE }), signed('H3', '2018-04-12', { contractorUscc: CO_OPERATIVE }), dayEnded('2018-04-12'),
    ])).toEqual([
      { ...about, dueOn: '2018-05-01', shownOn: null, status: 'open' },
      { ...about, dueOn: '2018-05-01', shownOn: '2018-04-10', status: 'met' },
      { ...about, dueOn: '2018-05-02', shownOn: '2018-04-12', status: 'met' },
    ]);
  });
});

describe('settling retention', () => {
  const accepted = said(stream, ProjectAccepted, { occurredOn: '2018-10-01' });
  const released = (contractNumber: string, on: string): StoryEvent => said(stream, RetentionReleased, { contractNumber, amountFen: 270_000, occurredOn: on });
  const due = { subject: 'project j1', dueOn: '2019-10-01', amountFen: null };

  it('is owed only where a contract keeps something back, by its last terms', async () => {
    expect(await duties('settle-retention', [plan, signed('H1', '2018-04-10'), accepted])).toEqual([]);
    await forget(pool);
    expect(await duties('settle-retention', [plan, signed('H1', '2018-04-10', { retentionBasisPoints: 300 }), said(stream, ContractAmended, { contractNumber: 'H1', retentionBasisPoints: 0, reason: '改为保函', occurredOn: '2018-06-01' }), accepted])).toEqual([]);
    await forget(pool);
    expect(await duties('settle-retention', [plan, signed('H1', '2018-04-10', { retentionBasisPoints: 300 }), said(stream, ContractAmended, { contractNumber: 'H1', amountFen: 9_500_000, reason: '增量', occurredOn: '2018-06-01' }), accepted])).toEqual([{ ...due, shownOn: null, status: 'open' }]);
  });

  it('is met with the last contract that keeps something back', async () => {
    const kept = [plan, signed('H1', '2018-04-10', { retentionBasisPoints: 300 }), signed('H2', '2018-04-11', { retentionBasisPoints: 500 }), signed('H3', '2018-04-12'), accepted, released('H1', '2019-09-20')];
    expect(await duties('settle-retention', [...kept, dayEnded('2019-10-01')])).toEqual([{ ...due, shownOn: null, status: 'overdue' }]);
    await forget(pool);
    expect(await duties('settle-retention', [...kept, released('H2', '2019-10-01'), dayEnded('2019-10-01')])).toEqual([{ ...due, shownOn: '2019-10-01', status: 'met' }]);
  });
});

describe('paying a dividend', () => {
  const agreed = (agreementNumber: string, households: string[], more: Partial<LinkageAgreed> = {}): StoryEvent => said(stream, LinkageAgreed, {
    agreementNumber, entityUscc: CO_OPERATIVE, mode: 'shareholding', households, dividend: { everyMonths: 1, firstDueOn: '2018-01-31', times: 2, amountFen: 10_000, per: 'household' }, occurredOn: '2018-01-02', ...more,
  });
  const paid = (agreementNumber: string, periodDueOn: string, on: string, ...payments: [householdId: string, amountFen: number][]): StoryEvent => said(stream, DividendPaid, {
    agreementNumber, entityUscc: CO_OPERATIVE, periodDueOn, payments: payments.map(([householdId, amountFen]) => ({ householdId, amountFen })), occurredOn: on,
  });

  it('is met on the day the sum of its parts arrives; the last day of a short month is its due day', async () => {
    expect(await duties('pay-dividend', [
      plan, agreed('L1', ['h1', 'h2']), paid('L1', '2018-01-31', '2018-01-30', ['h1', 10_000]), paid('L1', '2018-01-31', '2018-02-03', ['h2', 10_000]), paid('L1', '2018-02-28', '2018-02-27', ['h1', 10_000], ['h2', 9_999]), dayEnded('2018-02-28'),
    ])).toEqual([
      { subject: 'project j1', dueOn: '2018-01-31', shownOn: '2018-02-03', status: 'late', amountFen: 20_000 },
      { subject: 'project j1', dueOn: '2018-02-28', shownOn: null, status: 'overdue', amountFen: 20_000 },
    ]);
  });

  it('counts all that further events of one agreement promise, and nothing paid under another', async () => {
    const two = [plan, agreed('L1', ['h1']), agreed('L1', ['h2']), agreed('L2', ['h3']), paid('L2', '2018-01-31', '2018-01-20', ['h3', 10_000]), paid('L1', '2018-01-31', '2018-01-21', ['h1', 10_000])];
    const first = async (events: readonly StoryEvent[]): Promise<readonly unknown[]> => (await duties('pay-dividend', events)).filter((row) => (row as { dueOn: string }).dueOn === '2018-01-31').map((row) => (row as { shownOn: string | null }).shownOn);
    expect(await first(two)).toEqual([null, null, '2018-01-20']);
    await forget(pool);
    expect(await first([...two, paid('L1', '2018-01-31', '2018-01-25', ['h2', 10_000])])).toEqual(['2018-01-25', '2018-01-25', '2018-01-20']);
  });
});
