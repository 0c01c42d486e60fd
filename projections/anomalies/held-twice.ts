/** What one person holds twice at a time: two public posts, aid for one term from schools of two counties. A04 says it, so A03 and A16 leave its money alone. */
import { monthSql } from './granted-months';

/** Posts paid by the public; a workshop, an enterprise or relief works pay for work done. */
export const publicPost = (row: string): string => `${row}.kind in ('ranger', 'public-welfare')`;

/** SQL: the last month of a post; one without an end lies after everything. */
export const lastMonthOf = (post: string): string => `coalesce(${monthSql(`${post}.until_date`)}, 999912)`;

const reaches = (post: string, from: string, until: string): string => `${monthSql(`${post}.from_date`)} <= ${monthSql(until)} and ${lastMonthOf(post)} >= ${monthSql(from)}`;

const inTwoPosts = (who: string, item: string, from: string, until: string): string => `exists (
  select from audit.paid_post(p.at) x join audit.paid_post(p.at) y on y.person_ref = ${who} and y.programme_id = ${item} and y.position > x.position
  where x.person_ref = ${who} and x.programme_id = ${item} and ${publicPost('x')} and ${publicPost('y')} and ${reaches('x', from, until)} and ${reaches('y', from, until)}
    and ${monthSql('x.from_date')} <= ${lastMonthOf('y')} and ${monthSql('y.from_date')} <= ${lastMonthOf('x')})`;

const aidedInTwoCounties = (who: string, item: string, from: string, until: string): string => `exists (
  select from audit.student_aid(p.at) x join audit.student_aid(p.at) y on y.person_ref = ${who} and y.term = x.term and y.school_region <> x.school_region
  where x.person_ref = ${who} and x.programme_id = ${item} and y.programme_id = ${item}
    and left(x.term, 4)::integer between extract(year from ${from}) and extract(year from ${until}))`;

/** SQL condition: what `who` got of a programme for a period may be paid out of two posts, or by two counties. */
export const heldTwice = (who: string, item: string, from: string, until: string): string =>
  `(${inTwoPosts(who, item, from, until)} or ${aidedInTwoCounties(who, item, from, until)})`;

/** Yields (person_ref, programme_id, position) of new facts that change the answer. */
export const holdingsTouched = `
select h.person_ref, h.programme_id, h.position from audit.paid_post($2 - 1) h where h.position >= $1
union all
select h.person_ref, h.programme_id, h.position from audit.student_aid($2 - 1) h where h.position >= $1`;

const holder = `split_part(p.subject, '|', 2)`;
const term = `split_part(p.subject, '|', 3)`;

/** Posts of programmes that exclude each other are said above; one person in two posts of whatever programmes, here. Paid for once, the flag is another than that of the contracts. */
export const postsQuery = (read: (name: string, region: string, on: string) => string): string => `
select 'c' as part, 'person' as subject_kind, ${holder} as subject_id, x.position || ' ' || y.position || case when l.amount_fen is null then '' else ' paid' end as occurrence, 'high' as severity,
  l.amount_fen, y.region, k.engaged_on as read_on, array[x.position, y.position] || coalesce(l.evidence, '{}'::bigint[]) as evidence,
  jsonb_build_object('from', k.from_on, 'amountFen', l.amount_fen, 'one', x.programme_id, 'other', y.programme_id) as facts
from audit.paid_post(p.at) x
join audit.paid_post(p.at) y on y.person_ref = ${holder} and y.position > x.position
cross join lateral (select greatest(x.from_date, y.from_date) as from_on, greatest(x.occurred_on, y.occurred_on) as engaged_on, least(${lastMonthOf('x')}, ${lastMonthOf('y')}) as to_no) k
left join lateral audit.programme_on(p.at, x.programme_id, k.from_on) g on true
left join lateral audit.programme_on(p.at, y.programme_id, k.from_on) u on true
cross join lateral (
  select case when x.programme_id = y.programme_id then sum(l.amount_fen) filter (where l.nth > 1)
      when bool_or(l.programme_id = x.programme_id) and bool_or(l.programme_id = y.programme_id)
        then least(sum(l.amount_fen) filter (where l.programme_id = x.programme_id), sum(l.amount_fen) filter (where l.programme_id = y.programme_id)) end::bigint as amount_fen,
    array_agg(l.position order by l.position) as evidence
  from (
    select l.*, row_number() over (partition by l.programme_id, l.benefit_from, l.benefit_to order by l.amount_fen desc, l.position) as nth
    from audit.paid_line(p.at) l
    where l.payee_ref = ${holder} and l.programme_id in (x.programme_id, y.programme_id) and ${monthSql('l.benefit_from')} <= k.to_no and ${monthSql('l.benefit_to')} >= ${monthSql('k.from_on')}
  ) l
) l
where left(p.subject, 5) = 'post|' and x.person_ref = ${holder} and ${publicPost('x')} and ${publicPost('y')}
  and k.to_no - ${monthSql('k.from_on')} + 1 > ${read('transitionMonths', 'y.region', 'k.engaged_on')}
  and not coalesce(y.programme_id = any(g.exclusive_with) or x.programme_id = any(u.exclusive_with), false)
  and not coalesce(y.programme_id = any(g.stackable_with), false) and not coalesce(x.programme_id = any(u.stackable_with), false)`;

export const studentsQuery = `
select 'd' as part, 'person' as subject_kind, ${holder} as subject_id, ${term} as occurrence, 'high' as severity, (sum(s.amount_fen) - max(s.county_fen))::bigint as amount_fen,
  min(s.region) as region, max(s.occurred_on) as read_on, array_agg(s.position order by s.position) as evidence,
  jsonb_build_object('term', ${term}, 'counties', count(distinct s.school_region), 'amountFen', (sum(s.amount_fen) - max(s.county_fen))::bigint) as facts
from (
  select s.*, sum(s.amount_fen) over (partition by s.school_region) as county_fen from audit.student_aid(p.at) s where left(p.subject, 8) = 'student|' and s.person_ref = ${holder} and s.term = ${term} and s.school_region is not null
) s
having count(distinct s.school_region) >= 2`;

export const postTouches = `
select 'post|' || t.person_ref, t.position
from (
  select x.person_ref, x.position from audit.paid_post($2 - 1) x where x.position >= $1
  union all
  select x.person_ref, v.position from audit.programme_version($2 - 1) v cross join lateral (select x.person_ref from audit.paid_post($2 - 1) x where x.programme_id = v.programme_id offset 0) x where v.position >= $1
  union all
  select d.payee_ref, s.position from (
    select s.batch_id, s.line, s.position from audit.settlement($2 - 1) s where s.position >= $1
    union all
    select r.batch_id, r.line, r.position from audit.line_return($2 - 1) r where r.position >= $1
  ) s
  cross join lateral (select d.payee_ref, d.programme_id from audit.disbursement($2 - 1) d where d.batch_id = s.batch_id and d.line = s.line offset 0) d
  where exists (select from audit.paid_post($2 - 1) x where x.person_ref = d.payee_ref and x.programme_id = d.programme_id)
) t`;
export const studentTouches = `select 'student|' || s.person_ref || '|' || s.term, s.position from audit.student_aid($2 - 1) s where s.position >= $1`;
