/** SQL about how long money of an allocation has been there: what is unspent, from which day each part of it counts, and whose money passes on with its age. */
import { stretchesSql } from './day-steps';
import { lastDaySql } from './ledger-day';

/** The day an opening counts from: receipt, for money announced early 1 January of its budget year, for opening balances the change-over. */
const startOf = (row: string): string =>
  `greatest(${row}.occurred_on, make_date(${row}.budget_year::integer, 1, 1), case when ${row}.campaign is not null then ${lastDaySql(`${row}.position`)} + 1 end)`;

/** Carried over, money is as old as in the year it came from, however often: first day and budget year of its origin. Empty where that allocation is unknown. */
export const originSql = (at: string, allocationId: string): string => `(
  with recursive up as (
    select a.carried_from_id, ${startOf('a')} as start_on, a.budget_year, 0 as depth from audit.allocation(${at}) a where a.allocation_id = ${allocationId}
    union all
    select a.carried_from_id, ${startOf('a')}, a.budget_year, u.depth + 1 from up u join audit.allocation(${at}) a on a.allocation_id = u.carried_from_id where u.depth < 20
  )
  select min(u.start_on) as start_on, make_date((min(u.budget_year) + 1)::integer, 12, 31) as legal_on from up u)`;

/** What is here and what is set aside: committed money is not spent. */
export const unspentSql = (at: string, row: string): string => `(${row}.amount_fen - coalesce(${row}.brought_over_paid_fen, 0) + coalesce((
  select sum(m.balance_change_fen + case when m.kind in ('committed', 'returned') then m.amount_fen when m.kind in ('paid', 'released') then -m.amount_fen else 0 end)
  from audit.allocation_move(${at}) m where m.allocation_id = ${row}.allocation_id), 0))`;

/**
 * Parts an allocation's money came in, each with the day it counts from and the last day the budget law gives it: the opening; what was added or pooled in, from that day on
 * and never due by law where it came after the day the opening was; what was carried in, with its age. What comes back from below was here before.
 */
export const layersSql = (at: string, row: string, origin: string): string => `(
  select ${row}.amount_fen - coalesce(${row}.brought_over_paid_fen, 0) as fen, ${origin}.start_on, ${origin}.legal_on
  union all
  select m.amount_fen, case when m.kind = 'carried-in' then coalesce(g.start_on, m.occurred_on) else m.occurred_on end,
    case when m.kind = 'carried-in' and g.legal_on is not null then g.legal_on when m.occurred_on <= ${origin}.legal_on then ${origin}.legal_on end
  from audit.allocation_move(${at}) m
  cross join lateral ${originSql(at, `case when m.kind = 'carried-in' then m.other_allocation_id end`)} g
  where m.allocation_id = ${row}.allocation_id and m.kind in ('adjusted', 'integrated-in', 'carried-in') and m.amount_fen > 0)`;

/** Allocations `(allocation_id, position)` of whose money some counts from a day in ranges (position, after, upto). */
export const openingsCountedSql = (starts: string): string => `
select a.allocation_id, s.position from ${starts} s
cross join lateral (select a.allocation_id from audit.allocation(s.position) a where a.occurred_on > s.after and a.occurred_on <= s.upto offset 0) a
union all
select a.allocation_id, s.position from ${starts} s
cross join lateral (select a.allocation_id from audit.allocation(s.position) a where a.budget_year > extract(year from s.after)::bigint and a.budget_year <= extract(year from s.upto)::bigint offset 0) a
union all
select a.allocation_id, s.position
from ${stretchesSql(starts)} s
cross join lateral (select a.allocation_id from audit.allocation(s.closed_at) a where a.position > s.opened_at and a.campaign is not null offset 0) a
union all
select m.allocation_id, s.position from ${starts} s
cross join lateral (
  select m.allocation_id from audit.allocation_move(s.position) m where m.kind in ('adjusted', 'integrated-in', 'carried-in') and m.occurred_on > s.after and m.occurred_on <= s.upto offset 0) m`;

/** Allocations whose money is due by law on a 31 December within ranges `s`: that of the year after its budget year. */
export const openingsDueSql = (starts: string): string => `
select a.allocation_id, s.position from ${starts} s
cross join lateral (
  select a.allocation_id from audit.allocation(s.position) a where a.budget_year > extract(year from s.after + 1)::bigint - 2 and a.budget_year <= extract(year from s.upto + 1)::bigint - 2 offset 0) a`;

/** Those rows, and every allocation that money was carried to from theirs, directly or not. */
export const withHeirsSql = (rows: string): string => `(
  with recursive heir as (
    select r.allocation_id, r.position, 0 as depth from (${rows}
    offset 0) r where r.position >= $1 and r.position < $2
    union
    select k.allocation_id, h.position, h.depth + 1
    from heir h
    cross join lateral (
      select m.allocation_id from audit.allocation_move($2 - 1) m where m.other_allocation_id = h.allocation_id and m.kind = 'carried-in'
      union all
      select a.allocation_id from audit.allocation($2 - 1) a where a.carried_from_id = h.allocation_id
      offset 0
    ) k
    where h.depth < 20
  )
  select distinct h.allocation_id, h.position from heir h)`;

export const AGE_INDEXES = [
  { table: 'allocation', columns: 'occurred_on' }, { table: 'allocation', columns: 'budget_year' }, { table: 'allocation', columns: 'carried_from_id where carried_from_id is not null' },
  { table: 'allocation_move', columns: 'kind, occurred_on' },
] as const;
