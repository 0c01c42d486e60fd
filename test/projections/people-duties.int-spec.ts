/** Duties of people: a medical guarantee is met in the order it fell due, a house grant when all of it arrived and stayed, an old house when it is down. */
import type { Pool } from 'pg';
import { prepareFacts } from '../../projections/facts/schema';
import { daysEnded, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../../projections/anomalies/story';
import { DisbursementReturned } from '../../src/domain/batch-results';
import { GuaranteeFellDue, MedicalBillSettled, MedicalGuaranteePaid } from '../../src/domain/benefit-events';
import { HouseAccepted, HouseListed, OldHouseDemolished, RelocationSettled, RelocationTargeted } from '../../src/domain/house';
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

describe('a medical guarantee', () => {
  const stream = 'benefit-b1';
  const bill = (billId: string, on: string): StoryEvent => said(stream, MedicalBillSettled, {
    region: VILLAGE, personRef: person('li'), programmeId: 'p1', billId, kind: 'inpatient', billFen: 600_000, basicFen: 0, seriousFen: 0, assistanceFen: 0, guaranteeFen: 0, ownFen: 600_000, occurredOn: on,
  });
  const due = (dueFen: number, on: string): StoryEvent => said(stream, GuaranteeFellDue, { programmeId: 'p1', year: Number(on.slice(0, 4)), ownBurdenFen: 500_000 + dueFen, capFen: 500_000, dueFen, occurredOn: on });
  const paid = (paidFen: number, on: string, year = 2018): StoryEvent => said(stream, MedicalGuaranteePaid, { programmeId: 'p1', year, paidFen, occurredOn: on });
  const twice = [bill('1', '2018-03-01'), due(100_000, '2018-03-01'), bill('2', '2018-04-01'), due(600_000, '2018-04-01')];
  const li = `person ${person('li')}`;

  it('is met as the payments of its year reach it, the first due first', async () => {
    expect(await duties('pay-medical-guarantee', [...twice, paid(100_000, '2018-03-20'), paid(500_000, '2018-04-20'), paid(100_000, '2018-05-20'), ...daysEnded('2018-06-01', '2018-06-02')])).toEqual([
      { subject: li, dueOn: '2018-03-31', shownOn: '2018-03-20', status: 'met', amountFen: 100_000 },
      { subject: li, dueOn: '2018-05-01', shownOn: '2018-05-20', status: 'late', amountFen: 600_000 },
    ]);
  });

  it('stays owed while a fen is missing, and is not met by the money of another year', async () => {
    expect(await duties('pay-medical-guarantee', [...twice, paid(699_999, '2018-03-20'), paid(1_000_000, '2019-01-20', 2019), ...daysEnded('2018-04-30', '2018-05-01')])).toMatchObject([
      { shownOn: '2018-03-20', status: 'met' }, { shownOn: null, status: 'overdue' },
    ]);
  });
});

describe('a house grant', () => {
  const accepted = [
    programme('house', { payee: 'household' }),
    said('house-x1', HouseListed, { region: VILLAGE, householdId: 'h1', programmeId: 'house', grade: 'D', objectClass: 'registered', mode: 'rebuild', occurredOn: '2018-02-01' }),
    said('house-x1', HouseAccepted, { grantFen: 2_000_000, inspector: '县住建局', occurredOn: '2018-05-01' }),
  ];
  const part = (id: string, on: string, amountFen: number, programmeId = 'house'): StoryEvent[] => paidBatch(id, '2018-05', on, [{ payee: 'li', household: 'h1', amountFen }], { programmeId });
  const until = daysEnded('2018-06-30', '2018-07-01');

  it('is met on the day the whole of it is on the card', async () => {
    expect(await duties('pay-house-grant', [...accepted, ...part('b1', '2018-05-10', 1_500_000), ...part('b2', '2018-05-28', 500_000), ...until])).toEqual([
      { subject: 'household h1', dueOn: '2018-05-31', shownOn: '2018-05-28', status: 'met', amountFen: 2_000_000 },
    ]);
  });

  it('is not met by less, by money of another programme, or by money that came back', async () => {
    const back = said('batch-b2', DisbursementReturned, { ordinal: 1, attempt: 1, amountFen: 500_000, reason: 'F14', resultsId: 'r2', occurredOn: '2018-06-02' });
    const first = part('b1', '2018-05-10', 1_500_000);
    expect(await duties('pay-house-grant', [...accepted, ...first, ...part('b2', '2018-05-28', 500_000, 'p1'), ...until])).toMatchObject([{ shownOn: null, status: 'overdue' }]);
    await forget(pool);
    expect(await duties('pay-house-grant', [...accepted, ...first, ...part('b2', '2018-05-28', 500_000), back, ...until])).toMatchObject([{ shownOn: null, status: 'overdue' }]);
  });
});

describe('an old house', () => {
  const moved = [
    said('house-x2', RelocationTargeted, { region: VILLAGE, householdId: 'h2', programmeId: 'move', listVersion: '2016-1', persons: 3, settlement: 'concentrated', occurredOn: '2016-06-30' }),
    said('house-x2', RelocationSettled, { areaMilliM2: 75_000, persons: 3, selfRaisedFen: 0, ownDebtFen: 0, movedInOn: '2017-06-01', occurredOn: '2017-06-10' }),
  ];

  it('is to be down within its term of the day they moved in', async () => {
    const until = daysEnded('2018-06-01', '2018-06-01');
    expect(await duties('demolish-old-house', [...moved, ...until])).toEqual([{ subject: 'household h2', dueOn: '2018-06-01', shownOn: null, status: 'overdue', amountFen: null }]);
    await forget(pool);
    expect(await duties('demolish-old-house', [...moved, said('house-x2', OldHouseDemolished, { occurredOn: '2018-05-01' }), ...until])).toMatchObject([{ shownOn: '2018-05-01', status: 'met' }]);
  });
});
