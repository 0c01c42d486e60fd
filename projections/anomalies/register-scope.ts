/**
 * Whether a register of other offices is here for a county. It counts from the end of the day it was handed over on: between its header and its last row everyone still
 * to be entered would seem to be missing. Where a rule needs it and it is not here, the rule is undecided for the county, once, and not of each line.
 */
import { within } from './regions';

/** A register of the province covers its counties; one of a township covers no county. */
const above = (region: string): string => `(left(${region}, 2), left(${region}, 4), left(${region}, 6))`;

/** SQL condition; `kind` and `county` are SQL expressions. */
export const covered = (kind: string, county: string, at: string): string => `exists (
  select from audit.register_import(${at}) i where i.kind = ${kind} and i.region in ${above(county)} and exists (select from audit.day_end(${at}) e where e.position > i.position))`;

/** SQL rows (kind, region, known_at): registers that came to their region first, and from when on they count. */
export const REGISTERS_BEGUN = `
select i.kind, i.region, e.position as known_at
from audit.day_end($2 - 1) e
cross join lateral (select coalesce(max(o.position), -1) as position from audit.day_end(e.position - 1) o) b
cross join lateral (select i.kind, i.region from audit.register_import(e.position) i where i.position > b.position offset 0) i
where e.position >= $1 and not exists (select from audit.register_import(b.position) o where o.kind = i.kind and o.region in ${above('i.region')})`;

const county = `split_part(p.subject, '|', 2)`;
const kind = `split_part(p.subject, '|', 3)`;

/** Undecided from the first batch of a county on, for each register that is not here. Subject: `scope|county|kind`. */
export const scopeQuery = `
select '' as part, 'region' as subject_kind, ${county} as subject_id, ${kind} as occurrence, null::text as severity, null::bigint as amount_fen, ${county} as region,
  b.occurred_on as read_on, array[b.position] as evidence, jsonb_build_object('lacking', ${kind}) as facts
from (select b.position, b.occurred_on from audit.batch(p.at) b where left(p.subject, 6) = 'scope|' and ${within('b', county)} order by b.region, b.position limit 1) b
where not ${covered(kind, county, 'p.at')}`;

export const scopeTouches = (kinds: readonly string[]): string => `
select 'scope|' || left(b.region, 6) || '|' || k.kind, b.position
from audit.batch($2 - 1) b cross join (values ${kinds.map((one) => `('${one}')`).join(', ')}) k (kind)
where b.position >= $1 and not exists (select from audit.batch(b.position - 1) o where ${within('o', 'left(b.region, 6)')})
union all
select distinct 'scope|' || left(b.region, 6) || '|' || i.kind, i.known_at
from (${REGISTERS_BEGUN}) i cross join lateral (select b.region from audit.batch(i.known_at) b where ${within('b', 'i.region')} offset 0) b
where i.kind in (${kinds.map((one) => `'${one}'`).join(', ')})`;
