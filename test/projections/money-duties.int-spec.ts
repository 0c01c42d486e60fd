/** Money is to be spent by the end of the next year, and what units were paid accounted for: due when, met when. */
import type { Pool } from 'pg';
import { account, allocation, calendar, COUNTY, dayEnded, paidBatch, paidFrom, resultsOf, said, treasuryPaid, type StoryEvent } from '../../projections/anomalies/story';
import { prepareFacts } from '../../projections/facts/schema';
import { factsFollower } from '../../projections/facts/writer';
import { dutiesAt } from '../../projections/views/duties';
import { BatchSent } from '../../src/domain/batch';
import { BatchFileRejected } from '../../src/domain/batch-results';
import { CarriedAllocationOpened } from '../../src/domain/allocation-opening';
import { CarriedOver } from '../../src/domain/allocation-transfer';
import { CommitmentReleased, FundsCommitted } from '../../src/domain/commitment';
import { FundsUseReported, PaymentApproved, PaymentExecuted, PaymentOrdered, PaymentReversed } from '../../src/domain/payment';
import { freshDatabase, type TestDatabase } from '../support/database';
import { forget, ToldLedger } from '../support/told-ledger';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
  await prepareFacts(pool);
});
afterAll(() => database.drop());
beforeEach(() => forget(pool));

async function duties(kind: string, events: readonly StoryEvent[]): Promise<unknown[]> {
  await factsFollower({ pool, store: new ToldLedger(events), pageSize: 100 }).catchUp();
  const found = await dutiesAt(pool, { region: '', oversees: true }, { kind }, { at: events.length, limit: 50, after: undefined });
  return found.map(({ duty: { subject, dueOn, shownOn, status, amountFen } }) => [subject.id, dueOn, shownOn, status, amountFen]);
}

const release = (amountFen: number, occurredOn: string): StoryEvent => said('allocation-a1', CommitmentReleased, { holder: 'batch', holderId: 'b1', amountFen, causeId: 'closing', occurredOn });
const commit = (amountFen: number, occurredOn: string): StoryEvent => said('allocation-a1', FundsCommitted, { holder: 'batch', holderId: 'b1', amountFen, occurredOn });

describe('spending in time', () => {
  it('is due on 31 December of the next year, and met when nothing is left or set aside', async () => {
    const a1 = allocation('a1', { amountFen: 1_000 });
    expect(await duties('spend-in-time', [a1, commit(1_000, '2018-05-01'), dayEnded('2019-12-30')])).toEqual([['a1', '2019-12-31', null, 'open', 1_000]]);
    await forget(pool);
    expect(await duties('spend-in-time', [a1, commit(1_000, '2018-05-01'), dayEnded('2019-12-31')])).toEqual([['a1', '2019-12-31', null, 'overdue', 1_000]]);
    await forget(pool);
    expect(await duties('spend-in-time', [a1, commit(1_000, '2018-05-01'), paidFrom('a1', '2018-06-01', 1_000), dayEnded('2018-06-02')])).toEqual([['a1', '2019-12-31', '2018-06-01', 'met', 1_000]]);
    await forget(pool);
    expect(await duties('spend-in-time', [a1, commit(1_000, '2018-05-01'), release(400, '2018-06-01'), paidFrom('a1', '2018-06-01', 600), dayEnded('2018-06-02')])).toEqual([['a1', '2019-12-31', null, 'open', 1_000]]);
  });

  it('passes to the later year with what is carried over, and not with what was paid before the change-over', async () => {
    const carry = said('allocation-a1', CarriedOver, { carryId: 'c1', kind: 'carry-over', toAllocationId: 'a2', toBudgetYear: 2019, documentNumber: '恩财〔2018〕90号', amountFen: 700, occurredOn: '2018-12-31' });
    const opened = said('allocation-a2', CarriedAllocationOpened, {
      carriedFromId: 'a1', carryId: 'c1', carriedAt: 1, region: COUNTY, programmeId: 'p1', documentNumber: '恩财〔2018〕90号', budgetYear: 2019, source: 'central', functionCode: '2130505', amountFen: 700, occurredOn: '2019-01-02',
    });
    const history = [allocation('a1', { amountFen: 1_000, campaign: 'cut-over', broughtOverPaidFen: 300 }), carry, opened, allocation('a3', { amountFen: 5, campaign: 'cut-over', broughtOverPaidFen: 5 }), dayEnded('2019-01-02')];
    expect(await duties('spend-in-time', history)).toEqual([['a1', '2019-12-31', '2018-12-31', 'met', 700], ['a2', '2019-12-31', null, 'open', 700]]);
  });
});

describe('accounting for use', () => {
  const paid = (payeeUscc: string): readonly StoryEvent[] => [
    said('payment-p1', PaymentOrdered, {
      region: COUNTY, allocationId: 'a1', payeeKind: 'organisation', payeeUscc, accountRef: account('town'), amountFen: 1_000, economicClass: '31005', functionCode: '2130505', purpose: 'production', summary: '拨付', occurredOn: '2018-03-01',
    }),
    said('payment-p1', PaymentExecuted, { voucherNumber: 'V1', occurredOn: '2018-03-02' }),
  ];
  const used = (use: FundsUseReported['use'], amountFen: number, occurredOn: string): StoryEvent => said('payment-p1', FundsUseReported, { use, amountFen, occurredOn });
  const TOWN = '11422801000000000F';

  it('is owed by units and villages, not by firms that were paid for their work', async () => {
    expect(await duties('account-for-use', [...paid('91422801MA0000000A'), dayEnded('2018-03-02')])).toEqual([]);
    await forget(pool);
    expect(await duties('account-for-use', [...paid(TOWN), dayEnded('2018-06-01')])).toEqual([['p1', '2018-05-31', null, 'overdue', 1_000]]);
  });

  it.each<[string, readonly StoryEvent[], string | null, string]>([
    ['all of it was used', [used('used', 400, '2018-04-01'), used('used', 600, '2018-05-02')], '2018-05-02', 'met'],
    ['some was given back', [used('used', 400, '2018-04-01'), used('returned', 600, '2018-06-02')], '2018-06-02', 'late'],
    ['the payment was reversed', [said('payment-p1', PaymentReversed, { reason: '退回', occurredOn: '2018-04-03' })], '2018-04-03', 'met'],
    ['it was passed on or is held still', [used('passed-on', 1_000, '2018-04-01'), used('held', 1_000, '2018-05-01')], null, 'overdue'],
  ])('is met once %s', async (_what, told, metOn, status) => {
    expect(await duties('account-for-use', [...paid(TOWN), ...told, dayEnded('2018-06-02')])).toEqual([['p1', '2018-05-31', metOn, status, 1_000]]);
  });
});

describe('executing an order', () => {
  const [ordered, executed] = treasuryPaid('y1', '2018-03-05') as [StoryEvent, StoryEvent];
  const approved = (on: string): StoryEvent => said('payment-y1', PaymentApproved, { occurredOn: on });

  it.each<[string, readonly StoryEvent[], unknown[]]>([
    ['on the day of its approval', [approved('2018-03-05'), executed, dayEnded('2018-03-05')], ['2018-03-05', '2018-03-05', 'met']],
    ['on the next working day, where that is none', [approved('2018-03-03'), executed, dayEnded('2018-03-05')], ['2018-03-05', '2018-03-05', 'met']],
    ['not a day later', [approved('2018-03-02'), executed, dayEnded('2018-03-05')], ['2018-03-02', '2018-03-05', 'late']],
    ['and is overdue until it is', [approved('2018-03-02'), dayEnded('2018-03-02')], ['2018-03-02', null, 'overdue']],
  ])('is due %s', async (_what, told, [dueOn, metOn, status]) => {
    expect(await duties('execute-order', [calendar(2018), ordered, ...told])).toEqual([['y1', dueOn, metOn, status, 10_000_000]]);
  });
});

describe('answering a batch', () => {
  const list = paidBatch('b1', '2018-02', '2018-03-01', [{ payee: 'li' }]).slice(0, 2);
  const sent = (on: string): StoryEvent => said('batch-b1', BatchSent, { occurredOn: on });
  const refused = (rejection: 'B01' | 'B07', on: string): StoryEvent => said('batch-b1', BatchFileRejected, { resultsId: `x-${on}`, rejection, occurredOn: on });

  it('is due within five working days, once for every sending, and no duplicate refused meets it', async () => {
    expect(await duties('answer-batch', [calendar(2018), ...list, sent('2018-03-01'), refused('B01', '2018-03-02'), sent('2018-03-05'), refused('B07', '2018-03-06'), dayEnded('2018-03-12')])).toEqual([
      ['b1', '2018-03-08', '2018-03-02', 'met', 30_000], ['b1', '2018-03-12', null, 'overdue', 30_000],
    ]);
  });

  it('is met by results, even those told before the sending was', async () => {
    expect(await duties('answer-batch', [calendar(2018), ...list, resultsOf('b1', '2018-03-12'), sent('2018-03-05'), dayEnded('2018-03-12')])).toEqual([['b1', '2018-03-12', '2018-03-12', 'met', 30_000]]);
  });
});
