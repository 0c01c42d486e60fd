/** A36: is a failed or returned line left hanging, its money kept by the bank, or was it sent to somebody else? */
import * as path from 'node:path';
import { dueSql, metSql, parameterSql, type Duty } from '../../duties/duty';
import { loadFolder } from '../../folder';
import { BatchClosed } from '../../../src/domain/batch';
import { DisbursementReissued, FailedFundsRepaid } from '../../../src/domain/batch-corrections';
import { DisbursementFailed, DisbursementReturned, DisbursementSettled } from '../../../src/domain/batch-results';
import { HouseholdRegistered, MemberDied } from '../../../src/domain/household';
import { ProxyAuthorised } from '../../../src/domain/household-accounts';
import { deadSql } from '../deaths';
import { dayEndsSql } from '../day-steps';
import { rule, yuan, type Parameter } from '../rule';
import { account, calendar, daysEnded, paidBatch, person, programme, said, VILLAGE, type StoryEvent } from '../story';

const duties = (loadFolder(path.join(__dirname, '..', '..', 'duties'), ['duty']) as readonly Duty[]).filter(({ rule: watching }) => watching === 'A36');
const readAt = { zh: '失败或退回之日', en: 'the day of the failure or return' };
const days = { zh: '日', en: 'days' };
const HIGH_DAYS = 90;
const parameters: readonly Parameter[] = [
  { name: 'mediumDays', value: 30, unit: days, basis: 'proposal', readAt },
  { name: 'highDays', value: HIGH_DAYS, unit: days, basis: 'proposal;两高 2016-04-18 解释的三个月', readAt },
  { name: 'repayWorkdays', value: 10, unit: { zh: '工作日', en: 'working days' }, basis: 'proposal', readAt },
];
const highDays = (at: string, row: string): string => `(${parameterSql('A36', 'highDays', HIGH_DAYS, at, row)})::integer`;
const ours = `d.kind in (${duties.map(({ kind }) => `'${kind}'`).join(', ')})`;
const batchId = `split_part(p.subject, '|', 2)`;
const line = `split_part(p.subject, '|', 3)::bigint`;

const hanging = `
select case v.kind when 'settle-failed-line' then 'a' else 'b' end as part, 'disbursement' as subject_kind, v.subject_id, v.duty_id as occurrence,
  case when v.due_on is null then null when v.kind = 'repay-returned-money' or v.ended_on >= v.high_on then 'high' else 'medium' end as severity,
  v.amount_fen, v.owner_region as region, v.base_on as read_on, array[v.position, v.ended_at] as evidence,
  jsonb_build_object('amountFen', v.amount_fen, 'failedOn', v.base_on, 'dueOn', v.due_on, 'endedOn', v.ended_on, 'days', v.ended_on - v.base_on) as facts
from (
  select d.*, ${dueSql(duties, 'p.at')} as due_on, d.base_on + ${highDays('p.at', 'd')} as high_on, e.occurred_on as ended_on, e.position as ended_at
  from audit.duty(p.at) d
  cross join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e where e.position > d.position order by e.position desc limit 1) e
  where d.duty_id = p.subject and ${metSql(duties, 'p.at')} is null
  offset 0
) v
where v.due_on is null or v.ended_on >= v.due_on`;

const sameHousehold = (one: string, other: string): string => `exists (
  select from audit.household_member(p.at) a join audit.household_member(p.at) b on b.household_id = a.household_id and b.person_ref = ${other} and b.change = 'joined'
  where a.person_ref = ${one} and a.change = 'joined')`;

/** The heirs of a dead payee and a proxy by authorisation may be paid instead; an attempt that failed and was sent back to the payee does no harm. */
const otherPerson = `
select 'c' as part, 'disbursement' as subject_kind, v.batch_id || '/' || v.line as subject_id, 'attempt-' || v.attempt as occurrence, 'critical' as severity, v.amount_fen, v.region,
  v.occurred_on as read_on, array[v.entered_at, v.position] as evidence, jsonb_build_object('amountFen', v.amount_fen, 'reissuedOn', v.occurred_on, 'attempt', v.attempt, 'paid', v.paid) as facts
from (
  select d.*, o.position as entered_at, o.payee_ref as entitled_ref, o.amount_fen as owed_fen, o.region as owed_region,
    exists (select from audit.paid_line(p.at) l where l.batch_id = d.batch_id and l.line = d.line and l.attempt = d.attempt) as paid,
    d.attempt = (select max(n.attempt) from audit.disbursement(p.at) n where n.batch_id = d.batch_id and n.line = d.line) as latest
  from audit.disbursement(p.at) d
  join audit.disbursement(p.at) o on o.batch_id = d.batch_id and o.line = d.line and o.attempt = 1
  where left(p.subject, 5) = 'line|' and d.batch_id = ${batchId} and d.line = ${line} and d.attempt > 1 and d.payee_ref <> o.payee_ref
) w
cross join lateral (select w.batch_id, w.line, w.attempt, w.occurred_on, w.position, w.entered_at, w.paid, w.owed_fen as amount_fen, w.owed_region as region) v
where (w.paid or w.latest)
  and not (${deadSql('w.entitled_ref', 'w.occurred_on')} and ${sameHousehold('w.entitled_ref', 'w.payee_ref')})
  and not exists (
    select from audit.proxy(p.at) x where x.person_ref = w.entitled_ref and x.proxy_ref = w.payee_ref and not x.ended and x.occurred_on <= w.occurred_on and (x.holds_until is null or x.holds_until >= w.occurred_on))`;

/** What settles a failed line: paid again, brought back, the batch closed. */
const metTouches = `
select d.duty_id, t.position
from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select b.batch_id, b.line, b.position from audit.funds_repaid($2 - 1) b where b.position >= $1
) t
cross join lateral (select from audit.line_failure($2 - 1) f where f.batch_id = t.batch_id and f.line = t.line limit 1) f
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.subject_id = t.batch_id || '/' || t.line and ${ours} offset 0) d
union all
select d.duty_id, a.position
from audit.act($2 - 1) a
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.stream_id = a.stream_id and ${ours} offset 0) d
where a.position >= $1 and a.type = 'BatchClosed'`;

/** Every duty is looked at once at the first day-end after it, and again on the day it falls due or reaches its next step. */
const newTouches = `
select d.duty_id, e.position
from ${dayEndsSql} e
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.position > e.previous_at and d.position < e.position and ${ours} offset 0) d`;
const dueTouches = `
select d.duty_id, g.position
from (
  select g.*, ${dueSql(duties, 'g.position', 'g')} as due_on, g.base_on + ${highDays('g.position', 'g')} as high_on
  from (
    select distinct e.position, e.occurred_on, e.previous, d.kind, d.base_on, d.owner_region, d.brought_over
    from ${dayEndsSql} e
    cross join lateral (select d.kind, d.base_on, d.owner_region, d.brought_over from audit.duty($2 - 1) d where ${ours} and d.base_on >= e.previous - 400 and d.base_on <= e.occurred_on and d.position < e.position offset 0) d
  ) g
  offset 0
) g
cross join lateral (
  select d.duty_id from audit.duty($2 - 1) d where d.kind = g.kind and d.base_on = g.base_on and d.owner_region = g.owner_region and d.position < g.position offset 0
) d
where (g.due_on > g.previous and g.due_on <= g.occurred_on) or (g.kind = 'settle-failed-line' and g.high_on > g.previous and g.high_on <= g.occurred_on)`;
const calendarTouches = `
select d.duty_id, c.position
from (select distinct c.position, c.year from audit.calendar_day($2 - 1) c where c.position >= $1) c
cross join lateral (
  select d.duty_id from audit.duty(c.position) d
  where d.kind = 'repay-returned-money' and d.base_on >= make_date(c.year::integer - 1, 6, 1) and d.base_on <= make_date(c.year::integer, 12, 31) offset 0
) d`;

/** Lines sent again, and whatever is learnt of the people of such a line. */
const reissued = `exists (select from audit.disbursement($2 - 1) r where r.batch_id = t.batch_id and r.line = t.line and r.attempt = 2)`;
const lineTouches = `
select 'line|' || d.batch_id || '|' || d.line, d.position from audit.disbursement($2 - 1) d where d.position >= $1 and d.attempt > 1
union all
select 'line|' || s.batch_id || '|' || s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1 and s.attempt > 1
union all
select 'line|' || t.batch_id || '|' || t.line, t.position from audit.line_return($2 - 1) t where t.position >= $1 and ${reissued}
union all
select 'line|' || t.batch_id || '|' || t.line, t.position
from (
  select d.batch_id, d.line, k.position
  from (
    select x.person_ref, x.position from audit.death($2 - 1) x where x.position >= $1
    union all
    select x.person_ref, x.position from audit.register_row($2 - 1) x where x.position >= $1 and x.kind = 'deceased'
    union all
    select x.person_ref, x.position from audit.household_member($2 - 1) x where x.position >= $1 and x.change = 'joined'
    union all
    select x.person_ref, x.position from audit.proxy($2 - 1) x where x.position >= $1
  ) k
  cross join lateral (select d.batch_id, d.line from audit.disbursement($2 - 1) d where d.payee_ref = k.person_ref offset 0) d
) t
where ${reissued}`;

const failedLine = (on = '2018-05-12'): StoryEvent[] => [
  ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]).slice(0, 2),
  said('batch-b1', DisbursementFailed, { ordinal: 1, attempt: 1, amountFen: 30_000, resultsId: 'r1', reason: 'F01', occurredOn: on }),
];
const returnedLine: StoryEvent[] = [
  ...paidBatch('b1', '2018-05', '2018-05-10', [{ payee: 'li' }]),
  said('batch-b1', DisbursementReturned, { ordinal: 1, attempt: 1, amountFen: 30_000, resultsId: 'r2', reason: 'F03', occurredOn: '2018-05-16' }),
];
const sentAgain = (payee: string, on = '2018-05-20'): StoryEvent[] => [
  said('batch-b1', DisbursementReissued, { ordinal: 1, attempt: 2, accountRef: account(payee), payeeRef: person(payee), reason: '核对后重发', occurredOn: on }),
  said('batch-b1', DisbursementSettled, { ordinal: 1, attempt: 2, amountFen: 30_000, resultsId: 'r3', occurredOn: on }),
];
const year = [programme('p1'), calendar(2018)];

export default rule({
  code: 'A36',
  title: { zh: '发放失败挂账', en: 'Failed payments left hanging' },
  harm: 'delay',
  basis: duties.map((duty) => duty.basis),
  parameters,
  query: [hanging, otherPerson].map((part) => `select * from (${part}\n) part`).join('\nunion all\n'),
  touches: [metTouches, newTouches, dueTouches, calendarTouches, lineTouches],
  sentence: (facts, part) => {
    const sum = yuan(Number(facts['amountFen']));
    if (part === 'c') {
      const paid = facts['paid'] ? { zh: '并已到账', en: ' and was paid' } : { zh: '', en: '' };
      return {
        zh: `发放失败的明细 ${sum} 元于 ${String(facts['reissuedOn'])} 改发给他人${paid.zh},未见原享受对象死亡或委托,待核。`,
        en: `A failed line of ${sum} yuan went to another person on ${String(facts['reissuedOn'])}${paid.en}; neither a death nor an authorisation of the payee is on record. To be checked.`,
      };
    }
    const [on, ended, since] = [String(facts['failedOn']), String(facts['endedOn']), String(facts['days'])];
    return part === 'a'
      ? { zh: `${on} 发放失败或退回的明细 ${sum} 元,至 ${ended} 已 ${since} 日未重发、批次也未办结,待核。`, en: `A line of ${sum} yuan failed or came back on ${on}; by ${ended}, ${since} days later, it was neither paid again nor its batch closed. To be checked.` }
      : { zh: `${on} 退票的 ${sum} 元至 ${ended} 未缴回国库,应不迟于 ${String(facts['dueOn'])},待核。`, en: `${sum} yuan came back to the bank on ${on} and was not at the treasury by ${ended}; due by ${String(facts['dueOn'])}. To be checked.` };
  },
  innocent: [
    { zh: '享受对象死亡,由继承人领取', en: 'the payee died; the heirs are paid' },
    { zh: '外出务工人员联系不上,资金已退回', en: 'a migrant cannot be reached; the money is back' },
  ],
  mustAct: { zh: '代发银行、财政所', en: 'paying bank and township finance office' },
  clears: { zh: '重发到账、批次办结或登记资金缴库;改发他人的,登记死亡与同户关系或委托手续', en: 'it is paid again, its batch closed or its money reported back; for another person: the death and the household, or an authorisation, are entered' },
  flagged: [
    { told: 'a failed line waits for thirty days', events: [...year, ...failedLine(), ...daysEnded('2018-05-12', '2018-06-11')], flags: [{ part: 'a', subject: 'disbursement:b1/1', severity: 'medium', amountFen: 30_000 }] },
    { told: 'for ninety', events: [...year, ...failedLine(), ...daysEnded('2018-05-12', '2018-08-10')], flags: [{ part: 'a', subject: 'disbursement:b1/1', severity: 'high' }] },
    { told: 'the bank keeps returned money for more than ten working days', events: [...year, ...returnedLine, ...daysEnded('2018-05-16', '2018-05-30')], flags: [{ part: 'b', subject: 'disbursement:b1/1', severity: 'high', amountFen: 30_000 }] },
    { told: 'a failed line is sent again to a neighbour', events: [...year, ...failedLine(), ...sentAgain('wang')], flags: [{ part: 'c', subject: 'disbursement:b1/1', severity: 'critical', amountFen: 30_000 }] },
  ],
  clean: [
    { told: 'paid again to the payee on the last day', events: [...year, ...failedLine(), ...daysEnded('2018-05-12', '2018-06-10'), ...sentAgain('li', '2018-06-11'), ...daysEnded('2018-06-11', '2018-09-30')] },
    {
      told: 'the payee has died: the line goes to the heir in the same household',
      events: [
        ...year, said('household-h1', HouseholdRegistered, { region: VILLAGE, headRef: person('li'), members: [{ personRef: person('li'), relation: 'head' }, { personRef: person('son'), relation: 'child' }], status: 'registered', occurredOn: '2018-01-01' }),
        ...failedLine(), said('household-h1', MemberDied, { personRef: person('li'), source: 'civil-affairs', occurredOn: '2018-05-01' }), ...sentAgain('son'),
      ],
    },
    { told: 'a proxy by written authorisation is paid instead', events: [...year, said('household-h1', ProxyAuthorised, { personRef: person('li'), proxyRef: person('wang'), basis: 'written-authorisation', occurredOn: '2018-05-15' }), ...failedLine(), ...sentAgain('wang')] },
    {
      told: 'a migrant cannot be reached: the money is reported back in time and the batch is closed',
      events: [
        ...year, ...returnedLine, ...daysEnded('2018-05-16', '2018-05-28'), said('batch-b1', FailedFundsRepaid, { lines: [{ ordinal: 1, amountFen: 30_000 }], voucherNumber: 'V9', occurredOn: '2018-05-29' }),
        ...daysEnded('2018-05-29', '2018-06-13'), said('batch-b1', BatchClosed, { releasedFen: 30_000, occurredOn: '2018-06-14' }), ...daysEnded('2018-06-14', '2018-10-01'),
      ],
    },
    { told: 'returned money, and no calendar to count working days by: undecided, not silent', events: [programme('p1'), ...returnedLine, ...daysEnded('2018-05-16', '2018-06-10')] },
  ],
});
