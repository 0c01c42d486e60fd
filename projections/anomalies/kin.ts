/** Cadres in office and their spouses, parents, children and siblings: by the register of kinship, or by their places in one household. Never by surname. Asked by A06 and A40. */

/** A row the register no longer holds was an error: what came to an end has an end. */
const standing = (row: string, on: string, at: string): string => `${row}.change = 'added' and coalesce(${row}.on_date <= ${on}, true) and coalesce(${row}.until_date >= ${on}, true)
    and not exists (
      select from audit.register_row(${at}) q
      where q.person_ref = ${row}.person_ref and q.kind = ${row}.kind and q.change = 'removed' and (q.position, q.ordinal) > (${row}.position, ${row}.ordinal)
        and q.other_ref is not distinct from ${row}.other_ref and q.role is not distinct from ${row}.role and q.region = ${row}.region
        and q.on_date is not distinct from ${row}.on_date and q.until_date is not distinct from ${row}.until_date)`;

/** In office in the village or its township; a cadre of whom no register says where is of neither. */
const inOffice = (region: string, on: string, at: string): string =>
  `c.kind = 'cadre' and length(c.region) >= 9 and c.region in (${region}, left(${region}, 9)) and ${standing('c', on, at)}`;

/** What two places in a household are to each other: relations are told to the head. */
const close = `case m.relation when 'head' then n.relation in ('spouse', 'child', 'parent', 'sibling') when 'spouse' then n.relation in ('head', 'child') when 'child' then n.relation in ('head', 'spouse', 'child')
      when 'parent' then n.relation in ('head', 'parent', 'sibling') when 'sibling' then n.relation in ('head', 'parent', 'sibling') else false end`;

/** SQL rows (position, own): registers that make `who` a cadre of the village or township, or next of kin to one, in office on a day. */
export const cadresNear = (who: string, region: string, on: string, at = 'p.at'): string => `
select c.position, true as own from audit.register_row(${at}) c where c.person_ref = ${who} and ${inOffice(region, on, at)}
union all
select k.position, false
from audit.register_row(${at}) k
join audit.register_row(${at}) c on c.person_ref = k.person_ref and ${inOffice(region, on, at)}
where k.other_ref = ${who} and k.kind = 'kinship' and k.role in ('spouse', 'parent', 'child', 'sibling') and ${standing('k', on, at)}
union all
select c.position, false
from audit.household_member(${at}) m
join audit.household_member(${at}) n on n.household_id = m.household_id and n.change = 'joined' and n.person_ref <> m.person_ref and ${close}
join audit.register_row(${at}) c on c.person_ref = n.person_ref and ${inOffice(region, on, at)}
where m.person_ref = ${who} and m.change = 'joined'`;

/** SQL condition, cheaper: some register may make `who` one of them. */
export const mayBeNear = (who: string, at: string): string => `(
  exists (select from audit.register_row(${at}) c where c.person_ref = ${who} and c.kind = 'cadre')
  or exists (select from audit.register_row(${at}) k where k.other_ref = ${who} and k.kind = 'kinship')
  or exists (
    select from audit.household_member(${at}) m
    join audit.household_member(${at}) n on n.household_id = m.household_id
    join audit.register_row(${at}) c on c.person_ref = n.person_ref and c.kind = 'cadre'
    where m.person_ref = ${who}))`;

/** A row where any cadre is known at all; without one there is nothing to look at. In the order of the index on cadres: there the first row is the answer, and rows of other registers are not gone through. */
export const ANY_CADRE = `(select from audit.register_row($2 - 1) c where c.kind = 'cadre' and c.region > '' order by c.region limit 1)`;

/** SQL rows (person_ref, position): whom new rows about cadres, kinship and households concern. */
export const NEAR_TOUCHED = `
select x.person_ref, t.position
from (
  select c.person_ref, c.position from audit.register_row($2 - 1) c where c.position >= $1 and c.kind = 'cadre'
  union all
  select m.person_ref, m.position from ${ANY_CADRE} a cross join lateral (select m.person_ref, m.position from audit.household_member($2 - 1) m where m.position >= $1 offset 0) m
) t
cross join lateral (
  select t.person_ref
  union
  select k.other_ref from audit.register_row(t.position) k where k.person_ref = t.person_ref and k.kind = 'kinship'
  union
  select n.person_ref from audit.household_member(t.position) m join audit.household_member(t.position) n on n.household_id = m.household_id where m.person_ref = t.person_ref
) x
union all
select k.other_ref, k.position from audit.register_row($2 - 1) k where k.position >= $1 and k.kind = 'kinship'`;

export const KIN_INDEXES = [{ table: 'register_row', columns: 'other_ref where other_ref is not null' }, { table: 'register_row', columns: `region where kind = 'cadre'` }] as const;
