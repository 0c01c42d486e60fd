/** A14: does money of an allocation lie idle, a year, two years, or beyond the day the budget law gives it; or set aside and never paid? */
import * as path from 'node:path';
import { dueSql, metSql, parameterSql, type Duty } from '../../duties/duty';
import { loadFolder } from '../../folder';
import { AllocationAdjusted } from '../../../src/domain/allocation';
import { CarriedAllocationOpened } from '../../../src/domain/allocation-opening';
import { IdleFundsExplained } from '../../../src/domain/allocation-plan';
import { AllocationReclaimed, CarriedOver, IntegratedFundsReceived } from '../../../src/domain/allocation-transfer';
import { CommitmentReleased, FundsCommitted } from '../../../src/domain/commitment';
import { dayEndsSql, dutiesInStepSql, dutiesSinceSql, startsSql, type Clock } from '../day-steps';
import { AGE_INDEXES, layersSql, openingsCountedSql, openingsDueSql, originSql, unspentSql, withHeirsSql } from '../money-age';
import { reader, rule, yuan, type Parameter } from '../rule';
import { allocation, COUNTY, dayEnded, daysEnded, paidFrom, resultsOf, said, type StoryEvent } from '../story';

const commitments = (loadFolder(path.join(__dirname, '..', '..', 'duties'), ['duty']) as readonly Duty[]).filter(({ kind }) => kind === 'use-commitment');
const readAt = { zh: '收到之日', en: 'the day of receipt' };
const days = { zh: '日', en: 'days' };
const IDLE = { name: 'idleDays', value: 365 };
const HIGH = { name: 'highDays', value: 730 };
const COMMITMENT = { name: 'commitmentDays', value: 180 };
const GRACE = { name: 'recordingGraceDays', value: 1 };
const parameters: readonly Parameter[] = [
  { ...IDLE, unit: days, basis: 'proposal:审计公告口径,闲置一年以上', readAt },
  { ...HIGH, unit: days, basis: 'proposal:审计公告口径,闲置两年以上', readAt },
  { ...COMMITMENT, unit: days, basis: 'proposal', readAt: { zh: '承诺之日', en: 'the day of the commitment' } },
  { ...GRACE, unit: days, basis: 'proposal:银行回盘次日到达', readAt },
  { name: 'retentionShareBasisPoints', value: 1000, unit: { zh: '万分之', en: 'basis points of the allocation' }, basis: 'proposal:质保金一般不超过一成', readAt },
];
const read = reader('A14', parameters);
const number = ({ name }: { name: string }): string => `${read(name, 'o.region', 'o.occurred_on')}::integer`;

/** The last reason given of each kind: retention and litigation by a document, up to a share of the allocation; a season by its last day. */
const reasons = (row: string): string => `(
  select coalesce(sum(case when x.document_number is null then 0 when x.reason = 'retention' then least(x.amount_fen, (${row}.amount_fen::numeric * ${row}.retention_share / 10000)::bigint)
      when x.reason = 'litigation' then x.amount_fen else 0 end), 0) as lasting_fen,
    coalesce(sum(case when x.reason = 'seasonal' and x.holds_until is not null then x.amount_fen else 0 end), 0) as season_fen
  from audit.idle_explanation(p.at) x
  where x.allocation_id = ${row}.allocation_id and coalesce(x.holds_until >= ${row}.ended_on, true)
    and not exists (select from audit.idle_explanation(p.at) l where l.allocation_id = x.allocation_id and l.reason = x.reason and l.position > x.position))`;

/** An allocation with the numbers that hold for it and the last day that ended since it was opened. */
const opened = (id: string): string => `(
  select o.*, e.occurred_on as ended_on, e.position as ended_at, g.start_on, g.legal_on, ${number(IDLE)} as idle_days, ${number(HIGH)} as high_days, ${number(GRACE)} as grace,
    ${read('retentionShareBasisPoints', 'o.region', 'o.occurred_on')} as retention_share
  from (select o.* from audit.allocation(p.at) o where o.allocation_id = ${id} order by o.position limit 1) o
  cross join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e where e.position > o.position order by e.position desc limit 1) e
  cross join lateral ${originSql('p.at', 'o.allocation_id')} g
  offset 0)`;

/** First in, first out: what is left of money of an age is what is unspent less all that came later. */
const idle = `
select 'a' as part, 'allocation' as subject_kind, v.allocation_id as subject_id, 'idle' as occurrence, case when v.surplus_fen > 0 then 'high' else 'medium' end as severity,
  case when v.surplus_fen > 0 then v.surplus_fen else v.idle_fen end::bigint as amount_fen, v.region, v.start_on as read_on, array[v.position, v.ended_at] as evidence,
  jsonb_build_object('unspentFen', v.unspent_fen, 'surplusFen', v.surplus_fen, 'idleFen', v.idle_fen, 'startedOn', v.start_on, 'legalOn', v.legal_on, 'endedOn', v.ended_on) as facts
from (
  select o.*, u.unspent_fen, u.unspent_fen - y.of_a_year - r.lasting_fen - r.season_fen as idle_fen, u.unspent_fen - least(y.of_two, y.of_law) - r.lasting_fen as surplus_fen
  from (
    select o.*, y.of_a_year, y.of_two, y.of_law
    from ${opened(`case when left(p.subject, 11) = 'allocation|' then substr(p.subject, 12) end`)} o
    cross join lateral (
      select coalesce(sum(l.fen) filter (where o.ended_on - l.start_on <= o.idle_days + o.grace), 0) as of_a_year, coalesce(sum(l.fen) filter (where o.ended_on - l.start_on <= o.high_days + o.grace), 0) as of_two,
        coalesce(sum(l.fen) filter (where coalesce(o.ended_on < l.legal_on + o.grace, true)), 0) as of_law, coalesce(sum(l.fen), 0) as whole
      from ${layersSql('p.at', 'o', 'o')} l
    ) y
    where least(y.of_a_year, y.of_two, y.of_law) < y.whole
    offset 0
  ) y
  cross join lateral (select y.*) o
  cross join lateral (select ${unspentSql('p.at', 'o')} as unspent_fen offset 0) u
  cross join lateral ${reasons('o')} r
) v
where v.idle_fen > 0 or v.surplus_fen > 0`;

/** In its first year an allocation does not lie idle; afterwards the allocation is spoken of, not what is set aside of it. What the bank could not pay is another rule's (A36). */
const setAside = `
select 'b' as part, v.subject_kind, v.subject_id, v.duty_id as occurrence, 'medium' as severity, v.left_fen as amount_fen, v.owner_region as region, v.base_on as read_on,
  array[v.position, v.ended_at] as evidence, jsonb_build_object('leftFen', v.left_fen, 'startedOn', v.base_on, 'endedOn', v.ended_on, 'days', v.ended_on - v.base_on) as facts
from (
  select d.*, e.occurred_on as ended_on, e.position as ended_at, (
      select coalesce(sum(case when m.kind in ('committed', 'returned') then m.amount_fen else -m.amount_fen end), 0)
      from audit.allocation_move(p.at) m
      where m.allocation_id = substr(d.stream_id, 12) and m.holder = d.subject_kind and m.holder_id = d.subject_id and m.kind in ('committed', 'paid', 'returned', 'released'))::bigint as left_fen
  from audit.duty(p.at) d
  cross join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e where e.position > d.position order by e.position desc limit 1) e
  where left(p.subject, 15) = 'use-commitment:' and d.duty_id = p.subject and e.occurred_on >= ${dueSql(commitments, 'p.at')} + (${parameterSql('A14', GRACE.name, GRACE.value, 'p.at', 'd')})::integer
    and ${metSql(commitments, 'p.at')} is null
    and not (d.subject_kind = 'batch' and exists (select from audit.batch_result(p.at) r where r.batch_id = d.subject_id))
    and not exists (select from ${opened('substr(d.stream_id, 12)')} o where o.ended_on - o.start_on > o.idle_days + o.grace or o.ended_on >= o.legal_on + o.grace)
  offset 0
) v
where v.left_fen > 0`;

/** Allocations that begin to lie idle on a day, or of whose beginning something is learnt. */
const ageClock: Clock = { rule: 'A14', limits: [IDLE, HIGH], grace: GRACE, beyond: 1 };
const ageing = withHeirsSql(`
select a.allocation_id, a.position from audit.allocation($2 - 1) a where a.position >= $1
union all
${openingsCountedSql(startsSql(ageClock))}
union all
${openingsDueSql(startsSql({ rule: 'A14', limits: [], grace: GRACE }))}`);
const allocationTouches = `
select 'allocation|' || t.allocation_id, t.position
from (
  select g.allocation_id, g.position from ${ageing} g
  union all
  select m.allocation_id, m.position from audit.allocation_move($2 - 1) m where m.position >= $1 and m.kind not in ('committed', 'released')
  union all
  select x.allocation_id, x.position from audit.idle_explanation($2 - 1) x where x.position >= $1
  union all
  select x.allocation_id, e.position from ${dayEndsSql} e cross join lateral (select x.allocation_id from audit.idle_explanation(e.position) x where x.holds_until >= e.previous and x.holds_until < e.occurred_on offset 0) x
  union all
  select a.allocation_id, e.position from ${dayEndsSql} e cross join lateral (select a.allocation_id from audit.allocation(e.position) a where a.position > e.previous_at offset 0) a
) t`;
const commitmentTouches = `
select d.duty_id, t.position
from (
  select m.holder_id, m.position from audit.allocation_move($2 - 1) m where m.position >= $1 and m.kind in ('committed', 'paid', 'returned', 'released')
  union all
  select r.batch_id, r.position from audit.batch_result($2 - 1) r where r.position >= $1
) t
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.subject_id = t.holder_id and d.kind = 'use-commitment' offset 0) d
union all
select d.duty_id, g.position
from ${ageing} g
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.stream_id = 'allocation-' || g.allocation_id and d.kind = 'use-commitment' offset 0) d
union all
select d.duty_id, e.position
from ${dayEndsSql} e
cross join lateral (select a.allocation_id from audit.allocation(e.position) a where a.position > e.previous_at offset 0) a
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.stream_id = 'allocation-' || a.allocation_id and d.kind = 'use-commitment' offset 0) d`;

const year2018 = allocation('a1');
const explained = (terms: Partial<IdleFundsExplained>): StoryEvent => said('allocation-a1', IdleFundsExplained, { amountFen: 10_000_000, reason: 'retention', documentNumber: '合同1号', occurredOn: '2018-12-01', ...terms });
const pooledIn = (amountFen: number, occurredOn: string): StoryEvent => said('allocation-a1', IntegratedFundsReceived, {
  fromAllocationId: 'a9', integrationId: 'i1', amountFen, originSource: 'central', originProgrammeId: 'p9', originFunctionCode: '2130505', useProgrammeId: 'p1', planNumber: '方案1', planVersion: 1, integratedAt: 0, occurredOn,
});
const carried: StoryEvent[] = [
  said('allocation-a1', CarriedOver, { carryId: 'c1', kind: 'carry-over', toAllocationId: 'a2', toBudgetYear: 2019, documentNumber: '恩财〔2018〕90号', amountFen: 100_000_000, occurredOn: '2018-12-31' }),
  said('allocation-a2', CarriedAllocationOpened, {
    carriedFromId: 'a1', carryId: 'c1', carriedAt: 1, region: COUNTY, programmeId: 'p1', documentNumber: '恩财〔2018〕90号', budgetYear: 2019, source: 'central', functionCode: '2130505', amountFen: 100_000_000, occurredOn: '2019-01-02',
  }),
];
const commit = said('allocation-a1', FundsCommitted, { holder: 'batch', holderId: 'b1', amountFen: 40_000_000, occurredOn: '2018-03-05' });
const release = said('allocation-a1', CommitmentReleased, { holder: 'batch', holderId: 'b1', amountFen: 40_000_000, causeId: 'closing', occurredOn: '2018-09-01' });
const early = allocation('a1', { budgetYear: 2019, occurredOn: '2018-11-10' });

export default rule({
  code: 'A14',
  title: { zh: '资金闲置、沉淀', en: 'Money lying idle' },
  harm: 'delay',
  basis: [
    { zh: '《预算法》第四十二条、《预算法实施条例》第五十条:连续两年未用完的结转资金作为结余资金管理', en: 'Budget law, article 42, and its regulation, article 50: money carried over and unspent for two years running is surplus' },
    { zh: '《财政违法行为处罚处分条例》第六条;一年、两年为审计公告口径(proposal)', en: 'Regulation on penalties for fiscal violations, article 6; one and two years as audit reports count them (a proposal)' },
  ],
  parameters,
  query: [idle, setAside].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [allocationTouches, commitmentTouches, dutiesSinceSql(['use-commitment']), dutiesInStepSql({ rule: 'A14', limits: [COMMITMENT], grace: GRACE }, ['use-commitment'])],
  indexes: [...AGE_INDEXES, { table: 'idle_explanation', columns: 'holds_until where holds_until is not null' }],
  sentence: ({ unspentFen, surplusFen, idleFen, startedOn, legalOn, endedOn, leftFen, days: since }, part) => {
    if (part === 'b') {
      return {
        zh: `${String(startedOn)} 占用的资金 ${yuan(Number(leftFen))} 元,至 ${String(endedOn)} 已 ${String(since)} 日既未支付也未释放,待核。`,
        en: `${yuan(Number(leftFen))} yuan set aside on ${String(startedOn)} was neither paid nor released by ${String(endedOn)}, ${String(since)} days later. To be checked.`,
      };
    }
    const high = Number(surplusFen) > 0;
    const sum = yuan(Number(high ? surplusFen : idleFen));
    const grave = high ? { zh: `已逾两年或应于 ${String(legalOn)} 转为结余`, en: `for two years, or past ${String(legalOn)}, when it became surplus by law` } : { zh: '已逾一年', en: 'for more than a year' };
    return {
      zh: `自 ${String(startedOn)} 起的指标,至 ${String(endedOn)} 未支出 ${yuan(Number(unspentFen))} 元,其中 ${sum} 元${grave.zh},待核。`,
      en: `Of an allocation that counts from ${String(startedOn)}, ${yuan(Number(unspentFen))} yuan was unspent by ${String(endedOn)}, and ${sum} of it lay idle ${grave.en}. To be checked.`,
    };
  },
  innocent: [
    { zh: '合同约定的质保金(不超过一成)', en: 'quality retention under a contract, up to a tenth' },
    { zh: '涉诉资金', en: 'money under litigation' },
    { zh: '季节性种植,到季支付', en: 'planting waits for its season' },
  ],
  mustAct: { zh: '财政部门(收回统筹)', en: 'finance bureau (take it back)' },
  clears: { zh: '支付、收回、调减或统筹使用;登记质保金合同、诉讼文书或季节截止日', en: 'it is paid, taken back, cut or pooled; or the contract, the court document or the last day of the season is entered' },
  flagged: [
    { told: 'three tenths are unspent on the 366th day, and the bank has had its day', events: [year2018, paidFrom('a1', '2018-06-01', 70_000_000), ...daysEnded('2019-03-01', '2019-03-03')], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'medium', amountFen: 30_000_000 }] },
    { told: 'money of 2018 on the last day of 2019', events: [year2018, paidFrom('a1', '2018-06-01', 70_000_000), dayEnded('2019-03-03'), ...daysEnded('2019-12-31', '2020-01-01')], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'high', amountFen: 30_000_000 }] },
    { told: 'pooled in after that, it is two years old two years later', events: [year2018, paidFrom('a1', '2018-06-01', 100_000_000), pooledIn(5_000_000, '2020-02-29'), dayEnded('2021-03-02'), dayEnded('2022-03-02')], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'high', amountFen: 5_000_000 }] },
    { told: 'carried to the next year it is as old as before', events: [year2018, ...carried, dayEnded('2019-01-02'), dayEnded('2020-01-01')], flags: [{ part: 'a', subject: 'allocation:a2', severity: 'high', amountFen: 100_000_000 }] },
    { told: 'announced early, it counts from the first of January', events: [early, dayEnded('2020-01-03')], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'medium' }] },
    { told: 'more than a tenth is said to be retention', events: [year2018, explained({ amountFen: 20_000_000 }), paidFrom('a1', '2018-06-01', 80_000_000), dayEnded('2019-06-01')], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'medium', amountFen: 10_000_000 }] },
    { told: 'the season is over', events: [year2018, explained({ amountFen: 100_000_000, reason: 'seasonal', until: '2019-04-30' }), ...daysEnded('2019-04-30', '2019-05-01')], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'medium' }] },
    { told: 'set aside for a batch and not paid for half a year', events: [year2018, commit, ...daysEnded('2018-09-01', '2018-09-02')], flags: [{ part: 'b', subject: 'batch:b1', severity: 'medium', amountFen: 40_000_000 }] },
  ],
  clean: [
    { told: 'the 365th day', events: [year2018, ...daysEnded('2019-03-01', '2019-03-02')] },
    { told: 'announced early, the 365th day of its year', events: [early, dayEnded('2020-01-02')] },
    { told: 'spent, cut and taken back by then', events: [year2018, paidFrom('a1', '2018-06-01', 70_000_000), said('allocation-a1', AllocationAdjusted, { changeFen: -10_000_000, documentNumber: '恩财〔2018〕8号', reason: '调减', occurredOn: '2019-01-05' }), said('allocation-a1', AllocationReclaimed, { amountFen: 20_000_000, documentNumber: '恩财〔2018〕9号', reason: '收回', occurredOn: '2019-02-01' }), dayEnded('2020-02-01')] },
    { told: 'the old money is spent, what is here was pooled in later', events: [year2018, paidFrom('a1', '2018-06-01', 100_000_000), pooledIn(50_000_000, '2018-09-01'), dayEnded('2019-09-02')] },
    { told: 'a tenth is retention by contract, the rest lies at court', events: [year2018, explained({}), explained({ amountFen: 90_000_000, reason: 'litigation', documentNumber: '鄂民初〔2018〕1号' }), dayEnded('2020-02-01')] },
    { told: 'the season lasts', events: [year2018, explained({ amountFen: 100_000_000, reason: 'seasonal', until: '2019-04-30' }), dayEnded('2019-04-30')] },
    { told: 'set aside, and released on the last day', events: [year2018, commit, release, ...daysEnded('2018-09-01', '2018-09-03')] },
    { told: 'the bank has answered: what it could not pay is the matter of another rule', events: [year2018, commit, resultsOf('b1', '2018-03-08', 30_000_000), paidFrom('a1', '2018-03-08', 30_000_000), dayEnded('2018-10-01')] },
    { told: 'an opening balance counts from the change-over', events: [...daysEnded('2018-05-30', '2018-05-31'), allocation('a1', { occurredOn: '2017-11-01', campaign: 'takeover-2018' }), dayEnded('2019-06-02')] },
  ],
});
