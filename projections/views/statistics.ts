/** Statistics for those who oversee and those who account: whole numbers (fen, counts, basis points rounded down) over facts as of a position, by region. */
import type { Pool } from 'pg';
import { standingDutiesSql } from './duties';
import { flagStatusSql } from './flags';
import { RULE_COVERAGE, RULE_QUALITY } from './rule-quality';
import { plain, type StatisticRow } from './statistic-row';

/** $1 = position, $2 = region prefix. Columns are named as the answer names them. */
const AUDIT_RATIOS = `
with item as (
  select distinct on (i.engagement_id, i.item_kind, i.item_id) i.engagement_id, i.audit_year, i.item_kind, i.item_id, i.amount_fen
  from audit.sample_item($1) i where starts_with(i.region, $2) order by i.engagement_id, i.item_kind, i.item_id, i.position, i.ordinal
), result as (
  select distinct on (r.engagement_id, r.item_kind, r.item_id) r.engagement_id, r.item_kind, r.item_id, r.problem_fen, r.serious_fen
  from audit.sample_result($1) r where starts_with(r.region, $2) order by r.engagement_id, r.item_kind, r.item_id, r.position desc
)
select i.audit_year as "auditYear", count(distinct i.engagement_id) as engagements, count(*) as items, count(r.item_id) as "itemsExamined", sum(i.amount_fen) as "sampledFen",
  coalesce(sum(r.problem_fen), 0) as "problemFen", coalesce(sum(r.serious_fen), 0) as "seriousFen",
  div(coalesce(sum(r.problem_fen), 0) * 10000, sum(i.amount_fen)) as "problemBasisPoints", div(coalesce(sum(r.serious_fen), 0) * 10000, sum(i.amount_fen)) as "seriousBasisPoints"
from item i left join result r using (engagement_id, item_kind, item_id)
group by i.audit_year order by i.audit_year`;

/** Of what a county may approve, how much was approved in counties; a decision told again counts as told last. */
const DELEGATED_APPROVAL = `
with decision as (
  select distinct on (a.region, a.year, a.item_id) a.* from audit.approval_delegated($1) a where starts_with(a.region, $2) order by a.region, a.year, a.item_id, a.position desc
)
select d.region, d.year, coalesce(sum(d.count), 0) as approvals, coalesce(sum(d.count) filter (where d.level = 'county'), 0) as "countyApprovals",
  coalesce(sum(d.amount_fen), 0) as "amountFen", coalesce(sum(d.amount_fen) filter (where d.level = 'county'), 0) as "countyAmountFen",
  div(coalesce(sum(d.count) filter (where d.level = 'county'), 0) * 10000, nullif(sum(d.count), 0)) as "countyBasisPoints",
  div(coalesce(sum(d.amount_fen) filter (where d.level = 'county'), 0) * 10000, nullif(sum(d.amount_fen), 0)) as "countyAmountBasisPoints"
from decision d where d.county_may_approve group by d.region, d.year order by d.region, d.year`;

/** 15 % of the growth of revenue (none owed by poor counties, nor where revenue did not grow), 50 % of idle stock money recovered. */
const BUDGET_DUTIES = `
select y.region, y.year, y.poor_county as "poorCounty", y.growth_fen as "growthFen", y.special_budget_added_fen as "addedFen", y.owed_fen as "owedFen", y.special_budget_added_fen >= y.owed_fen as "growthShareMet",
  case when y.growth_fen > 0 then div(y.special_budget_added_fen::numeric * 10000, y.growth_fen) end as "addedBasisPoints",
  y.recovered_stock_fen as "recoveredStockFen", y.recovered_stock_to_poverty_fen as "recoveredToPovertyFen", y.recovered_stock_to_poverty_fen * 2 >= y.recovered_stock_fen as "stockShareMet",
  div(y.recovered_stock_to_poverty_fen::numeric * 10000, nullif(y.recovered_stock_fen, 0)) as "recoveredBasisPoints"
from (
  select f.*, f.revenue_fen - f.previous_revenue_fen as growth_fen,
    case when f.poor_county or f.revenue_fen <= f.previous_revenue_fen then 0 else div((f.revenue_fen - f.previous_revenue_fen)::numeric * 15 + 99, 100) end as owed_fen
  from (select distinct on (g.region, g.year) g.* from audit.fiscal_year($1) g where starts_with(g.region, $2) order by g.region, g.year, g.position desc) f
) y order by y.region, y.year`;

/** By bureau: the region that owes and what it owes. */
const TIMELINESS = `
select y.owner_region as region, y.kind, count(*) as duties, count(*) filter (where y.status = 'met') as met, count(*) filter (where y.status = 'late') as late,
  count(*) filter (where y.status = 'overdue') as overdue, count(*) filter (where y.status = 'open') as open,
  div(count(*) filter (where y.status = 'met') * 10000, nullif(count(*) filter (where y.status <> 'open'), 0)::numeric) as "metBasisPoints"
from (${standingDutiesSql('$1', 'starts_with(d.owner_region, $2) and not d.confidential')}) y
group by y.owner_region, y.kind order by y.owner_region, y.kind`;

/** Money that reached counties, by the class each had when it came. Carried-over money was counted in its first year. */
const DEEP_POVERTY_SHARE = `
select r.budget_year as "budgetYear", sum(r.amount_fen) as "amountFen", coalesce(sum(r.amount_fen) filter (where r.class = 'deep-poverty-county'), 0) as "deepPovertyFen",
  coalesce(sum(r.amount_fen) filter (where r.class is null), 0) as "unclassedFen",
  div(coalesce(sum(r.amount_fen) filter (where r.class = 'deep-poverty-county'), 0) * 10000, sum(r.amount_fen)) as "deepPovertyBasisPoints"
from (
  select a.budget_year, a.amount_fen, (
    select c.class from audit.region_class($1) c where c.region = a.region and c.class like '%-county' and c.effective_from <= a.occurred_on order by c.effective_from desc, c.position desc limit 1) as class
  from audit.allocation($1) a where length(a.region) = 6 and starts_with(a.region, $2) and a.opened_by = 'received'
) r group by r.budget_year order by r.budget_year`;

/** What allocations still hold, by level of who holds it and age since it came there, at the ledger day; money carried over is as old as it was. */
const IDLE_MONEY = `
with recursive held as (
  select a.allocation_id, a.region, a.occurred_on, a.carried_from_id,
    a.amount_fen - coalesce(a.brought_over_paid_fen, 0) + coalesce((select sum(m.balance_change_fen) from audit.allocation_move($1) m where m.allocation_id = a.allocation_id), 0) as balance_fen
  from audit.allocation($1) a where starts_with(a.region, $2)
), origin as (
  select h.allocation_id, h.occurred_on, h.carried_from_id from held h where h.balance_fen > 0
  union all
  select o.allocation_id, a.occurred_on, a.carried_from_id from origin o join audit.allocation($1) a on a.allocation_id = o.carried_from_id
), aged as (
  select h.region, h.balance_fen, (select max(e.occurred_on) + 1 from audit.day_end($1) e) - (select min(o.occurred_on) from origin o where o.allocation_id = h.allocation_id) as days
  from held h where h.balance_fen > 0
)
select case length(g.region) when 2 then 'province' when 4 then 'prefecture' when 6 then 'county' when 9 then 'township' else 'village' end as level,
  case when g.days is null then 'unknown' when g.days < 365 then 'under-1-year' when g.days < 730 then '1-to-2-years' else 'over-2-years' end as age,
  count(*) as allocations, sum(g.balance_fen) as "balanceFen"
from aged g group by 1, 2 order by 1, 2`;

/** Counties by the first six digits; what lies above a county stands under its own code. */
const FLAGS = `
select left(s.region, 6) as county, s.rule, s.status, count(*) as flags, coalesce(sum(s.amount_fen), 0) as "amountFen"
from (
  select last.region, last.rule, last.amount_fen, ${flagStatusSql('$1')} as status
  from audit.flag($1) last
  where starts_with(last.region, $2) and not exists (select from audit.flag($1) n where n.flag_id = last.flag_id and n.position > last.position)
) s group by 1, 2, 3 order by 1, 2, 3`;

export const STATISTICS = {
  'audit-ratios': AUDIT_RATIOS, 'delegated-approval': DELEGATED_APPROVAL, 'budget-duties': BUDGET_DUTIES, timeliness: TIMELINESS, 'deep-poverty-share': DEEP_POVERTY_SHARE, 'idle-money': IDLE_MONEY, flags: FLAGS,
  'rule-quality': RULE_QUALITY, 'rule-coverage': RULE_COVERAGE,
} as const;
export type StatisticName = keyof typeof STATISTICS;

export async function statisticAt(pool: Pool, name: StatisticName, region: string, at: number): Promise<readonly StatisticRow[]> {
  const { rows } = await pool.query<StatisticRow>(STATISTICS[name], [at, region]);
  return rows.map(plain);
}
