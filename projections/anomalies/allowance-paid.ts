/** SQL of what was granted month by month, held against what was paid for the same benefit period: the part of A17 on allowances. */
import { deadSql } from './deaths';
import { dayEndsSql, startsSql, type Clock } from './day-steps';
import { beginsPeriodSql, coversSql, firstOfMonthSql, grantsSql, monthSql, periodMonthsSql } from './granted-months';
import { historySql } from './ledger-day';
import type { reader } from './rule';

const part = (nth: number): string => `split_part(p.subject, '|', ${String(nth)})`;
const [who, item] = [part(2), part(3)];
const isPerson = `left(p.subject, 2) = 'p|'`;
export const ofPeriod = `left(p.subject, 2) in ('p|', 'h|')`;
const from = `(case when ${ofPeriod} then ${part(4)}::date end)`;
const granted = { person: `left(p.subject, 2) = 'p|' and a.person_ref = ${who} and a.programme_id = ${item}`, household: `left(p.subject, 2) = 'h|' and a.household_id = ${who} and a.programme_id = ${item}` };

/** Lines as entered, whose payee or household it is, of periods that touch this one. Nobody is paid for more than a year at once. */
const entered = (where: string): string => `
  select d.batch_id, d.line, d.benefit_from, d.benefit_to, d.amount_fen, d.deducted_fen from audit.disbursement(p.at) d
  where left(p.subject, 2) = 'p|' and d.payee_ref = ${who} and d.programme_id = ${item} and d.attempt = 1 and ${where}
  union all
  select d.batch_id, d.line, d.benefit_from, d.benefit_to, d.amount_fen, d.deducted_fen from audit.disbursement(p.at) d
  where left(p.subject, 2) = 'h|' and d.household_id = ${who} and d.programme_id = ${item} and d.attempt = 1 and ${where}`;
/** The share of a line that is for months of this period. */
const shareOf = (fen: string): string => `(${fen} * greatest(0, least(d.to_month, t.from_month + t.months - 1) - greatest(d.from_month, t.from_month) + 1) + d.to_month - d.from_month) / (d.to_month - d.from_month + 1)`;

/** A line that failed or came back waits, and that is A36's; of whom nothing was ever paid, A18 speaks. What ends with death is due for no month that begins after it. */
export const shortOfGrantSql = (read: ReturnType<typeof reader>): string => `
with ended as materialized (
  select e.occurred_on, e.position from audit.day_end(p.at) e where ${ofPeriod} order by e.position desc limit 1
), terms as materialized (
  select e.occurred_on as ended_on, e.position as ended_at, g.position as terms_at, g.ends_with_death, g.standard_fen, g.top_up_basis_points, ${monthSql(from)} as from_month, n.months,
    ${firstOfMonthSql(`(${monthSql(from)} + n.months)`)} - 1 as last_on
  from ended e
  left join lateral audit.programme_on(p.at, ${item}, ${from}) g on true
  cross join lateral (select ${periodMonthsSql('g.cadence')} as months offset 0) n
  where ${monthSql(from)} % n.months = 0
), granted as materialized (
  select a.*, m.on_date, coalesce((
      select s.amount_fen from audit.programme_standard(p.at) s where s.programme_id = ${item} and s.position = t.terms_at and s.grade = a.grade order by s.class is null desc, s.ordinal limit 1), t.standard_fen) as standard_fen
  from terms t
  cross join lateral (select ${firstOfMonthSql('(t.from_month + g.nth)')} as on_date from generate_series(0, t.months - 1) g (nth)) m
  cross join lateral (${grantsSql('p.at', 'a.position, a.occurred_on, a.region, a.grade, a.amount_per_month_fen, a.top_up_fen, a.top_up_classes, a.campaign', coversSql('p.at', 'm.on_date'), granted)}) a
  where not ${historySql('a.campaign', 'a.position', 't.last_on')}
    and not (${isPerson} and coalesce(t.ends_with_death, false) and ${deadSql(who, '(m.on_date - 1)')})
), due as materialized (
  select n.*, t.*, ${read('toleranceFen', 'n.region', 't.last_on')} as tolerance_fen
  from (
    select min(a.region) as region, max(a.occurred_on) as granted_on, sum(a.amount_per_month_fen)::bigint as due_fen, array_agg(distinct a.position order by a.position) as granted_at,
      bool_or(cardinality(a.top_up_classes) > 0) as topped_up from granted a
  ) n
  join terms t on n.due_fen > 0
  where t.ended_on >= greatest(t.last_on, n.granted_on) + ${read('closeDays', 'n.region', 't.last_on')}::integer + ${read('recordingGraceDays', 'n.region', 't.last_on')}::integer
), paid as materialized (
  select coalesce(sum(${shareOf('(l.amount_fen + coalesce(d.deducted_fen, 0))')}), 0)::bigint as paid_fen, count(*) filter (where d.to_month >= t.from_month) as lines, count(*) as ever,
    array_agg(l.position order by l.position) filter (where d.to_month >= t.from_month) as paid_at
  from due t
  cross join lateral (select d.*, ${monthSql('d.benefit_from')} as from_month, ${monthSql('d.benefit_to')} as to_month from (${entered('d.benefit_from <= t.last_on')}) d) d
  cross join lateral (select l.amount_fen, l.position from audit.paid_line(p.at) l where l.batch_id = d.batch_id and l.line = d.line offset 0) l
), hanging as materialized (
  select coalesce(sum(${shareOf('d.amount_fen')}), 0)::bigint as fen
  from due t
  cross join lateral (select d.*, ${monthSql('d.benefit_from')} as from_month, ${monthSql('d.benefit_to')} as to_month from (${entered(`d.benefit_from <= t.last_on and d.benefit_to >= ${from}`)}) d) d
  where exists (select from audit.line_failure(p.at) f where f.batch_id = d.batch_id and f.line = d.line)
    and not exists (select from audit.paid_line(p.at) l where l.batch_id = d.batch_id and l.line = d.line)
)
select v.part, case when left(p.subject, 2) = 'h|' then 'household' else 'person' end as subject_kind, ${who} as subject_id, ${item} || ' ' || left(${part(4)}, 7) as occurrence, v.severity, v.amount_fen,
  v.region, v.last_on as read_on, v.evidence, v.facts || jsonb_build_object('programme', ${item}, 'from', left(${part(4)}, 7)) as facts
from (
  select 'a' as part, case when t.terms_at is null then null else 'medium' end as severity, t.due_fen - c.paid_fen - h.fen as amount_fen, t.region, t.last_on, t.granted_at || coalesce(c.paid_at, '{}') || t.ended_at as evidence,
    jsonb_build_object('dueFen', t.due_fen, 'paidFen', c.paid_fen, 'shortFen', t.due_fen - c.paid_fen - h.fen, 'endedOn', t.ended_on) as facts
  from due t join paid c on true join hanging h on true
  where t.due_fen - c.paid_fen - h.fen > t.tolerance_fen and c.ever > 0
  union all
  select 'b', case when bool_or(u.short_fen is null) then null else 'medium' end, sum(u.short_fen)::bigint, t.region, t.last_on, t.granted_at || t.ended_at,
    jsonb_build_object('shortFen', sum(u.short_fen)::bigint, 'months', count(*), 'basisPoints', max(t.top_up_basis_points))
  from due t
  join (select a.*, a.standard_fen * w.top_up_basis_points / 10000 - coalesce(a.top_up_fen, 0) as short_fen from granted a join terms w on true) u on cardinality(u.top_up_classes) > 0
  where t.top_up_basis_points is not null and (u.short_fen is null or u.short_fen > t.tolerance_fen)
  group by t.region, t.last_on, t.granted_at, t.ended_at
) v`;

/** Subjects of grant row \`a\`: every period that begins between two month numbers. */
const periodsOf = (first: string, last: string): string => `
cross join lateral (
  select case when a.person_ref is null then 'h|' || a.household_id else 'p|' || a.person_ref end || '|' || a.programme_id || '|' || ${firstOfMonthSql('g.month')} as subject
  from generate_series(${first}, ${last}) g (month) where ${beginsPeriodSql('a.programme_id', 'g.month')} offset 0
) x`;
const yearOf = (date: string): string => `extract(year from ${date})::integer * 12`;
const lastDay = (at: string): string => `cross join lateral (select e.occurred_on from audit.day_end(${at}) e order by e.position desc limit 1) z`;

/** What is paid in time moves nothing: a period closes after its last month. Late, it bears on all periods up to today. */
const lineTouches = `
select x.subject, t.position
from (
  select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
  union all
  select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
  union all
  select f.batch_id, f.line, f.position from audit.line_failure($2 - 1) f where f.position >= $1
) t
cross join lateral (select d.* from audit.disbursement($2 - 1) d where d.batch_id = t.batch_id and d.line = t.line and d.attempt = 1 offset 0) d
${lastDay('t.position')}
cross join lateral (
  select a.person_ref, a.household_id, a.programme_id from audit.allowance($2 - 1) a where a.person_ref = d.payee_ref and a.programme_id = d.programme_id and a.change = 'granted'
  union
  select null, a.household_id, a.programme_id from audit.allowance($2 - 1) a where a.household_id = d.household_id and a.person_ref is null and a.programme_id = d.programme_id and a.change = 'granted'
) a
${periodsOf(yearOf('d.benefit_from'), monthSql('z.occurred_on'))}
where z.occurred_on >= d.benefit_to + 27`;

/** A grant, its end, or new terms. */
const grantTouches = `
select x.subject, a.position from audit.allowance($2 - 1) a ${lastDay('a.position')} ${periodsOf(yearOf('coalesce(a.from_month, a.until_month)'), monthSql('z.occurred_on'))} where a.position >= $1
union all
select x.subject, v.position from audit.programme_version($2 - 1) v ${lastDay('v.position')}
cross join lateral (select a.* from audit.allowance($2 - 1) a where a.programme_id = v.programme_id and a.change = 'granted' offset 0) a
${periodsOf(yearOf('a.from_month'), monthSql('z.occurred_on'))} where v.position >= $1`;

/** A death, or one taken back. */
const deathTouches = `
select x.subject, t.position
from (
  select o.person_ref, o.position from audit.death($2 - 1) o where o.position >= $1
  union all
  select o.person_ref, o.position from audit.register_row($2 - 1) o where o.position >= $1 and o.kind = 'deceased'
) t
cross join lateral (select a.* from audit.allowance($2 - 1) a where a.person_ref = t.person_ref and a.change = 'granted' offset 0) a
${lastDay('t.position')} ${periodsOf(yearOf('a.from_month'), monthSql('z.occurred_on'))}`;

/** Month numbers whose last day lies in a step of a day-end. */
const monthsClosing = (clock: Clock): string => `(
  select s.position, g.month from ${startsSql(clock)} s
  cross join lateral (select g.month from generate_series(${monthSql('s.after')}, ${monthSql('s.upto')}) g (month) where ${firstOfMonthSql('(g.month + 1)')} - 1 > s.after and ${firstOfMonthSql('(g.month + 1)')} - 1 <= s.upto) g)`;
/** Whoever got it in one line was paid: most are, and need no look. */
const closingTouches = (clock: Clock): string => `
select case when a.person_ref is null then 'h|' || a.household_id else 'p|' || a.person_ref end || '|' || a.programme_id || '|' || a.from_on, m.position
from ${monthsClosing(clock)} m
cross join (values (1), (3), (12)) n (months)
cross join lateral (
  select a.person_ref, case when a.person_ref is null then a.household_id end as household_id, a.programme_id, ${firstOfMonthSql('(m.month + 1 - n.months)')} as from_on, ${firstOfMonthSql('m.month')} as to_on,
    sum(a.amount_per_month_fen) * n.months as due_fen, bool_or(cardinality(a.top_up_classes) > 0) as topped_up
  from audit.allowance($2 - 1) a
  where a.change = 'granted' and a.from_month <= ${firstOfMonthSql('m.month')} and a.position < m.position and (a.until_month is null or a.until_month >= ${firstOfMonthSql('(m.month + 1 - n.months)')})
  group by 1, 2, 3
) a
where (m.month + 1) % n.months = 0
  and exists (select from audit.programme_version($2 - 1) v where v.programme_id = a.programme_id and ${periodMonthsSql('v.cadence')} = n.months)
  and (a.topped_up or not exists (
    select from audit.disbursement(m.position) d cross join lateral (select l.amount_fen from audit.paid_line(m.position) l where l.batch_id = d.batch_id and l.line = d.line offset 0) l
    where d.payee_ref = a.person_ref and d.programme_id = a.programme_id and d.benefit_from = a.from_on and d.benefit_to = a.to_on and l.amount_fen >= a.due_fen))
union all
select x.subject, s.position from ${startsSql(clock)} s
cross join lateral (select a.* from audit.allowance($2 - 1) a where a.occurred_on > s.after and a.occurred_on <= s.upto and a.change = 'granted' and a.position < s.position offset 0) a
${periodsOf(yearOf('a.from_month'), monthSql('s.upto'))}
union all
select x.subject, e.position from ${dayEndsSql} e
cross join lateral (select a.* from audit.allowance($2 - 1) a where a.position > e.previous_at and a.position < e.position and a.change = 'granted' offset 0) a
${periodsOf(yearOf('a.from_month'), monthSql('e.occurred_on'))}`;

export const shortOfGrantTouches = (clock: Clock): readonly string[] => [lineTouches, grantTouches, deathTouches, closingTouches(clock)];
