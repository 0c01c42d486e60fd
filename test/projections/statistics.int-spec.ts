/** Statistics over a told ledger: each counted by hand beside it, in whole numbers, as of a position and within a region. */
import type { Pool } from 'pg';
import { dayEnded, said, type StoryEvent } from '../../projections/anomalies/story';
import { factsFollower } from '../../projections/facts/writer';
import { statisticAt, type StatisticName } from '../../projections/views/statistics';
import { CaseConcluded, CaseOpened } from '../../src/domain/case-events';
import { ComplaintReceived } from '../../src/domain/complaint';
import { EngagementOpened, SampleDrawn, SampleResultRecorded } from '../../src/domain/engagement';
import { AuditReplied, ReplyRequested } from '../../src/domain/inquiry';
import { RegionClassified } from '../../src/domain/region';
import { ApprovalDelegated, FiscalYearReported } from '../../src/domain/year';
import type { TestDatabase } from '../support/database';
import { hash } from '../support/story';
import { forget, ruledDatabase, ToldLedger } from '../support/told-ledger';

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await ruledDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());
beforeEach(() => forget(pool));

async function told(name: StatisticName, events: readonly StoryEvent[], region = '', at = events.length - 1): Promise<readonly object[]> {
  await forget(pool);
  expect((await factsFollower({ pool, store: new ToldLedger(events), pageSize: 100 }).catchUp()).halted).toBeUndefined();
  return statisticAt(pool, name, region, at);
}

const engagement = (id: string, auditYear: number, region = '422899'): StoryEvent =>
  said(`engagement-${id}`, EngagementOpened, { region, office: '县扶贫办', title: '审计', auditYear, periodFrom: '2017-01-01', periodUntil: '2017-12-31', occurredOn: '2018-01-01' });
const sample = (id: string, ...amounts: number[]): StoryEvent => said(`engagement-${id}`, SampleDrawn, {
  seed: 's', size: 2, populationAt: 0, populationCount: 9, populationFen: 100_000, items: amounts.map((amountFen, index) => ({ kind: 'payment', id: `y${String(index)}`, amountFen, fromFen: 0 })), amountFen: amounts.reduce((sum, fen) => sum + fen, 0), occurredOn: '2018-01-02',
});
const result = (id: string, itemId: string, problemFen: number, seriousFen: number): StoryEvent => said(`engagement-${id}`, SampleResultRecorded, { kind: 'payment', itemId, problemFen, seriousFen, violation: 'fraud', occurredOn: '2018-01-03' });

describe('audit ratios', () => {
  const events = [engagement('e1', 2017), sample('e1', 3_000, 1_000), sample('e1', 3_000), result('e1', 'y0', 2_000, 0), result('e1', 'y0', 300, 33), engagement('e2', 2018, '422826'), sample('e2', 7_000)];
  it('count an item once, by its last result, by year of the audit', async () => {
    expect(await told('audit-ratios', events)).toEqual([
      { auditYear: 2017, engagements: 1, items: 2, itemsExamined: 1, sampledFen: 4_000, problemFen: 300, seriousFen: 33, problemBasisPoints: 750, seriousBasisPoints: 82 },
      { auditYear: 2018, engagements: 1, items: 1, itemsExamined: 0, sampledFen: 7_000, problemFen: 0, seriousFen: 0, problemBasisPoints: 0, seriousBasisPoints: 0 },
    ]);
  });
  it('stand as they stood, within a region', async () => {
    expect(await told('audit-ratios', events, '422899', 3)).toMatchObject([{ auditYear: 2017, problemFen: 2_000, problemBasisPoints: 5_000 }]);
    expect(await told('audit-ratios', events, '4290')).toEqual([]);
  });
});

describe('what governments report of a year', () => {
  const year = (region: string, revenueFen: number, specialBudgetAddedFen: number, poorCounty: boolean, more: object = {}): StoryEvent => said(`year-${region}-2018`, FiscalYearReported, {
    region, year: 2018, revenueFen, previousRevenueFen: 10_000, specialBudgetAddedFen, recoveredStockFen: 1_001, recoveredStockToPovertyFen: 500, poorCounty, occurredOn: '2018-12-31', ...more,
  });
  it('is held to 15 % of growth and 50 % of stock money, by the last report', async () => {
    const rows = await told('budget-duties', [year('422826', 11_001, 1, false), year('422826', 11_001, 151, false, { recoveredStockToPovertyFen: 501 }), year('422899', 12_000, 0, true), year('4228', 9_000, 0, false)]);
    expect(rows).toMatchObject([
      { region: '4228', growthFen: -1_000, owedFen: 0, growthShareMet: true, addedBasisPoints: null },
      { region: '422826', growthFen: 1_001, owedFen: 151, addedFen: 151, growthShareMet: true, addedBasisPoints: 1_508, stockShareMet: true, recoveredBasisPoints: 5_004 },
      { region: '422899', poorCounty: true, owedFen: 0, growthShareMet: true, stockShareMet: false, recoveredBasisPoints: 4_995 },
    ]);
    expect(await told('budget-duties', [year('422826', 11_001, 150, false)])).toMatchObject([{ owedFen: 151, growthShareMet: false }]);
  });

  it('says what share of delegated approvals counties gave', async () => {
    const approval = (itemId: string, level: string, count: number, countyMayApprove = true): StoryEvent => said('year-42-2018', ApprovalDelegated, { region: '42', year: 2018, itemId, what: '项目审批', level, countyMayApprove, count, amountFen: count * 100, occurredOn: '2018-06-01' } as ApprovalDelegated);
    expect(await told('delegated-approval', [approval('a', 'county', 5), approval('a', 'county', 19), approval('b', 'province', 1), approval('c', 'province', 50, false)])).toEqual([
      { region: '42', year: 2018, approvals: 20, countyApprovals: 19, amountFen: 2_000, countyAmountFen: 1_900, countyBasisPoints: 9_500, countyAmountBasisPoints: 9_500 },
    ]);
  });
});

const opened = (id: string, region: string, amountFen: number, on: string, type = 'AllocationReceived', more: object = {}): StoryEvent => ({
  streamId: `allocation-${id}`, type, data: { region, programmeId: 'p1', documentNumber: '1号', budgetYear: Number(on.slice(0, 4)), source: 'provincial', functionCode: '2130505', amountFen, fromAllocationId: 'root', splitId: 's', occurredOn: on, ...more },
});

describe('money', () => {
  it('that reached deeply poor counties is told by the class a county had then', async () => {
    const classed = (region: string, as: string, from: string): StoryEvent => said(`region-${region}`, RegionClassified, { region, class: as, effectiveFrom: from, basis: '1号', occurredOn: from } as RegionClassified);
    const events = [
      classed('422899', 'poor-county', '2017-01-01'), classed('422899', 'deep-poverty-county', '2018-01-01'), classed('422826', 'poor-county', '2017-01-01'),
      opened('a1', '422899', 300, '2017-06-01'), opened('a2', '422899', 300, '2018-06-01'), opened('a3', '422826', 100, '2018-06-01'), opened('a4', '422801', 50, '2018-06-01'), opened('a5', '42', 9_999, '2018-06-01', 'AllocationIssued'),
    ];
    expect(await told('deep-poverty-share', events)).toEqual([
      { budgetYear: 2017, amountFen: 300, deepPovertyFen: 0, unclassedFen: 0, deepPovertyBasisPoints: 0 },
      { budgetYear: 2018, amountFen: 450, deepPovertyFen: 300, unclassedFen: 50, deepPovertyBasisPoints: 6_666 },
    ]);
  });

  it('that lies idle is told by level and age, what is committed apart, what was carried over by its first day', async () => {
    const commit: StoryEvent = { streamId: 'allocation-a2', type: 'FundsCommitted', data: { holder: 'batch', holderId: 'b1', amountFen: 400, occurredOn: '2018-02-01' } };
    const events = [
      opened('a1', '42', 1_000, '2016-01-01', 'AllocationIssued'), opened('a2', '422899', 400, '2017-06-01'), opened('a3', '422899', 250, '2017-11-01'), opened('a4', '422899', 30, '2018-10-01'), commit,
      opened('a5', '422899', 7, '2018-01-01', 'CarriedAllocationOpened', { carriedFromId: 'a3' }),
    ];
    const bands = await told('idle-money', [...events, dayEnded('2018-11-30')]);
    expect(bands).toEqual([
      { level: 'county', age: '1-to-2-years', allocations: 2, balanceFen: 257 }, { level: 'county', age: 'under-1-year', allocations: 1, balanceFen: 30 }, { level: 'province', age: 'over-2-years', allocations: 1, balanceFen: 1_000 },
    ]);
    expect(await told('idle-money', events, '422899')).toEqual([{ level: 'county', age: 'unknown', allocations: 3, balanceFen: 287 }]);
  });
});

describe('work', () => {
  it('in time is told by bureau, without what is confidential', async () => {
    const asked = (id: string, on: string): StoryEvent => said(`inquiry-${id}`, ReplyRequested, { region: '422899', office: '县财政局', matter: '结余', occurredOn: on });
    const replied = (id: string, on: string): StoryEvent => said(`inquiry-${id}`, AuditReplied, { stance: 'accepts', text: '属实', evidenceHashes: [], occurredOn: on });
    const events = [
      asked('q1', '2018-03-01'), replied('q1', '2018-03-11'), asked('q2', '2018-03-01'), replied('q2', '2018-03-12'), asked('q3', '2018-03-01'), asked('q4', '2018-03-20'),
      said('complaint-c1', ComplaintReceived, { region: '422899', channel: '12317', category: 'payment', matter: '未到账', occurredOn: '2018-01-01' }), dayEnded('2018-03-25'),
    ];
    expect(await told('timeliness', events)).toEqual([{ region: '422899', kind: 'reply-to-audit', duties: 4, met: 1, late: 1, overdue: 1, open: 1, metBasisPoints: 3_333 }]);
  });

  it('on flags is told by county, rule and status', async () => {
    const [first, second] = [hash('a'), hash('b')];
    const events = [
      dayEnded('2018-01-01'), said('case-k1', CaseOpened, { region: '422899', title: '案', origin: 'flag', subjects: [], flagIds: [first], occurredOn: '2018-01-02' }),
      said('case-k1', CaseConcluded, { conclusion: 'confirmed', violation: 'fraud', amountFen: 5, reasonText: '属实', flagIds: [first], occurredOn: '2018-01-02' }),
    ];
    await told('flags', events);
    for (const [ordinal, flag] of [first, second].entries()) {
      await pool.query(`insert into facts.flag (position, ordinal, recorded_at, flag_id, rule, version, part, harm, transition, severity, severity_rank, judged, subject_kind, subject_id, occurrence, region, amount_fen, evidence, facts, parameters, seen_from)
        values (0, $1, '2018-01-01', $2, 'A03', 1, '', 'misappropriation', 'raised', 'high', 3, 'x', 'person', 'p', 'o', '422899101', 5, '{0}', '{}', '[]', 0)`, [ordinal, flag]);
    }
    expect(await statisticAt(pool, 'flags', '42', 2)).toEqual([{ county: '422899', rule: 'A03', status: 'confirmed', flags: 1, amountFen: 5 }, { county: '422899', rule: 'A03', status: 'raised', flags: 1, amountFen: 5 }]);
    expect(await statisticAt(pool, 'flags', '42', 1)).toEqual([{ county: '422899', rule: 'A03', status: 'raised', flags: 2, amountFen: 10 }]);
  });
});
