/** A10: does money on its way to whom it is named for stop somewhere: never taken in below, gone at the unit that passes it on, or taken back from the payee as a fee? */
import { AllocationSplit } from '../../../src/domain/allocation';
import { AllocationReceived } from '../../../src/domain/allocation-opening';
import { SplitWithdrawn } from '../../../src/domain/allocation-split';
import { AllocationReclaimed, CarriedOver, FundsIntegrated, IntegratedFundsReceived, ReclaimedFundsReceived } from '../../../src/domain/allocation-transfer';
import { FeeCollected } from '../../../src/domain/household';
import { FundsUseReported, PaymentReversed } from '../../../src/domain/payment';
import { RecoveryOpened } from '../../../src/domain/recovery';
import { dayEndsSql, startsSql, stretchesSql, type Clock } from '../day-steps';
import { lastDaySql } from '../ledger-day';
import { reader, rule, yuan, type Parameter } from '../rule';
import { allocation, COUNTY, daysEnded, household, person, said, treasuryPaid, type StoryEvent } from '../story';
import { missingSql } from '../unit-balance';

const TRANSIT = { name: 'transitDays', value: 30 };
const parameters: readonly Parameter[] = [
  { ...TRANSIT, unit: { zh: '日', en: 'days' }, basis: '《预算法》第五十二条:三十日内正式下达;其余去向同期限为 proposal', readAt: { zh: '转出之日', en: 'the day it left' } },
];
const read = reader('A10', parameters);
const OUT = `('split', 'integrated-out', 'carried-out', 'reclaimed')`;
const after = (prefix: string): string => `case when left(p.subject, ${String(prefix.length)}) = '${prefix}' then substr(p.subject, ${String(prefix.length + 1)}) end`;

/** Received, pooled or carried in, come back above, or the split was withdrawn. A surplus back to the budget and what the own treasury takes back are on their way to no other allocation. */
const answered = `(
  exists (select from audit.allocation(p.at) a where a.answers_position = m.position)
  or exists (select from audit.allocation_move(p.at) a where a.answers_position = m.position)
  or (m.kind = 'split' and exists (select from audit.allocation_move(p.at) w where w.allocation_id = m.allocation_id and w.kind = 'split-withdrawn' and w.cause_id = m.cause_id)))`;

const underway = `
select 'a' as part, 'allocation' as subject_kind, v.allocation_id as subject_id, v.kind || '-' || v.revision as occurrence, 'critical' as severity, v.amount_fen, coalesce(v.to_region, v.region) as region,
  v.occurred_on as read_on, array[v.position, v.ended_at] as evidence,
  jsonb_build_object('kind', v.kind, 'amountFen', v.amount_fen, 'leftOn', v.occurred_on, 'endedOn', v.ended_on, 'days', v.ended_on - v.start_on) as facts
from (
  select m.*, e.occurred_on as ended_on, e.position as ended_at,
    greatest(m.occurred_on, (select ${lastDaySql('o.position')} + 1 from audit.allocation(p.at) o where o.allocation_id = m.allocation_id and o.campaign is not null order by o.position limit 1)) as start_on
  from audit.allocation_move(p.at) m
  cross join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e where e.position > m.position order by e.position desc limit 1) e
  where m.position = ${after('move|')}::bigint and m.kind in ${OUT} and m.other_allocation_id is not null and not ${answered}
  offset 0
) v
where v.ended_on > v.start_on + ${read(TRANSIT.name, 'v.region', 'v.occurred_on')}::integer`;

const goneAtUnit = `
select 'b' as part, 'payment' as subject_kind, v.payment_id as subject_id, 'balance' as occurrence, 'critical' as severity, v.missing_fen as amount_fen, v.region, v.occurred_on as read_on, v.evidence,
  jsonb_build_object('amountFen', v.amount_fen, 'missingFen', v.missing_fen) as facts
from (
  select y.payment_id, y.region, y.occurred_on, y.amount_fen, ${missingSql('p.at', 'y.payment_id', 'y.amount_fen')} as missing_fen,
    (select array_agg(u.position order by u.position) from audit.funds_use(p.at) u where u.payment_id = y.payment_id) || y.position as evidence
  from audit.payment(p.at) y
  where y.payment_id = ${after('payment|')} and y.kind = 'executed' and not exists (select from audit.payment(p.at) r where r.payment_id = y.payment_id and r.kind = 'reversed')
  offset 0
) v
where v.missing_fen > 0`;

/** Over-payments may be set off under a decision that asks them back from the payee, up to what it asks. */
const setOff = `exists (
  select from audit.recovery(p.at) r
  where r.from_kind = 'person' and r.from_id = f.payer_ref and r.occurred_on <= f.occurred_on
    and not exists (select from audit.recovery_withdrawal(p.at) w where w.recovery_id = r.recovery_id and w.occurred_on <= f.occurred_on)
    and r.amount_fen >= (select sum(x.amount_fen) from audit.fee_collected(p.at) x where x.payer_ref = f.payer_ref and x.occurred_on >= r.occurred_on and x.occurred_on <= f.occurred_on))`;
const fee = `
select 'c' as part, case when f.payer_ref is null then 'household' else 'person' end as subject_kind, coalesce(f.payer_ref, f.household_id) as subject_id, 'fee-' || f.position as occurrence, 'critical' as severity,
  f.amount_fen, f.region, f.occurred_on as read_on, array[f.position] as evidence,
  jsonb_build_object('amountFen', f.amount_fen, 'programme', f.programme_id, 'collectedOn', f.occurred_on, 'organisation', f.collector_uscc is not null) as facts
from audit.fee_collected(p.at) f
where f.position = ${after('fee|')}::bigint and not ${setOff}`;

const clock: Clock = { rule: 'A10', limits: [TRANSIT], beyond: 1 };
const moves = (condition: string, at: string): string => `(select m.position from audit.allocation_move(${at}) m where ${condition} and m.kind in ${OUT} and m.other_allocation_id is not null offset 0) m`;
/** What left a month ago, what was told since the last day-end, and what was brought over a month ago. */
const leaving = `
select 'move|' || m.position, s.position from ${startsSql(clock)} s cross join lateral ${moves('m.occurred_on > s.after and m.occurred_on <= s.upto', 's.position')}
union all
select 'move|' || m.position, e.position from ${dayEndsSql} e cross join lateral ${moves('m.position > e.previous_at', 'e.position')}
union all
select 'move|' || m.position, s.position
from ${stretchesSql(startsSql(clock))} s
cross join lateral (select a.allocation_id from audit.allocation(s.closed_at) a where a.position > s.opened_at and a.campaign is not null offset 0) a
cross join lateral ${moves('m.allocation_id = a.allocation_id', 's.position')}`;
const arriving = `
select 'move|' || a.answers_position, a.position from audit.allocation($2 - 1) a where a.position >= $1 and a.answers_position is not null
union all
select 'move|' || a.answers_position, a.position from audit.allocation_move($2 - 1) a where a.position >= $1 and a.answers_position is not null
union all
select 'move|' || m.position, w.position
from audit.allocation_move($2 - 1) w
cross join lateral ${moves('m.allocation_id = w.allocation_id and m.cause_id = w.cause_id', '$2 - 1')}
where w.position >= $1 and w.kind = 'split-withdrawn'`;
const unitTouches = `
select 'payment|' || u.payment_id, u.position from audit.funds_use($2 - 1) u where u.position >= $1
union all
select 'payment|' || y.payment_id, y.position from audit.payment($2 - 1) y where y.position >= $1`;
const feeTouches = `
select 'fee|' || f.position, t.position
from (
  select x.payer_ref, x.position from audit.fee_collected($2 - 1) x where x.position >= $1
  union all
  select r.from_id, r.position from audit.recovery($2 - 1) r where r.position >= $1
  union all
  select r.from_id, w.position
  from audit.recovery_withdrawal($2 - 1) w
  cross join lateral (select r.from_id from audit.recovery($2 - 1) r where r.recovery_id = w.recovery_id offset 0) r
  where w.position >= $1
) t
cross join lateral (select f.position from audit.fee_collected($2 - 1) f where f.payer_ref = t.payer_ref offset 0) f
union all
select 'fee|' || f.position, f.position from audit.fee_collected($2 - 1) f where f.position >= $1`;

const WAYS: Readonly<Record<string, { zh: string; en: string }>> = {
  split: { zh: '分解下达,下级未接收', en: 'was split off and never received below' }, 'integrated-out': { zh: '统筹整合转出,未见转入', en: 'was pooled and never taken in' },
  'carried-out': { zh: '结转转出,未见转入', en: 'was carried over and never taken in' }, reclaimed: { zh: '由上级收回,上级未见到账', en: 'was taken back by the level above and never arrived there' },
};

const byProvince = allocation('a1', { region: '42' });
const split = said('allocation-a1', AllocationSplit, { splitId: 's1', toAllocationId: 'a2', toRegion: COUNTY, documentNumber: '鄂财农〔2018〕2号', amountFen: 40_000_000, occurredOn: '2018-03-10' });
/** The split is the third event of a ledger that begins with the release of the rule. */
const received = said('allocation-a2', AllocationReceived, {
  fromAllocationId: 'a1', splitId: 's1', splitAt: 2, region: COUNTY, programmeId: 'p1', documentNumber: '鄂财农〔2018〕2号', budgetYear: 2018, source: 'central', functionCode: '2130505', amountFen: 40_000_000, occurredOn: '2018-03-15',
});
const reclaimed = (takenBy?: 'own-treasury'): StoryEvent => said('allocation-a2', AllocationReclaimed, { amountFen: 5_000_000, ...(takenBy && { takenBy }), documentNumber: '鄂财农〔2018〕9号', reason: '结余', occurredOn: '2018-04-01' });
const pooled = said('allocation-a1', FundsIntegrated, { integrationId: 'i1', toAllocationId: 'a9', amountFen: 6_000_000, planNumber: '方案1', planVersion: 1, useProgrammeId: 'p9', occurredOn: '2018-03-10' });
const carried = (toAllocationId?: string): StoryEvent => said('allocation-a1', CarriedOver, { carryId: 'c1', kind: 'surplus', ...(toAllocationId !== undefined && { toAllocationId }), toBudgetYear: 2019, documentNumber: '鄂财农〔2018〕4号', amountFen: 7_000_000, occurredOn: '2018-03-10' });
const month = daysEnded('2018-03-10', '2018-04-10');
const township = treasuryPaid('y1', '2018-03-01', { payeeUscc: '11422801000000000F' });
const told = (use: FundsUseReported['use'], amountFen: number, occurredOn: string): StoryEvent => said('payment-y1', FundsUseReported, { use, amountFen, occurredOn });
const feeOf = (terms: Partial<FeeCollected> = {}): StoryEvent => said('household-h1', FeeCollected, { payerRef: person('li'), amountFen: 20_000, pretext: '押金', programmeId: 'p1', occurredOn: '2018-05-12', ...terms });
const askedBack = said('recovery-v1', RecoveryOpened, { region: COUNTY, from: { kind: 'person', personRef: person('li') }, amountFen: 20_000, decisionNumber: '县民处〔2018〕7号', returnTo: 'original-channel', dueOn: '2018-12-31', occurredOn: '2018-05-12' });

export default rule({
  code: 'A10',
  title: { zh: '截留', en: 'Money stopped on its way' },
  harm: 'misappropriation',
  basis: [
    { zh: '《财政违法行为处罚处分条例》第六条:截留、挪用财政资金', en: 'Regulation on penalties for fiscal violations, article 6: withholding or diverting public money' },
    { zh: '《预算法》第五十二条、第五十七条', en: 'Budget law, articles 52 and 57' },
  ],
  parameters,
  query: [underway, goneAtUnit, fee].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [leaving, arriving, unitTouches, feeTouches],
  indexes: [
    { table: 'allocation', columns: 'answers_position where answers_position is not null' }, { table: 'allocation_move', columns: 'kind, occurred_on' }, { table: 'recovery', columns: 'from_id' },
    { table: 'fee_collected', columns: 'payer_ref where payer_ref is not null' },
  ],
  sentence: ({ kind, amountFen, leftOn, endedOn, days, missingFen, programme, collectedOn, organisation }, part) => {
    const sum = yuan(Number(amountFen));
    if (part === 'a') {
      const way = WAYS[String(kind)] ?? { zh: '转出,未见转入', en: 'left and never arrived' };
      return {
        zh: `${String(leftOn)} ${sum} 元${way.zh},至 ${String(endedOn)} 已 ${String(days)} 日,待核。`,
        en: `${sum} yuan ${way.en}; it left on ${String(leftOn)}, and by ${String(endedOn)} ${String(days)} days had passed. To be checked.`,
      };
    }
    if (part === 'b') {
      return {
        zh: `拨付单位的 ${sum} 元中,${yuan(Number(missingFen))} 元既未使用、退回、转拨,盘点时也不在账上,待核。`,
        en: `Of ${sum} yuan paid to a unit, ${yuan(Number(missingFen))} was neither used, given back nor passed on, and not there when its balance was looked at. To be checked.`,
      };
    }
    const of = programme === null ? { zh: '', en: '' } : { zh: `项目 ${String(programme)} `, en: ` of programme ${String(programme)}` };
    return {
      zh: `${String(collectedOn)} ${organisation ? '有单位' : '有人'}向享受对象收取${of.zh}“费用”${sum} 元,未见据以抵扣的追回决定,待核。`,
      en: `On ${String(collectedOn)} ${organisation ? 'an organisation' : 'somebody'} took ${sum} yuan${of.en} from a payee, and no decision that asks it back is on record. To be checked.`,
    };
  },
  innocent: [
    { zh: '抵扣以前多发的补贴(须有追回决定)', en: 'an earlier over-payment is set off, under a decision that asks it back' },
    { zh: '依法代扣的税款', en: 'tax withheld by law' },
    { zh: '接收、转入登记滞后', en: 'the receipt was entered late' },
  ],
  mustAct: { zh: '审计、财政部门', en: 'audit and finance bureau' },
  clears: { zh: '登记接收、转入、到账或撤销分解;登记使用、退回情况;登记追回决定', en: 'its receipt, or the withdrawal of the split, is entered; its use or return; the decision that asks it back' },
  flagged: [
    { told: 'the county has not taken a split in after thirty-one days', events: [byProvince, split, ...month], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'critical', amountFen: 40_000_000 }] },
    { told: 'what was pooled, and what was carried to the next year, has arrived nowhere', events: [allocation('a1'), pooled, carried('a8'), ...month], flags: [{ part: 'a', subject: 'allocation:a1', severity: 'critical' }, { part: 'a', subject: 'allocation:a1', severity: 'critical' }] },
    { told: 'what the county gave back has not come in above', events: [byProvince, split, received, reclaimed(), ...daysEnded('2018-04-01', '2018-05-02')], flags: [{ part: 'a', subject: 'allocation:a2', severity: 'critical', amountFen: 5_000_000 }] },
    { told: 'a township used seven tenths and holds two', events: [...township, told('used', 7_000_000, '2018-03-20'), told('held', 2_000_000, '2018-03-31')], flags: [{ part: 'b', subject: 'payment:y1', severity: 'critical', amountFen: 1_000_000 }] },
    { told: 'a payee is asked for a deposit, a household for a fee', events: [...household('h1', 'li'), feeOf(), feeOf({ payerRef: undefined, collectorUscc: '11422801000000000F' })], flags: [{ part: 'c', subject: `person:${person('li')}`, severity: 'critical', amountFen: 20_000 }, { part: 'c', subject: 'household:h1', severity: 'critical' }] },
    { told: 'more is set off than the decision asks back', events: [...household('h1', 'li'), askedBack, feeOf({ amountFen: 20_001 })], flags: [{ part: 'c', subject: `person:${person('li')}`, severity: 'critical' }] },
  ],
  clean: [
    { told: 'the thirtieth day', events: [byProvince, split, ...daysEnded('2018-03-10', '2018-04-09')] },
    { told: 'received in time; reclaimed by the own treasury', events: [byProvince, split, received, reclaimed('own-treasury'), ...daysEnded('2018-04-01', '2018-06-01')] },
    { told: 'what the county gave back has come in above, though told late', events: [byProvince, split, received, reclaimed(), ...daysEnded('2018-04-01', '2018-05-02'), said('allocation-a1', ReclaimedFundsReceived, { fromAllocationId: 'a2', reclaimRevision: 1, reclaimedAt: 4, amountFen: 5_000_000, occurredOn: '2018-04-03' })] },
    { told: 'a split that its receiver declined is withdrawn', events: [byProvince, split, said('allocation-a1', SplitWithdrawn, { splitId: 's1', toAllocationId: 'a2', amountFen: 40_000_000, reason: '退回', occurredOn: '2018-03-20' }), ...month] },
    { told: 'pooled and taken in; a surplus goes back to the budget', events: [allocation('a1'), pooled, said('allocation-a9', IntegratedFundsReceived, { fromAllocationId: 'a1', integrationId: 'i1', amountFen: 6_000_000, originSource: 'central', originProgrammeId: 'p1', originFunctionCode: '2130505', useProgrammeId: 'p9', planNumber: '方案1', planVersion: 1, integratedAt: 2, occurredOn: '2018-03-12' }), carried(), ...month] },
    { told: 'a split brought over counts from the change-over', events: [...daysEnded('2018-03-30', '2018-03-31'), allocation('a1', { region: '42', occurredOn: '2017-03-01', campaign: 'takeover-2018' }), split, ...daysEnded('2018-04-01', '2018-05-01')] },
    { told: 'a township accounts for all of it, one use told after its balance', events: [...township, told('held', 2_000_000, '2018-03-31'), told('used', 8_000_000, '2018-03-20')] },
    { told: 'a payment taken back', events: [...township, told('held', 2_000_000, '2018-03-31'), said('payment-y1', PaymentReversed, { reason: '退回', occurredOn: '2018-04-02' })] },
    { told: 'an over-payment is set off under a decision', events: [...household('h1', 'li'), feeOf(), askedBack] },
  ],
});
