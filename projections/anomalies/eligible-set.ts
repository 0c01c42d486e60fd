/** SQL of who is in the eligible set of an item, since when the ledger knows it, and what shows that they were not forgotten. */
import { above, within } from './regions';
import { dayEndsSql, startsSql, stretchesSql, type Clock } from './day-steps';
import { scopeQuery, scopeTouches } from './register-scope';

export const ROSTERS = ['low-income', 'disabled', 'student'];
const part = (nth: number): string => `split_part(p.subject, '|', ${String(nth)})`;
export const [who, item] = [part(2), part(3)];
export const isPerson = `left(p.subject, 2) = 'p|'`;
export const isHousehold = `left(p.subject, 2) = 'h|'`;

/** Support that comes round again for all of its class: not a post, a course or a house, of which there are only so many. */
export const forAllSql = (v: string): string => `(${v}.cadence in ('monthly', 'quarterly', 'yearly') and ${v}.heads_cap is null
  and ('household-subsidy' = any(${v}.allowed_purposes) or 'insurance-premium' = any(${v}.allowed_purposes)))`;

/** The ledger day after which a row came; the first there is for what came before it. */
export const enteredOnSql = (position: string): string => `coalesce(
  (select e.occurred_on + 1 from audit.day_end(${position}) e order by e.position desc limit 1), (select e.occurred_on from audit.day_end(p.at) e order by e.position limit 1))`;

/** SQL condition: a row of a register stands and belongs to one of the classes. */
export const standsSql = (r: string, classes: string, at = 'p.at'): string => `${r}.change = 'added' and (${r}.kind = any(${classes}) or ${r}.kind || ':' || ${r}.role = any(${classes})) and not exists (
  select from audit.register_row(${at}) x where x.person_ref = ${r}.person_ref and x.kind = ${r}.kind and x.change = 'removed' and (x.role is null or ${r}.role is null or x.role = ${r}.role)
    and (x.position, x.ordinal) > (${r}.position, ${r}.ordinal))`;

const joined = `select m.household_id from audit.household_member(p.at) m where ${isPerson} and m.person_ref = ${who} and m.change = 'joined'`;
const members = `select m.person_ref from audit.household_member(p.at) m where ${isHousehold} and m.household_id = ${who} and m.change = 'joined'`;
/** In somebody's name, under the item. */
const named = (person: string): string => `(
  exists (select from audit.disbursement(p.at) d where d.payee_ref = ${person} and d.programme_id = ${item})
  or exists (select from audit.premium_payment(p.at) y where y.person_ref = ${person} and y.programme_id = ${item})
  or exists (select from audit.student_aid(p.at) y where y.person_ref = ${person} and y.programme_id = ${item})
  or exists (select from audit.training(p.at) y where y.person_ref = ${person} and y.programme_id = ${item})
  or exists (select from audit.benefit_refusal(p.at) f where f.person_ref = ${person} and f.programme_id = ${item}))`;
const ofHousehold = (household: string): string => `(
  exists (select from audit.disbursement(p.at) d where d.household_id = ${household} and d.programme_id = ${item})
  or exists (select from audit.benefit_refusal(p.at) f where f.household_id = ${household} and f.person_ref is null and f.programme_id = ${item}))`;

/** A line, aid outside the lists, or an answer. A household is reached by any of its members; a person by the household's line only where the item is one of the household. */
export const reachedSql = `(case when ${isPerson} then ${named(who)}
    or exists (select from (${joined}) h where exists (select from audit.benefit_refusal(p.at) f where f.household_id = h.household_id and f.person_ref is null and f.programme_id = ${item}))
    or exists (
      select from (${joined}) h where exists (select from audit.disbursement(p.at) d where d.household_id = h.household_id and d.programme_id = ${item})
        and (exists (select from audit.allowance(p.at) a where a.household_id = h.household_id and a.person_ref is null and a.programme_id = ${item} and a.change = 'granted')
          or exists (select from audit.programme_version(p.at) v where v.programme_id = ${item} and v.payee = 'household')))
  else ${ofHousehold(who)} or exists (select from (${members}) m where ${named('m.person_ref')}) end)`;

/** Dead, or left the household last joined. */
export const goneSql = `(${isPerson} and (
  exists (select from audit.death(p.at) x where x.person_ref = ${who})
  or coalesce((select r.change from audit.register_row(p.at) r where r.person_ref = ${who} and r.kind = 'deceased' order by r.position desc, r.ordinal desc limit 1) = 'added', false)
  or coalesce((select m.change from audit.household_member(p.at) m where m.person_ref = ${who} order by m.position desc, m.ordinal desc limit 1) = 'left', false)))`;

/** SQL condition: somebody lives, or ever lived, where a programme reaches; by the row where no household names them. Whoever moves is looked at when they do. */
const reaches = (region: string, row: string): string =>
  `(starts_with(${row}.region, ${region}) or exists (select from audit.household_member($2 - 1) l where l.person_ref = ${row}.person_ref and starts_with(l.region, ${region})))`;

const programmesOf = (kind: string, role: string, reached: string): string => `
select distinct k.programme_id from audit.programme_class($2 - 1) k
where k.class = any(array[${kind}, ${kind} || ':' || ${role}]) and ${reached}
  and exists (select from audit.programme_version($2 - 1) v where v.position = k.position and ${forAllSql('v')})`;
const personsProgrammes = (person: string): string => `
select held.programme_id from audit.allowance($2 - 1) held where held.person_ref = ${person}
union
select g.programme_id from audit.register_row($2 - 1) own cross join lateral (${programmesOf('own.kind', 'own.role', reaches('k.region', 'own'))}) g where own.person_ref = ${person} and own.change = 'added'`;
const householdsProgrammes = (household: string): string => `
select held.programme_id from audit.allowance($2 - 1) held where held.household_id = ${household} and held.person_ref is null
union
select g.programme_id from audit.household_status($2 - 1) own cross join lateral (${programmesOf(`'household'`, 'own.status', above('k', 'own.region'))}) g where own.household_id = ${household}`;

/** SQL condition: somebody was granted the item, or stands in a register, or it is for classes of households. Whoever does not was never waited for. */
const mayWait = (kind: string, id: string): string => `(case when ${kind} = 'p' then
    exists (select from audit.allowance($2 - 1) held where held.person_ref = ${id} and held.programme_id = d.programme_id)
    or exists (select from audit.register_row($2 - 1) own where own.person_ref = ${id} and own.kind in (${ROSTERS.map((roster) => `'${roster}'`).join(', ')}))
  else exists (select from audit.allowance($2 - 1) held where held.household_id = ${id} and held.programme_id = d.programme_id and held.person_ref is null)
    or exists (select from audit.programme_class($2 - 1) c where c.programme_id = d.programme_id and starts_with(c.class, 'household:')
      and exists (select from audit.programme_version($2 - 1) v where v.position = c.position and ${forAllSql('v')})) end)`;

/** A revision concerns whoever stood in a class before it, and whoever does now. */
const CLASSES_SO_FAR = `select distinct k.class, k.region from audit.programme_class(v.position) k where k.programme_id = v.programme_id`;

/** The first line or aid of a person or household; later ones change nothing. Who is reached through a household is looked up from it. */
const reachedTouches = `
select x.kind || '|' || x.id || '|' || d.programme_id, d.position
from audit.disbursement($2 - 1) d
cross join lateral (
  select true as first_of_person where not exists (select from audit.disbursement($2 - 1) o where o.payee_ref = d.payee_ref and o.programme_id = d.programme_id and o.position < d.position)
  union all
  select false where d.household_id is not null and not exists (select from audit.disbursement($2 - 1) o where o.household_id = d.household_id and o.programme_id = d.programme_id and o.position < d.position)
) f
cross join lateral (
  select 'p' as kind, d.payee_ref as id where f.first_of_person
  union all
  select 'h', m.household_id from audit.household_member($2 - 1) m where f.first_of_person and m.person_ref = d.payee_ref
  union all
  select 'h', d.household_id where not f.first_of_person
  union all
  select 'p', m.person_ref from audit.household_member($2 - 1) m where not f.first_of_person and m.household_id = d.household_id
) x
where d.position >= $1 and ${mayWait('x.kind', 'x.id')}
union all
select x.subject, t.position
from (
  select y.person_ref, y.programme_id, y.position, null as household_id from audit.premium_payment($2 - 1) y where y.position >= $1
  union all
  select y.person_ref, y.programme_id, y.position, null from audit.student_aid($2 - 1) y where y.position >= $1
  union all
  select y.person_ref, y.programme_id, y.position, null from audit.training($2 - 1) y where y.position >= $1
  union all
  select f.person_ref, f.programme_id, f.position, f.household_id from audit.benefit_refusal($2 - 1) f where f.position >= $1
  union all
  select a.person_ref, a.programme_id, a.position, a.household_id from audit.allowance($2 - 1) a where a.position >= $1
) t
cross join lateral (
  select 'p|' || t.person_ref || '|' || t.programme_id as subject
  union all
  select 'h|' || t.household_id || '|' || t.programme_id
  union all
  select 'h|' || m.household_id || '|' || t.programme_id from audit.household_member($2 - 1) m where m.person_ref = t.person_ref
  union all
  select 'p|' || m.person_ref || '|' || t.programme_id from audit.household_member($2 - 1) m where t.person_ref is null and m.household_id = t.household_id
) x`;

/** Everyone a version of a programme is for, or a version before it was, and everyone granted it. */
const ofClasses = `
cross join lateral (
  select 'p|' || r.person_ref || '|' || v.programme_id as subject from (${CLASSES_SO_FAR}) c cross join lateral (
    select r.person_ref, r.region from audit.register_row($2 - 1) r where r.kind = split_part(c.class, ':', 1) and r.change = 'added' and r.person_ref is not null offset 0) r
  where ${reaches('c.region', 'r')}
  union all
  select 'h|' || s.household_id || '|' || v.programme_id from (${CLASSES_SO_FAR}) c cross join lateral (
    select s.household_id from audit.household_status($2 - 1) s where starts_with(c.class, 'household:') and s.status = substr(c.class, 11) and starts_with(s.region, c.region) offset 0) s
  union all
  select case when a.person_ref is null then 'h|' || a.household_id else 'p|' || a.person_ref end || '|' || v.programme_id from audit.allowance($2 - 1) a where a.programme_id = v.programme_id
) x`;
/** A row that was entered waits for its step; one that is gone, a death, a mark or a move is looked at at once. */
const setTouches = `
select 'p|' || r.person_ref || '|' || g.programme_id, r.position from audit.register_row($2 - 1) r cross join lateral (${personsProgrammes('r.person_ref')}) g
where r.position >= $1 and r.person_ref is not null and (r.kind = 'deceased' or r.change = 'removed')
union all
select 'h|' || s.household_id || '|' || g.programme_id, s.position from audit.household_status($2 - 1) s cross join lateral (${householdsProgrammes('s.household_id')}) g where s.position >= $1
union all
select 'p|' || t.person_ref || '|' || g.programme_id, t.position
from (
  select m.person_ref, m.position from audit.household_member($2 - 1) m where m.position >= $1
  union all
  select x.person_ref, x.position from audit.death($2 - 1) x where x.position >= $1
) t
cross join lateral (${personsProgrammes('t.person_ref')}) g
union all
select 'h|' || m.household_id || '|' || g.programme_id, m.position from audit.household_member($2 - 1) m cross join lateral (${householdsProgrammes('m.household_id')}) g where m.position >= $1
union all
select x.subject, v.position
from audit.programme_version($2 - 1) v
${ofClasses}
where v.position >= $1`;

/** Positions whose ledger day, as `enteredOnSql` tells it, is a starting day of a step. */
const enteredInStep = (clock: Clock): string => `(
  select s.position, s.opened_at as low, s.closed_at as high from ${stretchesSql(startsSql(clock))} s
  union all
  select s.position, -1, f.position from ${startsSql(clock)} s
  cross join lateral (select f.position, f.occurred_on from audit.day_end(s.position) f order by f.position limit 1) f
  where f.occurred_on > s.after and f.occurred_on <= s.upto)`;
const ofGrant = `case when a.person_ref is null then 'h|' || a.household_id else 'p|' || a.person_ref end || '|' || a.programme_id`;
/** An item is due to those in its classes from the day its terms begin. */
const stepTouches = (clock: Clock): string => `
select x.subject, s.position
from ${startsSql(clock)} s
cross join lateral (select v.* from audit.programme_version($2 - 1) v where v.effective_from > s.after and v.effective_from <= s.upto and v.position < s.position and ${forAllSql('v')} offset 0) v
${ofClasses}
union all
select 'p|' || r.person_ref || '|' || g.programme_id, s.position
from ${enteredInStep(clock)} s
cross join lateral (select r.* from audit.register_row($2 - 1) r where r.position > s.low and r.position < s.high and r.kind in (${ROSTERS.map((kind) => `'${kind}'`).join(', ')}) and r.person_ref is not null offset 0) r
cross join lateral (${programmesOf('r.kind', 'r.role', reaches('k.region', 'r'))}) g
union all
select 'h|' || r.household_id || '|' || g.programme_id, s.position
from ${enteredInStep(clock)} s
cross join lateral (select r.household_id, r.status, r.region from audit.household_status($2 - 1) r where r.position > s.low and r.position < s.high offset 0) r
cross join lateral (${programmesOf(`'household'`, 'r.status', above('k', 'r.region'))}) g
union all
select ${ofGrant}, s.position
from ${enteredInStep(clock)} s
cross join lateral (select a.* from audit.allowance($2 - 1) a where a.position > s.low and a.position < s.high and a.campaign is not null offset 0) a
union all
select ${ofGrant}, s.position
from ${startsSql(clock)} s
cross join lateral (
  select a.* from audit.allowance($2 - 1) a where a.from_month > s.after and a.from_month <= s.upto and a.position < s.position
  union all
  select a.* from audit.allowance($2 - 1) a where a.occurred_on > s.after and a.occurred_on <= s.upto and a.position < s.position
  offset 0
) a
union all
select ${ofGrant}, e.position
from ${dayEndsSql} e
cross join lateral (select a.* from audit.allowance($2 - 1) a where a.position > e.previous_at and a.position < e.position offset 0) a`;

export const eligibleTouches = (clock: Clock): readonly string[] => [reachedTouches, setTouches, stepTouches(clock)];

/** Undecided for a county, once for each register that a programme of its region names and that is not here. */
export const lackingQuery = `
select * from (${scopeQuery}) scope where exists (
  select from audit.programme_version(p.at) v cross join lateral unnest(v.eligible_classes) c (class)
  where split_part(c.class, ':', 1) = split_part(p.subject, '|', 3) and starts_with(split_part(p.subject, '|', 2), v.region))`;
/** A register is needed once a programme of the region names it. */
export const lackingTouches: readonly string[] = [scopeTouches(ROSTERS), `
select 'scope|' || b.county || '|' || split_part(c.class, ':', 1), v.position
from audit.programme_version($2 - 1) v cross join lateral unnest(v.eligible_classes) c (class)
cross join lateral (select distinct left(b.region, 6) as county from audit.batch(v.position) b where ${within('b', 'v.region')} offset 0) b
where v.position >= $1 and split_part(c.class, ':', 1) in (${ROSTERS.map((kind) => `'${kind}'`).join(', ')})`];
