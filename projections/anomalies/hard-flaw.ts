/**
 * What makes somebody ineligible for what was paid (硬伤): on a payroll, in business, with a car or a bought house, of no class the programme names, outside the closed list of
 * relocation. Said once, as SQL about a line: A05 asks it of lines paid, and A06 of lines approved for cadres and their kin. A06 does not read the flags of A05, because how far
 * another rule has come at a position depends on pages; the same condition asked again is the same finding, and depends on the ledger alone.
 */
import { within } from './regions';
import { covered, REGISTERS_BEGUN } from './register-scope';
import { firstOfMonthSql, monthSql } from './granted-months';

export const MATCHED_KINDS = ['payroll', 'enterprise', 'vehicle', 'property'] as const;
export const CLASS_KINDS = ['low-income', 'disabled', 'student'] as const;

const matchedKinds = MATCHED_KINDS.map((kind) => `'${kind}'`).join(', ');
const ALL_KINDS = [...MATCHED_KINDS, ...CLASS_KINDS].map((kind) => `'${kind}'`).join(', ');

/** The household of a line; where the list named none, the one the payee last joined. */
const householdOf = (line: string, at: string): string =>
  `coalesce(${line}.household_id, (select m.household_id from audit.household_member(${at}) m where m.person_ref = ${line}.payee_ref and m.change = 'joined' order by m.position desc, m.ordinal desc limit 1))`;

const monthEnd = (month: string): string => `(${firstOfMonthSql(`(${monthSql(month)} + 1)`)} - 1)`;

/** The payee and who belonged to the household in the benefit period: not who had left before, or died. */
const persons = (line: string, at: string): string => `
  select ${line}.payee_ref as person_ref
  union
  select m.person_ref from audit.household_member(${at}) m
  where m.household_id = h.household_id and m.change = 'joined' and (m.cause = 'registered' or ${monthSql('m.occurred_on')} <= ${monthSql(`${line}.benefit_to`)})
    and not exists (
      select from audit.household_member(${at}) e
      where e.person_ref = m.person_ref and e.household_id = m.household_id and e.change = 'left' and e.position > m.position and e.occurred_on < ${line}.benefit_from)
    and not exists (select from audit.death(${at}) x where x.person_ref = m.person_ref and x.occurred_on < ${line}.benefit_from)`;

/** A row the register no longer holds was an error: what came to an end has an end. A row without a date holds from the day its register describes. */
const standing = (line: string, at: string): string => `r.change = 'added' and (r.until_date is null or r.until_date >= ${line}.benefit_from)
    and not exists (
      select from audit.register_row(${at}) q
      where q.person_ref = r.person_ref and q.kind = r.kind and q.change = 'removed' and (q.position, q.ordinal) > (r.position, r.ordinal)
        and q.uscc is not distinct from r.uscc and q.role is not distinct from r.role and q.on_date is not distinct from r.on_date and q.until_date is not distinct from r.until_date)`;
const since = (at: string): string =>
  `coalesce(r.on_date, (select i.as_of from audit.register_import(${at}) i where i.kind = r.kind and starts_with(r.region, i.region) and i.position < r.position order by i.position desc limit 1))`;

/** Contract staff are on no payroll, a co-operative (93) is no business of its own, a farm vehicle is no car, a rural house or a parking lot is no house bought. A word unknown to us excuses nobody. */
const counts = `case r.kind when 'payroll' then coalesce(r.role <> 'contract', true)
      when 'enterprise' then coalesce(r.role in ('legal-representative', 'owner', 'shareholder'), true) and left(coalesce(r.uscc, ''), 2) <> '93'
      when 'vehicle' then coalesce(r.role <> 'farm-vehicle', true)
      else coalesce(r.role in ('housing', 'commercial'), true) end`;

const ofNeed = (terms: string): string => `${terms}.payee <> 'organisation' and coalesce(${terms}.targeted, ${terms}.eligible_classes is not null)
    and (${terms}.eligible_classes is null or exists (select from unnest(${terms}.eligible_classes) c (class) where starts_with(c.class, 'household:') or starts_with(c.class, 'low-income')))`;

const matches = (line: string, at: string): string => `
  select case r.kind when 'payroll' then 'a' when 'enterprise' then 'b' when 'vehicle' then 'c' else 'd' end as part, r.position, k.matched_on, r.person_ref
  from (${persons(line, at)}) w
  join audit.register_row(${at}) r on r.person_ref = w.person_ref and r.kind in (${matchedKinds})
  cross join lateral (select ${since(at)} as matched_on) k
  where ${ofNeed('g')} and ${counts} and ${monthSql('k.matched_on')} <= ${monthSql(`${line}.benefit_to`)} and ${standing(line, at)}
    and not (r.kind <> 'payroll' and coalesce('household:exited' = any(g.eligible_classes), true)
      and exists (select from audit.status_on(${at}, h.household_id, k.matched_on) s where s.status = 'exited' and s.holds_from < k.matched_on))`;

/** SQL condition: of one of the classes the programme names, on the first or the last day of the benefit period. */
const classed = (line: string, at: string): string => `exists (
  select from unnest(g.eligible_classes) c (class)
  where case when starts_with(c.class, 'household:') then exists (
      select from (values (${line}.benefit_from), (${monthEnd(`${line}.benefit_to`)})) t (on_date) cross join lateral audit.status_on(${at}, h.household_id, t.on_date) s
      where s.entitled and s.status = substr(c.class, 11))
    else exists (
      select from (${persons(line, at)}) w join audit.register_row(${at}) r on r.person_ref = w.person_ref and r.kind = split_part(c.class, ':', 1)
      where (w.person_ref = ${line}.payee_ref or g.payee = 'household') and split_part(c.class, ':', 2) in ('', r.role)
        and coalesce(${monthSql('r.on_date')} <= ${monthSql(`${line}.benefit_to`)}, true) and ${standing(line, at)}) end)`;

/** Who is in no household and no register at all is A01's; and while a register the programme names is not here, nobody can be called outside it. */
const outside = (line: string, at: string): string => `
  select 'e', coalesce((select s.said_at from audit.status_on(${at}, h.household_id, ${line}.benefit_from) s), g.position), null::date, ${line}.payee_ref
  where cardinality(g.eligible_classes) > 0 and not ${classed(line, at)}
    and (h.household_id is not null or exists (select from audit.register_row(${at}) r where r.person_ref = ${line}.payee_ref and r.kind in ('low-income', 'disabled', 'student')))
    and not exists (select from unnest(g.eligible_classes) c (class) where not starts_with(c.class, 'household:') and not ${covered(`split_part(c.class, ':', 1)`, `left(${line}.batch_region, 6)`, at)})`;

export const onClosedList = (county: string, item: string, at: string): string =>
  `exists (select from audit.relocation_target(${at}) n where n.programme_id = ${item} and ${within('n', county)})`;

const unlisted = (line: string, at: string): string => `
  select 'f', g.position, null::date, ${line}.payee_ref
  where g.payee = 'household' and 'relocation' = any(g.allowed_purposes) and ${onClosedList(`left(${line}.batch_region, 6)`, `${line}.programme_id`, at)}
    and not exists (select from audit.relocation_target(${at}) o where o.household_id = h.household_id and o.programme_id = ${line}.programme_id)`;

const terms = (line: string, at: string): string => `
from (select ${householdOf(line, at)} as household_id offset 0) h
cross join lateral audit.programme_on(${at}, ${line}.programme_id, ${line}.benefit_from) g`;

/** SQL rows (part, match_at, matched_on, own) about `line`, which has payee, household, programme, benefit period and paying region. */
export const flawsOf = (line: string, at = 'p.at'): string => `
select f.part, f.position as match_at, f.matched_on, f.person_ref = ${line}.payee_ref as own
${terms(line, at)}
cross join lateral (${matches(line, at)}
  union all ${outside(line, at)}
  union all ${unlisted(line, at)}) f`;

/** SQL condition, cheaper: something may be wrong with `line`. */
export const mayBeFlawed = (line: string, at: string): string => `exists (
  select ${terms(line, at)}
  where (${ofNeed('g')} and exists (
      select from audit.register_row(${at}) r where r.person_ref = ${line}.payee_ref and r.kind in (${matchedKinds})
      union all
      select from audit.household_member(${at}) m join audit.register_row(${at}) r on r.person_ref = m.person_ref and r.kind in (${matchedKinds}) where m.household_id = h.household_id))
    or (cardinality(g.eligible_classes) > 0 and not ${classed(line, at)})
    or (g.payee = 'household' and 'relocation' = any(g.allowed_purposes)
      and not exists (select from audit.relocation_target(${at}) o where o.household_id = h.household_id and o.programme_id = ${line}.programme_id)))`;

const LINE = 'd.batch_id, d.line, d.payee_ref, d.household_id, d.programme_id, d.benefit_from, d.benefit_to, d.batch_region';

/** Where no programme says whom it is for, nothing is looked at. */
const ASKED = `(select from audit.programme_version($2 - 1) v where v.targeted or v.eligible_classes is not null or 'relocation' = any(v.allowed_purposes) limit 1)`;

/** Whatever is learnt of a person or household concerns its lines so far, and those of everyone who ever shared a household with that person. */
const ofPeople = `
select ${LINE}, t.position as touched_at
from ${ASKED} asked
cross join lateral (
  select h.household_id, t.person_ref, t.position
  from (
    select r.person_ref, r.position from audit.register_row($2 - 1) r where r.position >= $1 and r.kind in (${ALL_KINDS}) and r.person_ref is not null
    union all
    select m.person_ref, m.position from audit.household_member($2 - 1) m where m.position >= $1
    union all
    select x.person_ref, x.position from audit.death($2 - 1) x where x.position >= $1
  ) t
  left join lateral (select distinct m.household_id from audit.household_member(t.position) m where m.person_ref = t.person_ref) h on true
  union all
  select s.household_id, null::text, s.position from audit.household_status($2 - 1) s where s.position >= $1
  union all
  select o.household_id, null::text, o.position from audit.relocation_target($2 - 1) o where o.position >= $1
) t
cross join lateral (
  select ${LINE} from audit.disbursement(t.position) d where d.payee_ref = t.person_ref
  union all
  select ${LINE} from audit.disbursement(t.position) d where d.household_id = t.household_id
  union all
  select ${LINE} from audit.household_member(t.position) m cross join lateral (select d.* from audit.disbursement(t.position) d where d.payee_ref = m.person_ref offset 0) d where m.household_id = t.household_id
  offset 0
) d`;

/** A programme revised, its closed list begun, or a register it names come to a county: its lines so far in which something was wrong before, or is now. */
const ofProgrammes = `
select d.*
from (
  select ${LINE}, t.position as touched_at
  from (
    select v.programme_id, '' as region, v.position from audit.programme_version($2 - 1) v where v.position >= $1
    union all
    select o.programme_id, left(o.region, 6), o.position from audit.relocation_target($2 - 1) o
    where o.position >= $1 and not ${onClosedList('left(o.region, 6)', 'o.programme_id', 'o.position - 1')}
    union all
    select g.programme_id, i.region, i.known_at
    from (${REGISTERS_BEGUN}) i
    cross join lateral (select g.programme_id from audit.programme_version($2 - 1) g where exists (select from unnest(g.eligible_classes) c (class) where split_part(c.class, ':', 1) = i.kind) offset 0) g
  ) t
  cross join lateral (select ${LINE} from audit.disbursement(t.position) d where d.programme_id = t.programme_id and starts_with(d.batch_region, t.region) offset 0) d
) d
where ${mayBeFlawed('d', 'd.touched_at')} or ${mayBeFlawed('d', '(d.touched_at - 1)')}`;

/** Lines concerned by new facts other than the payment itself: each with `touched_at`. */
export const LINES_CONCERNED: readonly string[] = [ofPeople, ofProgrammes];
