/** How well rules judge in practice, from what cases concluded; and what they could not judge at all. SQL: $1 = position, $2 = region prefix, $3 = the rule where one is asked about. */
import type { Pool } from 'pg';
import { plain, type StatisticRow } from './statistic-row';

const COUNTY = (region: string): string => `left(${region}, 6)`;

/** Last word of a concluded case on a flag; a transfer says nothing yet. */
const LAST_OUTCOME = `
  select distinct on (o.flag_id) o.flag_id, o.outcome, o.position from audit.case_outcome($1) o
  where o.outcome in ('confirmed', 'refuted') order by o.flag_id, o.position desc`;

/**
 * By rule and county. `repeated`: of what was confirmed, how often the same rule speaks of the same subject again afterwards, in another matter or the same one raised
 * anew. Verified shares are of what was concluded, repeat shares of what was confirmed, in basis points rounded down.
 */
const quality = (ofRule: string): string => `
with outcome as materialized (${LAST_OUTCOME}), standing as materialized (
  select distinct on (f.flag_id) f.flag_id, f.rule, f.region, f.subject_kind, f.subject_id, f.transition
  from audit.flag($1) f where starts_with(f.region, $2)${ofRule} order by f.flag_id, f.position desc, f.ordinal desc
), counted as (
  select s.*, o.outcome,
    o.outcome = 'confirmed' and exists (
      select from audit.flag($1) again
      where again.subject_kind = s.subject_kind and again.subject_id = s.subject_id and again.rule = s.rule and again.position > o.position and again.transition in ('raised', 're-raised')) as repeated
  from standing s left join outcome o on o.flag_id = s.flag_id
)
select ${COUNTY('c.region')} as county, c.rule, count(*) as raised, count(*) filter (where c.outcome = 'confirmed') as confirmed, count(*) filter (where c.outcome = 'refuted') as refuted,
  count(*) filter (where c.outcome is null and c.transition = 'self-corrected') as "selfCorrected", count(*) filter (where c.outcome is null and c.transition <> 'self-corrected') as open,
  count(*) filter (where c.repeated) as repeated,
  div(count(*) filter (where c.outcome = 'confirmed') * 10000, nullif(count(c.outcome), 0)::numeric) as "verifiedBasisPoints",
  div(count(*) filter (where c.repeated) * 10000, nullif(count(*) filter (where c.outcome = 'confirmed'), 0)::numeric) as "repeatBasisPoints"
from counted c group by 1, 2 order by 1, 2`;

/** By rule, county and month of the ledger in which a rule began to lack what it needs: subjects it could not decide, and how many of them it still cannot. */
const coverage = (ofRule: string): string => `
with turn as (
  select u.flag_id, u.rule, u.region, u.undecided, u.position, row_number() over (partition by u.flag_id order by u.position desc, u.ordinal desc) as back
  from audit.rule_coverage($1) u where starts_with(u.region, $2)${ofRule}
), spell as (
  select t.flag_id, t.rule, t.region, t.position, exists (select from turn last where last.flag_id = t.flag_id and last.back = 1 and last.undecided and t.position <= last.position) as standing
  from turn t where t.undecided
)
select ${COUNTY('s.region')} as county, s.rule, to_char((select max(e.occurred_on) + 1 from audit.day_end(s.position) e), 'YYYY-MM') as month,
  count(distinct s.flag_id) as "couldNotDecide", count(distinct s.flag_id) filter (where s.standing) as undecided
from spell s group by 1, 2, 3 order by 1, 2, 3`;

export const RULE_QUALITY = quality('');
export const RULE_COVERAGE = coverage('');

export interface InPractice {
  readonly quality: readonly StatisticRow[];
  readonly coverage: readonly StatisticRow[];
}

/** The same of one rule: what is said of the others is not read. */
export async function ruleInPractice(pool: Pool, code: string, region: string, at: number): Promise<InPractice> {
  const ask = async (sql: string): Promise<readonly StatisticRow[]> => (await pool.query<StatisticRow>(sql, [at, region, code])).rows.map(plain);
  return { quality: await ask(quality(' and f.rule = $3')), coverage: await ask(coverage(' and u.rule = $3')) };
}
