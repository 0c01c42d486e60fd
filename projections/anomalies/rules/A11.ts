/** A11: does money lie with an office, the treasury or the bank beyond the time it has to pass it on or to pay it out? */
import * as path from 'node:path';
import { dueSql, parameterSql, payWithinSql, startSql, workingDaySql, type Duty } from '../../duties/duty';
import { loadFolder } from '../../folder';
import { AllocationSplit } from '../../../src/domain/allocation';
import { FundsIntegrated } from '../../../src/domain/allocation-transfer';
import { CommittedFundsPaid, FundsCommitted } from '../../../src/domain/commitment';
import { ObjectionAnswered, ObjectionRaised } from '../../../src/domain/roster';
import { RuleParameterSet } from '../../../src/domain/rule';
import { BatchSent } from '../../../src/domain/batch';
import { BatchFileRejected } from '../../../src/domain/batch-results';
import { PaymentApproved, type PaymentOrdered } from '../../../src/domain/payment';
import { dayEndsSql } from '../day-steps';
import { rule, yuan, type Parameter } from '../rule';
import { allocation, calendar, COUNTY, daysEnded, paidBatch, paidFrom, programme, resultsOf, rosterPosted, said, submitted, treasuryPaid, type StoryEvent } from '../story';
import { Waits } from '../waits';

const watchedHere = (loadFolder(path.join(__dirname, '..', '..', 'duties'), ['duty']) as readonly Duty[]).filter(({ rule: watching }) => watching === 'A11');
/** What the balance of an allocation tells; an order and a batch wait until they are answered. */
const duties = watchedHere.filter(({ metOn }) => metOn === undefined);
const waits = new Waits(watchedHere.filter(({ metOn }) => metOn !== undefined));
const readAt = { zh: '收到之日', en: 'the day of receipt' };
const days = { zh: '日', en: 'days' };
const LONG = 180;
const LEAST_SHARE = 1000;
const GRACE = 1;
const parameters: readonly Parameter[] = [
  ...duties.flatMap(({ limit, basis }) => (limit && 'days' in limit ? [{ name: limit.parameter, value: limit.days, unit: days, basis: basis.zh, readAt }] : [])),
  { name: 'criticalDays', value: LONG, unit: days, basis: 'proposal', readAt },
  { name: 'leastShareBasisPoints', value: LEAST_SHARE, unit: { zh: '万分之', en: 'basis points of the amount' }, basis: 'proposal:不足一成的余额属资金闲置(A14)', readAt },
  { name: 'recordingGraceDays', value: GRACE, unit: days, basis: 'proposal:银行回盘次日到达', readAt },
  ...waits.parameters,
];
const number = (name: string, value: number, at: string, row: string): string => `(${parameterSql('A11', name, value, at, row)})::integer`;
const ours = `d.kind in (${duties.map(({ kind }) => `'${kind}'`).join(', ')})`;

/** Days an objection to a roster of the programme in that region stopped the clock, once all are answered; null while one is open. */
const stoppedDays = (at: string, row: string): string => `(
  select case when bool_or(o.answered_on is null) then null else coalesce(max(o.answered_on) - min(o.raised_on), 0) end
  from (
    select greatest(r.occurred_on, ${row}.base_on) as raised_on, (
      select min(a.occurred_on) from audit.objection(${at}) a
      where a.roster_id = r.roster_id and a.objection_id = r.objection_id and a.change = 'answered' and (a.position, a.ordinal) > (r.position, r.ordinal)) as answered_on
    from audit.objection(${at}) r
    where ${row}.kind = 'pay-out' and r.programme_id = ${row}.programme_id and r.region >= ${row}.owner_region and r.region < ${row}.owner_region || ':' and r.change = 'raised'
  ) o
  where o.answered_on is null or o.answered_on > ${row}.base_on)`;

/** Limit, twice the limit and the long stop of a duty, each moved by the days an objection stopped it. `offset 0`: worked out once, however often compared. */
const steps = (at: string, row: string): string => `
cross join lateral (select ${startSql(at, row)} as started_on, ${dueSql(duties, at, row)} as limit_on, ${stoppedDays(at, row)} as stopped_days offset 0) l
cross join lateral (
  select l.limit_on + l.stopped_days as due_on, l.started_on + ${number('criticalDays', LONG, at, row)} + l.stopped_days as long_on,
    case when ${row}.kind = 'pay-out' then ${workingDaySql(at, 'l.started_on', `2 * ${payWithinSql(at, row)}`)} else l.limit_on + (l.limit_on - l.started_on) end + l.stopped_days as double_on
  offset 0
) k`;

/** What was passed on, pooled, carried over or taken back; what was paid; and, of batches the bank has answered, what it has not paid yet: that is A36's. */
const gone = `(
  (select coalesce(sum(a.amount_fen), 0) from audit.act(p.at) a where a.stream_id = d.stream_id and a.type in ('AllocationSplit', 'AllocationReclaimed', 'FundsIntegrated', 'CarriedOver'))
  + (select coalesce(sum(case when h.answered then greatest(h.committed_fen - h.released_fen, h.paid_fen) else h.paid_fen end), 0) from (
    select m.holder, m.holder_id, coalesce(sum(m.amount_fen) filter (where m.kind = 'committed'), 0) as committed_fen, coalesce(sum(m.amount_fen) filter (where m.kind = 'released'), 0) as released_fen,
      coalesce(sum(m.amount_fen) filter (where m.kind = 'paid'), 0) - coalesce(sum(m.amount_fen) filter (where m.kind = 'returned'), 0) as paid_fen,
      m.holder = 'batch' and exists (select from audit.batch_result(p.at) r where r.batch_id = m.holder_id) as answered
    from audit.allocation_move(p.at) m where m.allocation_id = d.subject_id group by m.holder, m.holder_id
  ) h))::bigint`;
const adjusted = `(select coalesce(sum(a.amount_fen), 0) from audit.act(p.at) a where a.stream_id = d.stream_id and a.type = 'AllocationAdjusted')::bigint`;

const query = `
select '' as part, 'allocation' as subject_kind, v.subject_id, v.kind as occurrence,
  case when v.due_on is null then null when v.ended_on >= v.long_on + v.grace then 'critical' when v.ended_on >= v.double_on + v.grace then 'high' else 'medium' end as severity,
  v.held_fen as amount_fen, v.owner_region as region, v.base_on as read_on, array[v.position, v.ended_at] as evidence,
  jsonb_build_object('kind', v.kind, 'heldFen', v.held_fen, 'amountFen', v.amount_fen, 'startedOn', v.started_on, 'dueOn', v.due_on, 'endedOn', v.ended_on, 'days', v.ended_on - v.started_on) as facts
from (
  select d.*, l.started_on, k.due_on, k.double_on, k.long_on, e.occurred_on as ended_on, e.position as ended_at, ${number('recordingGraceDays', GRACE, 'p.at', 'd')} as grace,
    d.amount_fen + ${adjusted} - ${gone} as held_fen, l.stopped_days
  from audit.duty(p.at) d
  cross join lateral (select e.occurred_on, e.position from audit.day_end(p.at) e where e.position > d.position order by e.position desc limit 1) e
  ${steps('p.at', 'd')}
  where d.duty_id = p.subject and ${ours} and (d.kind <> 'pay-out' or ${payWithinSql('p.at', 'd')} is not null)
) v
where v.stopped_days is not null and v.held_fen * 10000 >= v.amount_fen * ${parameterSql('A11', 'leastShareBasisPoints', LEAST_SHARE, 'p.at', 'v')} and v.held_fen > 0
  and (v.due_on is null or v.ended_on >= v.due_on + v.grace)`;

/** A programme that never had a clock has no pay-out to watch; the clock of a transfer needs no programme. */
const watched = `(d.kind <> 'pay-out' or exists (select from audit.programme_version($2 - 1) g where g.programme_id = d.programme_id and g.pay_within_workdays is not null))`;
const moveTouches = `
select d.duty_id, t.position
from (
  select m.allocation_id, m.position from audit.allocation_move($2 - 1) m where m.position >= $1
  union all
  select r.allocation_id, r.position from audit.batch_result($2 - 1) r where r.position >= $1
  union all
  select a.subject_id, a.position from audit.act($2 - 1) a where a.position >= $1 and a.type in ('AllocationSplit', 'AllocationReclaimed', 'FundsIntegrated', 'CarriedOver', 'AllocationAdjusted')
) t
cross join lateral (select d.* from audit.duty($2 - 1) d where d.subject_id = t.allocation_id and ${ours} offset 0) d
where ${watched}`;
/** An objection or new terms concern every allocation of the programme; terms of a year of which a duty cannot know yet, too. */
const programmeTouches = `
select d.duty_id, t.position
from (
  select o.programme_id, o.position from audit.objection($2 - 1) o where o.position >= $1
  union all
  select v.programme_id, v.position from audit.programme_version($2 - 1) v where v.position >= $1
) t
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.programme_id = t.programme_id and d.kind = 'pay-out' offset 0) d`;

const newTouches = `
select d.duty_id, e.position
from ${dayEndsSql} e
cross join lateral (select d.* from audit.duty($2 - 1) d where d.position > e.previous_at and d.position < e.position and ${ours} offset 0) d
where ${watched}`;
/** Allocations are few beside lines: the steps of those of three years, and of whatever was brought over, are worked out at each day-end, by what was known then. */
const dueTouches = `
select g.duty_id, g.ended_at
from (
  select d.*, e.position as ended_at, e.occurred_on as ended_on, e.previous
  from ${dayEndsSql} e
  cross join lateral (
    select d.* from audit.duty($2 - 1) d where ${ours} and d.base_on >= e.occurred_on - 1100 and d.base_on <= e.occurred_on and d.position < e.position
    union all
    select d.* from audit.duty($2 - 1) d where ${ours} and d.brought_over and d.base_on < e.occurred_on - 1100 and d.position < e.position
    offset 0
  ) d
  where ${watched}
) g
${steps('g.ended_at', 'g')}
cross join lateral (select ${number('recordingGraceDays', GRACE, 'g.ended_at', 'g')} as grace) n
where (k.due_on + n.grace > g.previous and k.due_on + n.grace <= g.ended_on) or (k.double_on + n.grace > g.previous and k.double_on + n.grace <= g.ended_on)
  or (k.long_on + n.grace > g.previous and k.long_on + n.grace <= g.ended_on)`;
const calendarTouches = `
select d.duty_id, c.position
from (select distinct c.position, c.year from audit.calendar_day($2 - 1) c where c.position >= $1) c
cross join lateral (
  select d.duty_id from audit.duty(c.position) d where d.kind = 'pay-out' and d.base_on >= make_date(c.year::integer - 3, 1, 1) and d.base_on <= make_date(c.year::integer, 12, 31) offset 0
) d`;

const DOES: Readonly<Record<string, { zh: string; en: string }>> = {
  'pass-on-transfer': { zh: '未分解下达', en: 'was not passed on' }, 'issue-own-transfer': { zh: '未下达', en: 'was not issued' }, 'pay-out': { zh: '未发放到户', en: 'was not paid out' },
};

const clocked = (terms: object = {}): StoryEvent => programme('p1', { cadence: 'yearly', payWithinWorkdays: 30, ...terms });
const atProvince = (terms: object = {}): StoryEvent => allocation('a1', { region: '42', ...terms });
const split = (on: string, amountFen = 100_000_000): StoryEvent =>
  said('allocation-a1', AllocationSplit, { splitId: 's1', toAllocationId: 'a2', toRegion: COUNTY, documentNumber: '鄂财农〔2018〕2号', amountFen, occurredOn: on });
const objection = (raisedOn: string): StoryEvent => said('roster-r1', ObjectionRaised, { objectionId: 'o1', matter: '名单遗漏', occurredOn: raisedOn });
const order = (approvedOn: string, terms: Partial<PaymentOrdered> = {}): StoryEvent[] => [...treasuryPaid('y1', approvedOn, terms).slice(0, 1), said('payment-y1', PaymentApproved, { occurredOn: approvedOn })];
const executed = (on: string): StoryEvent[] => treasuryPaid('y1', on).slice(1);
const sent = (on: string): StoryEvent => said('batch-b1', BatchSent, { occurredOn: on });
const list = (sentOn: string): StoryEvent[] => [...paidBatch('b1', '2018-02', sentOn, [{ payee: 'li' }]).slice(0, 2), submitted('b1', sentOn), sent(sentOn)];
const refused = (on: string, rejection: 'B01' | 'B07'): StoryEvent => said('batch-b1', BatchFileRejected, { resultsId: `x-${on}`, rejection, occurredOn: on });

export default rule({
  code: 'A11',
  title: { zh: '滞留资金', en: 'Money held too long' },
  harm: 'delay',
  basis: [...watchedHere.map((duty) => duty.basis), { zh: '《财政违法行为处罚处分条例》第六条(滞留应当下拨的财政资金)', en: 'Regulation on penalties for fiscal violations, article 6: holding back money that is to be passed on' }],
  parameters,
  query: `${query}
union all
${waits.query}`,
  touches: [moveTouches, programmeTouches, newTouches, dueTouches, calendarTouches, ...waits.touches],
  indexes: [{ table: 'duty', columns: 'programme_id, kind where programme_id is not null' }, { table: 'duty', columns: 'kind where brought_over' }],
  sentence: (facts) => {
    const waiting = waits.sentence(facts);
    if (waiting) return waiting;
    const does = DOES[String(facts['kind'])] ?? { zh: '未动用', en: 'lies idle' };
    const [held, whole] = [yuan(Number(facts['heldFen'])), yuan(Number(facts['amountFen']))];
    return {
      zh: `指标 ${whole} 元自 ${String(facts['startedOn'])} 起应不迟于 ${String(facts['dueOn'])} 办理,至 ${String(facts['endedOn'])}(第 ${String(facts['days'])} 日)仍有 ${held} 元${does.zh},待核。`,
      en: `Of ${whole} yuan held since ${String(facts['startedOn'])} and due by ${String(facts['dueOn'])}, ${held} yuan ${does.en} by ${String(facts['endedOn'])}, day ${String(facts['days'])}. To be checked.`,
    };
  },
  innocent: [
    { zh: '节假日顺延', en: 'public holidays moved the limit' },
    { zh: '救灾优先,经批准延期', en: 'a disaster came first, and the limit was lengthened' },
    { zh: '据实结算、按月或按进度支付的项目', en: 'items settled by fact, by month or by progress' },
    { zh: '花名册有异议尚未答复', en: 'an objection to the roster is not answered yet' },
  ],
  mustAct: { zh: '财政部门', en: 'finance bureau' },
  clears: { zh: '分解下达、发放到户或收回,国库支付,银行反馈结果或退回;登记延长时限的文件依据(参数)', en: 'it is passed on, paid out or reclaimed, the treasury pays, the bank answers or sends back; or the document that lengthens the limit is entered as a parameter' },
  flagged: [
    { told: 'the province keeps a central transfer for thirty-one days', events: [programme('p1'), atProvince(), ...daysEnded('2018-03-01', '2018-04-01')], flags: [{ subject: 'allocation:a1', severity: 'medium', amountFen: 100_000_000 }] },
    { told: 'and half of it for twice as long; a transfer of its own budget has sixty days', events: [programme('p1'), atProvince(), split('2018-03-10', 50_000_000), allocation('a3', { region: '42', source: 'provincial' }), ...daysEnded('2018-03-10', '2018-05-01')], flags: [{ subject: 'allocation:a1', severity: 'high', amountFen: 50_000_000 }, { subject: 'allocation:a3', severity: 'medium' }] },
    { told: 'the county does not pay for half a year what was due in thirty working days', events: [clocked(), calendar(2018), allocation('a1'), ...daysEnded('2018-03-01', '2018-08-29')], flags: [{ subject: 'allocation:a1', severity: 'critical' }] },
    { told: 'an order is not executed on the day of its approval, nor on the next working day', events: [calendar(2018), ...order('2018-03-02'), ...daysEnded('2018-03-02', '2018-03-05')], flags: [{ subject: 'payment:y1', severity: 'medium', amountFen: 10_000_000 }] },
    { told: 'nor for five working days', events: [calendar(2018), ...order('2018-03-01'), ...daysEnded('2018-03-01', '2018-03-09')], flags: [{ subject: 'payment:y1', severity: 'high' }] },
    { told: 'nor for half a year', events: [calendar(2018), ...order('2018-03-01'), ...daysEnded('2018-03-01', '2018-08-29')], flags: [{ subject: 'payment:y1', severity: 'critical' }] },
    { told: 'the bank does not answer for more than five working days; that it refused the list told twice is no answer', events: [calendar(2018), ...list('2018-03-01'), refused('2018-03-05', 'B07'), ...daysEnded('2018-03-01', '2018-03-15')], flags: [{ subject: 'batch:b1', severity: 'medium', amountFen: 30_000 }] },
    { told: 'nor for twice as long', events: [calendar(2018), ...list('2018-03-01'), ...daysEnded('2018-03-01', '2018-03-16')], flags: [{ subject: 'batch:b1', severity: 'high' }] },
    { told: 'sent back at once and sent again, then nothing for half a year', events: [calendar(2018), ...list('2018-02-27'), refused('2018-02-28', 'B01'), sent('2018-03-01'), ...daysEnded('2018-03-01', '2018-08-29')], flags: [{ subject: 'batch:b1', severity: 'critical' }] },
  ],
  clean: [
    { told: 'passed on in time but for a tenth', events: [programme('p1'), atProvince(), split('2018-03-30', 91_000_000), ...daysEnded('2018-03-30', '2018-06-30')] },
    { told: 'paid on the last day, which holidays had moved', events: [clocked(), calendar(2018, ['2018-04-05', '2018-04-06']), allocation('a1'), ...daysEnded('2018-03-01', '2018-04-15'), paidFrom('a1', '2018-04-16', 95_000_000), ...daysEnded('2018-04-16', '2018-06-30')] },
    {
      told: 'after a flood the county is given sixty more days to hand the transfer on',
      events: [
        programme('p1'), atProvince(), said('rule-A11', RuleParameterSet, { name: 'transferDays', value: 90, basis: '鄂政办发〔2018〕9号:救灾期间延期', region: '42', effectiveFrom: '2018-01-01', proposalRevision: 1 }),
        ...daysEnded('2018-03-01', '2018-05-20'),
      ],
    },
    {
      told: 'pooled into another fund of the county in time',
      events: [
        clocked(), calendar(2018), allocation('a1'),
        said('allocation-a1', FundsIntegrated, { integrationId: 'i1', toAllocationId: 'a9', amountFen: 95_000_000, planNumber: '方案1', planVersion: 1, useProgrammeId: 'p9', occurredOn: '2018-03-20' }), ...daysEnded('2018-03-20', '2018-06-30'),
      ],
    },
    { told: 'a monthly item and works paid by progress have no clock', events: [programme('p1'), calendar(2018), allocation('a1'), ...daysEnded('2018-03-01', '2018-09-30')] },
    { told: 'an objection is open; once answered, the days it took do not count', events: [clocked(), calendar(2018), allocation('a1'), ...rosterPosted('r1', '2018-03-05', '2018-03-11'), objection('2018-03-08'), ...daysEnded('2018-03-01', '2018-05-07'), said('roster-r1', ObjectionAnswered, { objectionId: 'o1', upheld: false, answer: '已复核', occurredOn: '2018-05-07' }), ...daysEnded('2018-05-08', '2018-06-05')] },
    {
      told: 'the bank has answered; what it could not pay is A36’s',
      events: [
        clocked(), calendar(2018), allocation('a1'), said('allocation-a1', FundsCommitted, { holder: 'batch', holderId: 'b1', amountFen: 95_000_000, occurredOn: '2018-03-05' }), resultsOf('b1', '2018-03-08', 40_000_000),
        said('allocation-a1', CommittedFundsPaid, { holder: 'batch', holderId: 'b1', amountFen: 40_000_000, causeId: 'r1', occurredOn: '2018-03-08' }), ...daysEnded('2018-03-08', '2018-06-30'),
      ],
    },
    { told: 'an opening balance brought over in June counts from the change-over', events: [clocked(), calendar(2018), ...daysEnded('2018-05-30', '2018-05-31'), allocation('a1', { occurredOn: '2018-03-01', campaign: 'takeover-2018' }), ...daysEnded('2018-06-01', '2018-07-10')] },
    { told: 'no calendar was published: undecided, not silent', events: [clocked(), allocation('a1'), ...order('2018-03-01'), ...list('2018-03-01'), ...daysEnded('2018-03-01', '2018-06-30')] },
    { told: 'the treasury executes on the day after the approval, as the paper comes', events: [calendar(2018), ...order('2018-03-01'), ...daysEnded('2018-03-01', '2018-03-01'), ...executed('2018-03-02'), ...daysEnded('2018-03-02', '2018-09-30')] },
    { told: 'approved on a Saturday, executed on Monday, told on Tuesday', events: [calendar(2018), ...order('2018-03-03'), ...daysEnded('2018-03-03', '2018-03-05'), ...executed('2018-03-05'), ...daysEnded('2018-03-06', '2018-09-30')] },
    { told: 'an order of an earlier system was brought over', events: [calendar(2018), ...order('2018-03-01', { campaign: 'takeover-2018' }), ...daysEnded('2018-03-01', '2018-09-30')] },
    { told: 'the bank answers on the last day, which holidays had moved', events: [calendar(2018, ['2018-04-05', '2018-04-06']), ...list('2018-03-30'), ...daysEnded('2018-03-30', '2018-04-09'), resultsOf('b1', '2018-04-10'), ...daysEnded('2018-04-10', '2018-09-30')] },
    { told: 'the bank sends the file back within five working days; the office has it again', events: [calendar(2018), ...list('2018-03-01'), ...daysEnded('2018-03-01', '2018-03-07'), refused('2018-03-08', 'B01'), ...daysEnded('2018-03-08', '2018-09-30')] },
    {
      told: 'after a flood treasury and bank are given twenty more days',
      events: [
        calendar(2018), ...['treasuryWorkdays', 'bankWorkdays'].map((name) => said('rule-A11', RuleParameterSet, { name, value: 25, basis: '鄂政办发〔2018〕9号:救灾期间延期', region: COUNTY, effectiveFrom: '2018-03-01', proposalRevision: 1 })),
        ...order('2018-03-01'), ...list('2018-03-01'), ...daysEnded('2018-03-01', '2018-04-05'),
      ],
    },
  ],
});
