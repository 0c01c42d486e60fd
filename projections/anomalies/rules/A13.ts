/** A13: was money paid to a unit, township or village that has not used it since, so that paid only means moved? */
import * as path from 'node:path';
import { metSql, parameterSql, startSql, type Duty } from '../../duties/duty';
import { loadFolder } from '../../folder';
import { ContractSigned } from '../../../src/domain/project-contract';
import { FundsUseReported, PaymentReversed } from '../../../src/domain/payment';
import { dutiesInStepSql, dutiesSinceSql, type Clock } from '../day-steps';
import { rule, yuan, type Parameter } from '../rule';
import { dayEnded, daysEnded, said, treasuryPaid, type StoryEvent } from '../story';
import { missingSql } from '../unit-balance';

const duties = (loadFolder(path.join(__dirname, '..', '..', 'duties'), ['duty']) as readonly Duty[]).filter(({ rule: watching }) => watching === 'A13');
const kinds = duties.map(({ kind }) => kind);
const readAt = { zh: '支付日', en: 'the day of payment' };
const days = { zh: '日', en: 'days' };
const USE = { name: 'useDays', value: 90 };
const HIGH = { name: 'highDays', value: 180 };
const parameters: readonly Parameter[] = [
  { ...USE, unit: days, basis: 'proposal;两高 2016-04-18 解释的三个月', readAt },
  { ...HIGH, unit: days, basis: 'proposal', readAt },
];
const clock: Clock = { rule: 'A13', limits: [USE, HIGH] };
const number = ({ name, value }: typeof USE, row: string): string => `(${parameterSql('A13', name, value, 'p.at', row)})::integer`;

/** What the contract says is kept back until the works have stood a year; how long that may take is another rule's matter (A31). */
const keptBack = `coalesce((
  select max(k.basis_points) from (
    select (array_agg(c.retention_basis_points order by c.position desc) filter (where c.retention_basis_points is not null))[1] as basis_points
    from audit.payment(p.at) y
    join audit.contract(p.at) c on c.project_id = y.project_id and (y.contract_number is null or c.contract_number = y.contract_number)
    where y.payment_id = d.subject_id and y.kind = 'executed' group by c.contract_number
  ) k), 0)`;

/** What its own reports cannot account for is not unused but missing: another rule's matter (A10). */
const query = `
select '' as part, 'payment' as subject_kind, v.subject_id, 'use' as occurrence, case when v.ended_on >= v.high_on then 'high' else 'medium' end as severity,
  v.left_fen as amount_fen, v.owner_region as region, v.base_on as read_on, array[v.position, v.ended_at] as evidence,
  jsonb_build_object('amountFen', v.amount_fen, 'leftFen', v.left_fen, 'startedOn', v.started_on, 'endedOn', v.ended_on, 'days', v.ended_on - v.started_on) as facts
from (
  select d.*, s.started_on, s.started_on + ${number(HIGH, 'd')} as high_on, e.occurred_on as ended_on, e.position as ended_at,
    (d.amount_fen - coalesce((select sum(u.amount_fen) from audit.funds_use(p.at) u where u.payment_id = d.subject_id and u.use in ('used', 'returned')), 0)
      - ${missingSql('p.at', 'd.subject_id', 'd.amount_fen')} - (d.amount_fen::numeric * ${keptBack} / 10000)::bigint)::bigint as left_fen
  from audit.duty(p.at) d
  cross join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e where e.position > d.position order by e.position desc limit 1) e
  cross join lateral (select ${startSql('p.at', 'd')} as started_on offset 0) s
  where d.duty_id = p.subject and e.occurred_on >= s.started_on + ${number(USE, 'd')} and ${metSql(duties, 'p.at')} is null
  offset 0
) v
where v.left_fen > 0`;

const ours = `d.kind in (${kinds.map((kind) => `'${kind}'`).join(', ')})`;
const toldTouches = `
select d.duty_id, t.position
from (
  select u.payment_id, u.position from audit.funds_use($2 - 1) u where u.position >= $1
  union all
  select y.payment_id, y.position from audit.payment($2 - 1) y where y.position >= $1
  union all
  select y.payment_id, c.position
  from audit.contract($2 - 1) c
  cross join lateral (select y.payment_id from audit.payment($2 - 1) y where y.project_id = c.project_id offset 0) y
  where c.position >= $1
) t
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.subject_id = t.payment_id and ${ours} offset 0) d`;

const TOWNSHIP = '11422801000000000F';
const toTownship = (on = '2018-03-01', order: object = {}): StoryEvent[] => treasuryPaid('y1', on, { payeeUscc: TOWNSHIP, ...order });
const told = (use: FundsUseReported['use'], amountFen: number, occurredOn: string): StoryEvent => said('payment-y1', FundsUseReported, { use, amountFen, occurredOn });
const contract = said('project-j1', ContractSigned, {
  contractNumber: 'C1', contractorUscc: '91422801MA0000000A', contractorName: '示例建设有限公司', amountFen: 20_000_000, retentionBasisPoints: 1000, startOn: '2018-03-01', endOn: '2018-05-01', occurredOn: '2018-02-20',
});

export default rule({
  code: 'A13',
  title: { zh: '以拨代支、虚列支出', en: 'Paid to a unit and not used' },
  harm: 'diversion',
  basis: [...duties.map((duty) => duty.basis), { zh: '《财政违法行为处罚处分条例》第六条:虚列财政支出', en: 'Regulation on penalties for fiscal violations, article 6: false listing of expenditure' }],
  parameters,
  query,
  touches: [toldTouches, dutiesSinceSql(kinds), dutiesInStepSql(clock, kinds)],
  sentence: ({ amountFen, leftFen, startedOn, endedOn, days: since }) => ({
    zh: `拨付单位的资金 ${yuan(Number(amountFen))} 元自 ${String(startedOn)} 起,至 ${String(endedOn)} 已 ${String(since)} 日,仍有 ${yuan(Number(leftFen))} 元未使用也未退回,待核。`,
    en: `Of ${yuan(Number(amountFen))} yuan paid to a unit, ${yuan(Number(leftFen))} yuan was neither used nor given back by ${String(endedOn)}, ${String(since)} days after ${String(startedOn)}. To be checked.`,
  }),
  innocent: [
    { zh: '乡镇财政专户历史余额,自切换日起计', en: 'a balance of a township account from before the change-over, which counts from then' },
    { zh: '合同约定的质保金', en: 'quality retention under the contract' },
    { zh: '使用情况未及时登记', en: 'its use was not entered in time' },
  ],
  mustAct: { zh: '财政部门', en: 'finance bureau' },
  clears: { zh: '登记使用或退回情况,或支付令冲回', en: 'its use or return is entered, or the payment is reversed' },
  flagged: [
    { told: 'a township has used a part of it by the ninetieth day', events: [...toTownship(), told('used', 4_000_000, '2018-04-10'), ...daysEnded('2018-05-28', '2018-05-30')], flags: [{ subject: 'payment:y1', severity: 'medium', amountFen: 6_000_000 }] },
    { told: 'and nothing of it for half a year, over the end of February', events: [...toTownship('2019-12-01'), told('held', 10_000_000, '2020-02-29'), dayEnded('2020-02-29'), dayEnded('2020-05-29')], flags: [{ subject: 'payment:y1', severity: 'high', amountFen: 10_000_000 }] },
    { told: 'passed on is not used', events: [...toTownship(), told('passed-on', 10_000_000, '2018-03-20'), dayEnded('2018-06-01')], flags: [{ subject: 'payment:y1', severity: 'medium' }] },
    { told: 'a tenth is retention, a little more is left', events: [contract, ...toTownship('2018-03-01', { projectId: 'j1' }), told('used', 8_900_000, '2018-04-10'), dayEnded('2018-06-01')], flags: [{ subject: 'payment:y1', severity: 'medium', amountFen: 100_000 }] },
    { told: 'a balance brought over in June is still there in September', events: [...daysEnded('2018-05-30', '2018-05-31'), ...toTownship('2017-01-10', { campaign: 'takeover-2018' }), dayEnded('2018-06-01'), dayEnded('2018-08-30')], flags: [{ subject: 'payment:y1', severity: 'medium' }] },
  ],
  clean: [
    { told: 'the eighty-ninth day', events: [...toTownship(), ...daysEnded('2018-03-01', '2018-05-29')] },
    { told: 'used or given back by the ninetieth day', events: [...toTownship(), told('used', 9_000_000, '2018-05-30'), told('returned', 1_000_000, '2018-05-30'), dayEnded('2018-05-30'), dayEnded('2018-12-01')] },
    { told: 'its use is entered late, and the payment of another taken back', events: [...toTownship(), ...treasuryPaid('y2', '2018-03-01', { payeeUscc: TOWNSHIP }), dayEnded('2018-06-01'), told('used', 10_000_000, '2018-05-02'), said('payment-y2', PaymentReversed, { reason: '退回', occurredOn: '2018-06-02' })] },
    { told: 'what is left is the retention of the contract', events: [contract, ...toTownship('2018-03-01', { projectId: 'j1' }), told('used', 9_000_000, '2018-04-10'), dayEnded('2018-12-01')] },
    { told: 'a balance of the old township account counts from the change-over', events: [...daysEnded('2018-05-30', '2018-05-31'), ...toTownship('2017-01-10', { campaign: 'takeover-2018' }), dayEnded('2018-06-01'), dayEnded('2018-08-29')] },
    { told: 'a firm was paid for its work', events: [...treasuryPaid('y1', '2018-03-01'), dayEnded('2018-12-01')] },
    { told: 'what the unit cannot account for is the matter of the rule on interception', events: [...toTownship(), told('used', 7_000_000, '2018-04-10'), told('held', 0, '2018-05-01'), dayEnded('2018-06-01')] },
  ],
});
