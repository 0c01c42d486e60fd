/** A24: is what must be disclosed disclosed in time? Absent at the end of the due day is a notice, later more, worst when money moves meanwhile. */
import * as path from 'node:path';
import { DisclosureWithdrawn } from '../../../src/domain/disclosure';
import { answersSql, BOARD_DAYS, dueSql, longEnoughSql, workingDaySql, type Duty } from '../../duties/duty';
import { loadFolder } from '../../folder';
import { dayBeforeLastSql, lastDayEndSql, lastDaySql } from '../ledger-day';
import { reader, rule, type Parameter, type Said } from '../rule';
import { allocation, calendar, dayEnded, daysEnded, paidFrom, posted, said } from '../story';

const duties = (loadFolder(path.join(__dirname, '..', '..', 'duties'), ['duty']) as readonly Duty[]).filter(({ rule: watching }) => watching === 'A24');
/** The duties of other rules stand in the same table. */
const ours = `d.kind in (${duties.map(({ kind }) => `'${kind}'`).join(', ')})`;
const limited = duties.flatMap(({ limit, basis }) => (limit && 'workdays' in limit ? [{ ...limit, basis: basis.zh }] : []));
const workdays = { zh: '工作日', en: 'working days' };
const readAt = { zh: '期限起算日', en: 'the day the limit counts from' };

const parameters: readonly Parameter[] = [
  ...limited.map((limit) => ({ name: limit.parameter, value: limit.workdays, unit: workdays, basis: limit.basis, readAt })),
  { name: 'mediumAfterWorkdays', value: 10, unit: workdays, basis: 'proposal', readAt },
  { name: BOARD_DAYS.name, value: BOARD_DAYS.days, unit: { zh: '日', en: 'days' }, basis: '公告公示指导意见(2018)第四条:固定公示栏不少于 10 日', readAt },
];
const read = reader('A24', parameters);

const longEnough = longEnoughSql('p.at');

const [lastDayEnd, dayBeforeLast] = [lastDayEndSql('p.at'), dayBeforeLastSql('p.at')];

/**
 * A day-end asks this of every duty that falls due. What is late is settled first; the rest is looked up only for that. Days end in order, so the last
 * recorded is the latest, and the first to find something late is the last if the one before it was not late yet: neither is looked up for each duty.
 * `offset 0`: worked out once, however often compared. So many working days are at least as many days: of what fell due today no calendar need be asked.
 */
const query = `
select '' as part, d.subject_kind, d.subject_id, d.duty_id as occurrence,
  case when l.due_on is null then null
    when m.position is not null then 'high'
    when coalesce(v.shown_on - 1, l.ended_on) - l.due_on >= n.medium_after and coalesce(v.shown_on - 1, l.ended_on) >= ${workingDaySql('p.at', 'l.due_on', 'n.medium_after')} then 'medium'
    else 'notice' end as severity,
  d.amount_fen, d.owner_region as region, d.base_on as read_on,
  array_remove(array[d.position, v.shown_at, m.position, case when ${dayBeforeLast} < l.due_on then ${lastDayEnd} else (
    select e.position from audit.day_end(p.at) e where e.occurred_on >= l.due_on and e.position > d.position order by e.occurred_on, e.position limit 1) end], null) as evidence,
  jsonb_build_object('kind', d.kind, 'baseOn', d.base_on, 'dueOn', l.due_on, 'postedOn', v.shown_on, 'paidOn', m.occurred_on,
    'tooShort', (select count(*) from audit.disclosure(p.at) x where x.stream_id = d.stream_id and not ${longEnough})) as facts
from audit.duty(p.at) d
cross join lateral (
  select ${dueSql(duties, 'p.at')} as due_on, case when ${lastDayEnd} > d.position then ${lastDaySql('p.at')} end as ended_on offset 0
) l
left join lateral (
  select x.shown_on, x.position as shown_at
  from (select x.*, greatest(x.occurred_on, x.shown_from) as shown_on from audit.disclosure(p.at) x where x.stream_id = d.stream_id) x
  where ${answersSql(duties)} and ${longEnough}
  order by x.shown_on, x.position limit 1
) v on true
left join lateral (
  select m.position, m.occurred_on from (
    select m.position, m.occurred_on from audit.allocation_move(p.at) m where d.subject_kind = 'allocation' and m.allocation_id = d.subject_id and m.kind = 'paid'
    union all
    select m.position, m.occurred_on from audit.payment(p.at) m where d.subject_kind = 'project' and m.project_id = d.subject_id and m.kind = 'executed'
  ) m
  where m.occurred_on > l.due_on and (v.shown_on is null or m.occurred_on < v.shown_on)
  order by m.occurred_on, m.position limit 1
) m on true
cross join lateral (select ${read('mediumAfterWorkdays', 'd.owner_region', 'd.base_on')} as medium_after offset 0) n
where d.duty_id = p.subject and (l.due_on is null or (l.ended_on >= l.due_on and (v.shown_on is null or v.shown_on > l.due_on)))`;

/** By the stream that owes: its duties are few. */
const ofStreams = `
select d.duty_id, t.position
from (
  select x.stream_id, x.position from audit.disclosure($2 - 1) x where x.position >= $1
  union all
  select 'allocation-' || m.allocation_id, m.position from audit.allocation_move($2 - 1) m where m.position >= $1 and m.kind = 'paid'
  union all
  select 'project-' || m.project_id, m.position from audit.payment($2 - 1) m where m.position >= $1 and m.project_id is not null
) t
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.stream_id = t.stream_id and ${ours} offset 0) d`;

/** A calendar can move every due date that falls in its year. `offset 0` makes each row a look-up of its own by range. */
const ofCalendars = `
select d.duty_id, c.position
from (select distinct c.position, c.year from audit.calendar_day($2 - 1) c where c.position >= $1) c
cross join lateral (
  select d.duty_id from audit.duty(c.position) d where ${ours} and d.base_on >= make_date(c.year::integer - 1, 6, 1) and d.base_on <= make_date(c.year::integer, 12, 31) offset 0
) d`;

/** Duties that came since the last day-end: a due day may already be past. */
const newSinceDayEnd = `
select d.duty_id, e.position
from (select e.position, coalesce((select max(o.position) from audit.day_end(e.position - 1) o), -1) as previous from audit.day_end($2 - 1) e where e.position >= $1) e
cross join lateral (select d.duty_id from audit.duty($2 - 1) d where d.position > e.previous and d.position < e.position and ${ours} offset 0) d`;

/**
 * Only what falls due or reaches its next step between two day-ends: limits are worked out once per day and office, then looked up.
 * `offset 0` keeps a date that is compared four times from being worked out four times, and whatever is of the day-end from being asked for every duty.
 */
const fallingDue = `
select d.duty_id, g.position
from (
  select g.*, ${workingDaySql('g.position', 'g.due_on', read('mediumAfterWorkdays', 'g.owner_region', 'g.base_on', 'g.position'))} as medium_on
  from (
    select g.*, ${dueSql(duties, 'g.position', 'g')} as due_on
    from (
      select e.position, e.occurred_on, e.previous, d.kind, d.base_on, d.owner_region
      from (
        select e.position, e.occurred_on, (select o.occurred_on from audit.day_end(e.position - 1) o order by o.position desc limit 1) as previous
        from audit.day_end($2 - 1) e where e.position >= $1 offset 0
      ) e
      cross join lateral (
        select distinct d.kind, d.base_on, d.owner_region from audit.duty($2 - 1) d where ${ours} and d.base_on >= e.previous - 150 and d.base_on <= e.occurred_on + 1 and d.position < e.position offset 0
      ) d
    ) g
    offset 0
  ) g
  offset 0
) g
cross join lateral (
  select d.duty_id from audit.duty($2 - 1) d where d.owner_region = g.owner_region and d.base_on = g.base_on and d.kind = g.kind and d.position < g.position offset 0
) d
where (g.due_on > g.previous and g.due_on <= g.occurred_on) or (g.medium_on > g.previous and g.medium_on <= g.occurred_on)`;

const titleOf = (kind: string): { zh: string; en: string } => duties.find((duty) => duty.kind === kind)?.title ?? { zh: kind, en: kind };

function howItStands({ postedOn, paidOn, tooShort }: Said): { zh: string; en: string } {
  const short = Number(tooShort) > 0 ? { zh: '(有公示但展示天数不足)', en: ' (something was shown, for too few days)' } : { zh: '', en: '' };
  const paid = paidOn ? { zh: `,其间 ${String(paidOn)} 已发生资金支付`, en: `; money was paid meanwhile, on ${String(paidOn)}` } : { zh: '', en: '' };
  const posting = postedOn ? { zh: `,至 ${String(postedOn)} 方公开`, en: `; it was disclosed on ${String(postedOn)}` } : { zh: ',截至判定时未见公开', en: '; nothing had been disclosed when this was judged' };
  return { zh: `${posting.zh}${short.zh}${paid.zh}`, en: `${posting.en}${short.en}${paid.en}` };
}

export default rule({
  code: 'A24',
  title: { zh: '未公示、迟公示', en: 'Disclosure missing or late' },
  harm: 'disclosure-lapse',
  basis: [...duties.map((duty) => duty.basis), { zh: '《公职人员政务处分法》第三十八条第四项', en: 'Law on administrative discipline for public employees, article 38 (4)' }],
  parameters,
  query,
  touches: [`select d.duty_id, d.position from audit.duty($2 - 1) d where d.position >= $1 and ${ours}`, ofStreams, ofCalendars, newSinceDayEnd, fallingDue],
  sentence: (facts) => {
    const title = titleOf(String(facts['kind']));
    const stands = howItStands(facts);
    return {
      zh: `${title.zh}应不迟于 ${String(facts['dueOn'])}(自 ${String(facts['baseOn'])} 起算)${stands.zh},待核。`,
      en: `${title.en}: due by ${String(facts['dueOn'])}, counted from ${String(facts['baseOn'])}${stands.en}. To be checked.`,
    };
  },
  innocent: [
    { zh: '网站故障', en: 'the site was down' },
    { zh: '已在其他渠道公开但未登记', en: 'posted on another channel and not entered here' },
  ],
  mustAct: { zh: '责任公开单位', en: 'the office that owes the disclosure' },
  clears: { zh: '登记一条期限内的公开记录;迟到的公开不消除,只改记为迟公示', en: 'a disclosure dated in time is entered; a late one does not clear it but leaves it as late' },
  flagged: [
    {
      told: 'an allocation of 1 March 2018 is not announced by 22 March and announced two days late',
      events: [calendar(2018), allocation('a1'), ...daysEnded('2018-03-01', '2018-03-23'), posted('allocation-a1', '2018-03-24'), dayEnded('2018-03-24')],
      flags: [{ subject: 'allocation:a1', severity: 'notice', amountFen: 100_000_000 }],
    },
    {
      told: 'ten working days later it is still absent, then money is paid',
      events: [calendar(2018), allocation('a1'), ...daysEnded('2018-03-01', '2018-04-05'), paidFrom('a1', '2018-04-06')],
      flags: [{ subject: 'allocation:a1', severity: 'high' }],
    },
  ],
  clean: [
    { told: 'announced on the last day', events: [calendar(2018), allocation('a1'), ...daysEnded('2018-03-01', '2018-03-21'), posted('allocation-a1', '2018-03-22'), ...daysEnded('2018-03-22', '2018-04-10')] },
    {
      told: 'announced in time by its own date, told much later, taken down after three days: the matter of the rule on false disclosure',
      events: [
        calendar(2018), allocation('a1'), ...daysEnded('2018-03-01', '2018-04-30'), posted('allocation-a1', '2018-03-20'),
        said('allocation-a1', DisclosureWithdrawn, { postedRevision: 1, reason: '更换', occurredOn: '2018-03-23' }), ...daysEnded('2018-05-01', '2018-05-02'),
      ],
    },
    { told: 'no calendar was published: undecided, not silent', events: [allocation('a1'), ...daysEnded('2018-03-01', '2018-04-10')] },
  ],
});
