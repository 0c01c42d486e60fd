/** What a household was due and what it got, item by item, by what was recorded up to a position and fell by a business date. */
import type { Pool } from 'pg';

export interface StatementItem {
  readonly side: 'due' | 'paid';
  readonly kind: string;
  readonly programmeId: string | null;
  readonly on: string;
  readonly amountFen: number;
  /** Batch line, benefit, house or agreement it stands in. */
  readonly of: string;
  readonly position: number;
}

export interface HouseholdStatement {
  readonly dueFen: number;
  readonly paidFen: number;
  /** Per programme; what is paid without a recorded due is not for a statement to judge. */
  readonly byProgramme: readonly { readonly programmeId: string | null; readonly dueFen: number; readonly paidFen: number }[];
  readonly items: readonly StatementItem[];
}

/**
 * $1 = position, $2 = household, $3 = date or null. A month of an allowance is due with its last day; the months of one still open end with the date asked
 * about, or the ledger day. Premiums are paid to the insurance on behalf, and stand as paid. A person's benefits are the household's that they name.
 */
const ITEMS = `
with today as (select coalesce($3::date, (select max(e.occurred_on) from audit.day_end($1) e), 'infinity'::date) as on_date),
granted as (
  select a.*, least(coalesce(a.until_month, 'infinity'::date), coalesce((
    select e.until_month from audit.allowance($1) e where e.benefit_id = a.benefit_id and e.change = 'ended' and e.position > a.position order by e.position limit 1), 'infinity'::date)) as last_month
  from audit.allowance($1) a where a.household_id = $2 and a.change = 'granted'
), item as (
select 'due' as side, 'allowance' as kind, g.programme_id, (m.month + interval '1 month' - interval '1 day')::date as on_date, g.amount_per_month_fen as amount_fen, 'benefit ' || g.benefit_id as of, g.position
from granted g cross join today t
cross join lateral (select x.month::date as month from generate_series(g.from_month::timestamp, least(g.last_month, t.on_date)::timestamp, interval '1 month') x (month)) m
where g.last_month >= g.from_month and t.on_date < 'infinity'::date
union all
select 'due', 'student-aid', s.programme_id, s.occurred_on, s.amount_fen, 'benefit ' || s.benefit_id, s.position from audit.student_aid($1) s where s.household_id = $2
union all
select case g.change when 'due' then 'due' else 'paid' end, 'medical-guarantee', g.programme_id, g.occurred_on, g.amount_fen, 'benefit ' || g.benefit_id, g.position from audit.medical_guarantee($1) g where g.household_id = $2
union all
select 'due', 'house-grant', h.programme_id, h.occurred_on, h.grant_fen, 'house ' || h.house_id, h.position from audit.house_accepted($1) h where h.household_id = $2 and h.grant_fen > 0
union all
select 'paid', 'disbursement', l.programme_id, l.paid_on, l.amount_fen, 'disbursement ' || l.batch_id || '/' || l.line, l.position
from audit.disbursement($1) d cross join lateral (select l.* from audit.paid_line($1) l where l.batch_id = d.batch_id and l.line = d.line) l
where d.household_id = $2 and d.attempt = 1 and l.household_id = $2
union all
select 'paid', 'premium', p.programme_id, p.occurred_on, p.paid_fen, 'benefit ' || p.benefit_id, p.position from audit.premium_payment($1) p where p.household_id = $2
union all
select 'paid', 'dividend', null, v.occurred_on, v.amount_fen, 'project ' || v.project_id || ' ' || v.agreement_number, v.position from audit.dividend($1) v where v.household_id = $2`;

const query = `${ITEMS})
select i.side, i.kind, i.programme_id, i.on_date::text as on_date, i.amount_fen, i.of, i.position from item i cross join today t
where i.on_date <= t.on_date order by i.on_date, i.side, i.kind, i.of, i.position`;

interface Row {
  readonly side: 'due' | 'paid'; readonly kind: string; readonly programme_id: string | null; readonly on_date: string; readonly amount_fen: string; readonly of: string; readonly position: string;
}

const sum = (items: readonly StatementItem[], side: StatementItem['side']): number => items.reduce((total, item) => (item.side === side ? total + item.amountFen : total), 0);

export async function householdStatement(pool: Pool, at: number, householdId: string, until: string | undefined): Promise<HouseholdStatement> {
  const { rows } = await pool.query<Row>(query, [at, householdId, until ?? null]);
  const items = rows.map((row): StatementItem => ({ side: row.side, kind: row.kind, programmeId: row.programme_id, on: row.on_date, amountFen: Number(row.amount_fen), of: row.of, position: Number(row.position) }));
  const programmes = [...new Set(items.map(({ programmeId }) => programmeId))].sort();
  const byProgramme = programmes.map((programmeId) => {
    const mine = items.filter((item) => item.programmeId === programmeId);
    return { programmeId, dueFen: sum(mine, 'due'), paidFen: sum(mine, 'paid') };
  });
  return { dueFen: sum(items, 'due'), paidFen: sum(items, 'paid'), byProgramme, items };
}
