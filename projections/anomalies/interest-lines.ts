/** SQL of A22 for lists: interest subsidies that are paid as lines of a batch, held against the loans of payee and household. */
import { batchesOf, lineSubject, paidLinesOf } from './lines-of-programmes';
import { inCountyOf } from './regions';

const batchId = `split_part(p.subject, '|', 2)`;
const line = `split_part(p.subject, '|', 3)::bigint`;
const loansOnRecord = (at: string, region: string): string => `exists (select from audit.loan(${at}) x where ${inCountyOf('x', region)})`;

/** The loans a line may be for: of the payee, of the household on the line, of those the payee belongs to. */
const loansOf = `
select g.loan_id, g.position, g.occurred_on, g.principal_fen, g.campaign from audit.loan(p.at) g where g.borrower_ref = l.payee_ref
union
select g.loan_id, g.position, g.occurred_on, g.principal_fen, g.campaign from audit.loan(p.at) g where g.household_id = l.household_id
union
select g.loan_id, g.position, g.occurred_on, g.principal_fen, g.campaign from audit.household_member(p.at) m join audit.loan(p.at) g on g.household_id = m.household_id where m.person_ref = l.payee_ref and m.change = 'joined'`;

/** Money of loan `g` paid out up to a day: what was brought over without its pay-outs counts as paid out by the contract. */
export const paidOutSql = (g: string, until: string): string => `coalesce((select sum(o.amount_fen) from audit.loan_payout(p.at) o where o.loan_id = ${g}.loan_id and o.occurred_on <= ${until}),
  case when ${g}.campaign is not null and ${g}.occurred_on <= ${until} and not exists (select from audit.loan_payout(p.at) o where o.loan_id = ${g}.loan_id) then ${g}.principal_fen end, 0)`;
export const dueOnSql = (g: string): string => `(select u.due_on from audit.loan_due(p.at) u where u.loan_id = ${g}.loan_id order by u.position desc limit 1)`;

/** `overdueDays`: SQL of the parameter. A line paid again while its money did not come back was paid twice. It is in order when any loan was owed in its period and not past due by the first day of that. */
export const linesSql = (overdueDays: string): string => `
select v.part, 'disbursement' as subject_kind, v.batch_id || '/' || v.line as subject_id, 'attempt-' || v.attempt as occurrence, 'high' as severity, v.amount_fen, v.region, v.paid_on as read_on, v.evidence,
  jsonb_build_object('amountFen', v.amount_fen, 'from', v.benefit_from, 'until', v.until_on, 'line', true, 'loans', v.loans) as facts
from (
  select l.batch_id, l.line, l.attempt, l.amount_fen, l.region, l.paid_on, l.benefit_from, n.until_on, k.loans, array_remove(l.position || k.evidence, null) as evidence,
    case when k.overdue then 'c' when k.repaid then 'b' else 'a' end as part, k.in_order
  from audit.paid_line(p.at) l
  cross join lateral audit.programme_on(p.at, l.programme_id, l.benefit_from) t
  cross join lateral (select (l.benefit_to + interval '1 month')::date - 1 as until_on, ${overdueDays}::integer as overdue_days offset 0) n
  cross join lateral (
    select bool_or(g.owed_from <= g.due_on + n.overdue_days) as in_order, bool_or(g.owed_from is not null) as overdue, bool_or(g.paid_out_fen > 0) as repaid, count(*) as loans,
      array_agg(g.position order by g.position) as evidence
    from (
      select g.position, ${dueOnSql('g')} as due_on, o.paid_out_fen,
        case when ${paidOutSql('g', 'l.benefit_from')} > (select coalesce(sum(y.principal_fen), 0) from audit.loan_payment(p.at) y where y.loan_id = g.loan_id and y.occurred_on <= l.benefit_from) then l.benefit_from
          when o.paid_out_fen > 0 then coalesce(
            (select min(w.occurred_on) from audit.loan_payout(p.at) w where w.loan_id = g.loan_id and w.occurred_on > l.benefit_from and w.occurred_on <= n.until_on),
            case when g.campaign is not null and g.occurred_on > l.benefit_from and not exists (select from audit.loan_payout(p.at) w where w.loan_id = g.loan_id) then g.occurred_on end) end as owed_from
      from (${loansOf}) g
      cross join lateral (select ${paidOutSql('g', 'n.until_on')} as paid_out_fen offset 0) o
    ) g
  ) k
  where left(p.subject, 5) = 'line|' and l.batch_id = ${batchId} and l.line = ${line} and t.allowed_purposes = array['interest-subsidy'] and ${loansOnRecord('p.at', 'l.batch_region')}
) v
where v.in_order is not true`;

/** Where the bank tells of no loan, or a programme pays interest among other things, lines cannot be held against anything. */
export const undecidedSql = `
select 'a' as part, 'batch' as subject_kind, b.batch_id as subject_id, 'loans' as occurrence, null::text as severity, null::bigint as amount_fen, b.region, b.occurred_on as read_on, array[b.position] as evidence,
  jsonb_build_object('programme', b.programme_id) as facts
from audit.batch(p.at) b
cross join lateral audit.programme_on(p.at, b.programme_id, b.benefit_from) t
where left(p.subject, 6) = 'batch|' and b.batch_id = ${batchId} and 'interest-subsidy' = any(t.allowed_purposes)
  and (cardinality(t.allowed_purposes) > 1 or not ${loansOnRecord('p.at', 'b.region')})`;

/** Most programmes pay no interest: whatever happens is looked at from the few that do. */
const paying = `select distinct v.programme_id from audit.programme_version($2 - 1) v where 'interest-subsidy' = any(v.allowed_purposes)`;
const linesOf = (person: string, household: string): string => `
  select d.batch_id, d.line from audit.disbursement($2 - 1) d where d.payee_ref = ${person} and d.programme_id = t.programme_id
  union all
  select d.batch_id, d.line from audit.disbursement($2 - 1) d where d.household_id = ${household} and d.programme_id = t.programme_id`;

const loanTouches = `
select ${lineSubject}, x.position
from (${paying}) t
cross join lateral (
  select g.loan_id, g.position from audit.loan($2 - 1) g where g.position >= $1
  union all
  select o.loan_id, o.position from audit.loan_payout($2 - 1) o where o.position >= $1
  union all
  select y.loan_id, y.position from audit.loan_payment($2 - 1) y where y.position >= $1 and y.principal_fen > 0
  union all
  select u.loan_id, u.position from audit.loan_due($2 - 1) u where u.position >= $1
  offset 0
) x
cross join lateral (select g.borrower_ref, g.household_id from audit.loan($2 - 1) g where g.loan_id = x.loan_id offset 0) g
cross join lateral (${linesOf('g.borrower_ref', 'g.household_id')}
  union all
  select d.batch_id, d.line from audit.household_member($2 - 1) m cross join lateral (select d.* from audit.disbursement($2 - 1) d where d.payee_ref = m.person_ref and d.programme_id = t.programme_id offset 0) d where m.household_id = g.household_id
  offset 0
) d
union all
select ${lineSubject}, m.position
from (${paying}) t
cross join lateral (select m.person_ref, m.position from audit.household_member($2 - 1) m where m.position >= $1 and m.change = 'joined' offset 0) m
cross join lateral (select d.batch_id, d.line from audit.disbursement($2 - 1) d where d.payee_ref = m.person_ref and d.programme_id = t.programme_id offset 0) d`;

/** New terms, or the first loan of a county, concern whatever was paid. */
const programmeTouches = `
select x.subject, v.position
from audit.programme_version($2 - 1) v
join (${paying}) t on t.programme_id = v.programme_id
cross join lateral (
  select ${lineSubject} from audit.disbursement($2 - 1) d where d.programme_id = v.programme_id
  union all
  select 'batch|' || b.batch_id from audit.batch($2 - 1) b where b.programme_id = v.programme_id
  offset 0
) x (subject)
where v.position >= $1
union all${batchesOf(paying)}
union all
select x.subject, g.position
from (select g.region, g.position from audit.loan($2 - 1) g where g.position >= $1 and not ${loansOnRecord('g.position - 1', 'g.region')} offset 0) g
cross join (${paying}) t
cross join lateral (
  select ${lineSubject} from audit.disbursement($2 - 1) d where d.programme_id = t.programme_id and (left(d.batch_region, 6) = left(g.region, 6) or length(d.batch_region) < 6)
  union all
  select 'batch|' || b.batch_id from audit.batch($2 - 1) b where b.programme_id = t.programme_id and (left(b.region, 6) = left(g.region, 6) or length(b.region) < 6)
  offset 0
) x (subject)`;

export const touchesOfLines: readonly string[] = [paidLinesOf(paying), loanTouches, programmeTouches];
