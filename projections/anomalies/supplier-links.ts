/** SQL about suppliers whose owner held office when the contract was signed, or is kin of somebody who did. */
import { within } from './regions';

const KINDS = ['enterprise', 'cadre', 'kinship'];

/** SQL condition: a register row held on a day. Gone without an end means entered by mistake; gone with one, it held until then. */
const held = (r: string, on: string): string => `${r}.change = 'added' and coalesce(${r}.on_date, ${on}) <= ${on} and coalesce(${r}.until_date, ${on}) >= ${on}
    and not exists (
      select from audit.register_row(p.at) g
      where g.person_ref = ${r}.person_ref and g.kind = ${r}.kind and g.change = 'removed' and (g.position, g.ordinal) > (${r}.position, ${r}.ordinal)
        and coalesce(g.uscc, '') = coalesce(${r}.uscc, '') and coalesce(g.other_ref, '') = coalesce(${r}.other_ref, '') and coalesce(g.until_date < ${on}, true))`;

/** For contract row `c`: the first to own its contractor and hold office, or be kin of who does; `kin` tells which. */
export const cadreBehind = (c: string): string => `
select o.position as owner_at, h.position as office_at, k.position as kin_at, k.position is not null as kin
from audit.register_row(p.at) o
left join lateral (
  select null::bigint as position, o.person_ref
  union all
  select x.position, x.other_ref from audit.register_row(p.at) x where x.kind = 'kinship' and x.person_ref = o.person_ref and ${held('x', `${c}.occurred_on`)}
  union all
  select x.position, x.person_ref from audit.register_row(p.at) x where x.kind = 'kinship' and x.other_ref = o.person_ref and ${held('x', `${c}.occurred_on`)}
) k on true
join audit.register_row(p.at) h on h.kind = 'cadre' and h.person_ref = k.person_ref and left(h.region, 6) = left(${c}.region, 6) and ${held('h', `${c}.occurred_on`)}
where o.kind = 'enterprise' and o.uscc = ${c}.contractor_uscc and ${held('o', `${c}.occurred_on`)}
order by k.position nulls first, o.position, o.ordinal, h.position, h.ordinal limit 1`;

/** SQL condition: all registers the question needs were handed over for where contract `c` is. */
export const registersKnown = (c: string): string =>
  `(select count(distinct i.kind) from audit.register_import(p.at) i where i.kind in (${KINDS.map((kind) => `'${kind}'`).join(', ')}) and starts_with(${c}.region, i.region)) = ${String(KINDS.length)}`;

/** Rows of the three registers, and the hand-over of one, concern the contracts of whom they are about. */
export const registerTouches = `
select 'contract|' || c.project_id || '|' || c.contract_number, t.position
from (
  select r.uscc, r.position from audit.register_row($2 - 1) r where r.position >= $1 and r.kind = 'enterprise'
  union all
  select o.uscc, t.position
  from (
    select r.person_ref, r.position from audit.register_row($2 - 1) r where r.position >= $1 and r.kind in ('cadre', 'kinship')
    union all
    select r.other_ref, r.position from audit.register_row($2 - 1) r where r.position >= $1 and r.kind = 'kinship'
    union all
    select k.other_ref, r.position from audit.register_row($2 - 1) r join audit.register_row($2 - 1) k on k.person_ref = r.person_ref and k.kind = 'kinship' where r.position >= $1 and r.kind = 'cadre'
    union all
    select k.person_ref, r.position from audit.register_row($2 - 1) r join audit.register_row($2 - 1) k on k.other_ref = r.person_ref and k.kind = 'kinship' where r.position >= $1 and r.kind = 'cadre'
  ) t
  cross join lateral (select o.uscc from audit.register_row($2 - 1) o where o.person_ref = t.person_ref and o.kind = 'enterprise' offset 0) o
) t
cross join lateral (select c.project_id, c.contract_number from audit.contract($2 - 1) c where c.contractor_uscc = t.uscc and c.kind = 'signed' offset 0) c
union all
select 'contract|' || c.project_id || '|' || c.contract_number, i.position
from audit.register_import($2 - 1) i
cross join lateral (
  select c.project_id, c.contract_number from audit.contract($2 - 1) c where ${within('c', 'i.region')} and c.kind = 'signed' offset 0) c
where i.position >= $1 and i.kind in (${KINDS.map((kind) => `'${kind}'`).join(', ')})`;
