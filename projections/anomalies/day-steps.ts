/**
 * SQL that finds what reaches a step of a rule when a day ends, by looking for days that lie as far back as a limit may be long: never by trying every duty.
 * A rule then judges exactly; what is found in vain costs one look.
 */

/** Day-ends of the page, each with the day-end before it: a day may be left out. */
export const dayEndsSql = `(select e.position, e.occurred_on, coalesce(o.occurred_on, date '1900-01-01') as previous, coalesce(o.position, -1) as previous_at
  from audit.day_end($2 - 1) e
  left join lateral (select o.occurred_on, o.position from audit.day_end(e.position - 1) o order by o.position desc limit 1) o on true
  where e.position >= $1)`;

/** Every value a number of days has somewhere at some time: the default, and whatever a parameter was ever set to. */
const valuesSql = (rule: string, name: string, value: number): string =>
  `select ${String(value)} as days union select x.value from audit.rule_parameter($2 - 1) x where x.rule = '${rule}' and x.name = '${name}'`;

const NONE = 'select 0 as days';
const quoted = (texts: readonly string[]): string => texts.map((each) => `'${each}'`).join(', ');

export interface Clock {
  readonly rule: string;
  /** Parameters in days that a step may lie after the start. */
  readonly limits: readonly { readonly name: string; readonly value: number }[];
  /** Days added to every limit: a recording grace. */
  readonly grace?: { readonly name: string; readonly value: number };
  /** The step comes so many days after that: 1 where a limit must be passed, not reached. */
  readonly beyond?: number;
}

/** Per day-end `e`, the ranges of starting days whose step it is: from `after` (not with it) to `upto`. */
export const startsSql = ({ rule, limits, grace, beyond = 0 }: Clock): string => `(
  select e.position, e.previous - (n.days + g.days + ${String(beyond)})::integer as after, e.occurred_on - (n.days + g.days + ${String(beyond)})::integer as upto
  from ${dayEndsSql} e
  cross join (${limits.length > 0 ? limits.map(({ name, value }) => valuesSql(rule, name, value)).join(' union ') : NONE}) n
  cross join (${grace ? valuesSql(rule, grace.name, grace.value) : NONE}) g)`;

/**
 * Per start `s`, the stretches of the ledger, from one day-end to the next, whose ledger day is a starting day: what was brought over between `opened_at` and
 * `closed_at` counts from it. Looked for by the day that ended before.
 */
export const stretchesSql = (starts: string): string => `(
  select s.position, c.position as opened_at, n.position as closed_at
  from ${starts} s
  cross join lateral (select c.position from audit.day_end(s.position) c where c.occurred_on >= s.after and c.occurred_on < s.upto offset 0) c
  cross join lateral (select n.position from audit.day_end(s.position) n where n.position > c.position order by n.position limit 1) n)`;

/**
 * Duties of these kinds that reach a step: by the day they count from or, of what was brought over, by the ledger day it was brought over on.
 * `offset 0` makes each a look-up of its own by range.
 */
export const dutiesInStepSql = (clock: Clock, kinds: readonly string[]): string => `
select d.duty_id, s.position
from ${startsSql(clock)} s
cross join lateral (
  select d.duty_id from audit.duty(s.position) d where d.kind in (${quoted(kinds)}) and d.base_on > s.after and d.base_on <= s.upto offset 0
) d
union all
select d.duty_id, s.position
from ${stretchesSql(startsSql(clock))} s
cross join lateral (
  select d.duty_id from audit.duty(s.closed_at) d where d.kind in (${quoted(kinds)}) and d.brought_over and d.position > s.opened_at offset 0
) d`;

/** Duties told since the day-end before: a day may already be past. */
export const dutiesSinceSql = (kinds: readonly string[]): string => `
select d.duty_id, e.position
from ${dayEndsSql} e
cross join lateral (
  select d.duty_id from audit.duty($2 - 1) d where d.position > e.previous_at and d.position < e.position and d.kind in (${quoted(kinds)}) offset 0
) d`;
