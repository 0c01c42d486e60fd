/** SQL functions beside `audit.<table>(at)`: paid lines, parameters and status in force, working days. All as of a position, all bound to their tables when made (but for the one in PL/pgSQL). */

/**
 * Lines paid and not come back, each with the payee and account of the attempt that was paid. Inlined like the tables.
 * The row type names the order of text as the tables do: with another order than its index, no index would be used.
 * A return ends the settlement before it; where the bank corrects itself, the same attempt may settle again after it.
 * Only a reissued attempt needs the line as entered (`d`): an outer join, so that no plan can begin there.
 */
const paidLine = `
create type audit.paid_line_row as (
  batch_id text collate "C", line bigint, attempt bigint, "position" bigint, entered_at bigint, paid_on date, amount_fen bigint, payee_ref text collate "C",
  account_ref text collate "C", household_id text collate "C", region text collate "C", batch_region text collate "C", programme_id text collate "C",
  allocation_id text collate "C", benefit_from date, benefit_to date, supplements_batch text collate "C", supplements_line bigint);
create function audit.paid_line(at bigint) returns setof audit.paid_line_row language sql stable begin atomic
  select s.batch_id, s.line, s.attempt, s.position, coalesce(d.position, a.position), s.occurred_on, s.amount_fen, a.payee_ref, a.account_ref,
    case when d.payee_ref is null or d.payee_ref = a.payee_ref then coalesce(d.household_id, a.household_id) end, coalesce(d.region, a.region), a.batch_region, a.programme_id, a.allocation_id,
    a.benefit_from, a.benefit_to, coalesce(d.supplements_batch, a.supplements_batch), coalesce(d.supplements_line, a.supplements_line)
  from facts.disbursement a
  join facts.settlement s on s.batch_id = a.batch_id and s.line = a.line and s.attempt = a.attempt
  left join facts.disbursement d on a.attempt > 1 and d.batch_id = a.batch_id and d.line = a.line and d.attempt = 1 and d.position <= $1
  where a.position <= $1 and s.position <= $1
    and not exists (
      select from facts.line_return r
      where r.batch_id = s.batch_id and r.line = s.line and r.position <= $1 and r.position > s.position and r.money_back and (r.attempt = s.attempt or r.settled_revision = s.revision)); end`;

/** The value set for the most specific region that holds on a date; no row where none was ever set: the rule's default holds. */
const parameter = `
create function audit.parameter(at bigint, rule text, name text, region text, on_date date) returns table (value bigint, set_at bigint) language sql stable begin atomic
  select x.value, x.position from facts.rule_parameter x
  where x.position <= $1 and x.rule = $2 and x.name = $3 and starts_with($4, x.region) and x.effective_from <= $5
  order by length(x.region) desc, x.effective_from desc, x.position desc limit 1; end`;

/** Terms of a programme in force on a date; before its first version begins, the first holds. */
const programme = `
create function audit.programme_on(at bigint, programme_id text, on_date date) returns setof facts.programme_version language sql stable begin atomic
  select x.* from facts.programme_version x
  where x.position <= $1 and x.programme_id = $2
  order by (x.effective_from <= $3) desc, case when x.effective_from <= $3 then x.effective_from end desc, x.effective_from, x.position desc limit 1; end`;

/** The nth working day after a date by the calendars published up to a position, over the end of years too; null where a year it needs has none. */
const workingDaysOverYears = `
create function audit.add_working_days_over_years(at bigint, base date, days bigint) returns date language plpgsql stable as $f$
declare
  wanted bigint;
  publication bigint;
  total bigint;
  counted bigint := extract(year from base);
  found_on date;
begin
  select max(c.position) into publication from facts.calendar_day c where c.year = counted and c.position <= at;
  select c.nth + days into wanted from facts.calendar_day c where c.position = publication and c.on_date = base;
  loop
    if publication is null or wanted is null then return null; end if;
    select max(c.nth) into total from facts.calendar_day c where c.position = publication;
    if wanted <= total then
      select min(c.on_date) into found_on from facts.calendar_day c where c.position = publication and c.nth = wanted;
      return found_on;
    end if;
    wanted := wanted - total;
    counted := counted + 1;
    select max(c.position) into publication from facts.calendar_day c where c.year = counted and c.position <= at;
  end loop;
end $f$`;

/** The same, found by two look-ups where the year does not end meanwhile: a row, so that it is inlined where it stands in FROM and its arguments are no sub-selects. A day-end asks it for every duty there is. */
const workingDay = `
create function audit.working_day(at bigint, base date, days bigint) returns table (on_date date) language sql stable begin atomic
  select coalesce(
    (select (select t.on_date from facts.calendar_day t where t.position = b.position and t.nth = b.nth + $3 order by t.on_date limit 1)
     from (select c.position, c.nth from facts.calendar_day c where c.on_date = $2 and c.position <= $1 order by c.position desc limit 1) b),
    case when $3 is not null then audit.add_working_days_over_years($1, $2, $3) end); end`;

/** For whoever has no FROM to put it in. */
const workingDays = `
create function audit.add_working_days(at bigint, base date, days bigint) returns date language sql stable begin atomic
  select w.on_date from audit.working_day($1, $2, $3) w; end`;

/**
 * What a household was in the register on a date, so that a payment is judged by the register of its benefit period. By what was recorded up to `at`:
 * - Every mark (registration included) holds from its business date on, and the mark with the latest business date decides; of two of one date, the later recorded.
 * - On 31 December a county freezes its register. A mark recorded after a freeze that reaches back to it or before does not change the frozen version: it holds from the
 *   day after the last freeze it came too late for. Only a mark under a campaign id (回头看) corrects the frozen past and holds from its own date.
 * - Removal (剔除) ends entitlement. Exit (脱贫) does not, until the last day policies go on where one is set.
 * - No row: the household was not in the register on that date. `register_year` is the frozen version in force then, null before the first.
 */
const statusOn = `
create function audit.status_on(at bigint, household_id text, on_date date)
returns table (status text, entitled boolean, holds_from date, policy_until date, campaign text, register_year bigint, said_at bigint) language sql stable begin atomic
  select s.status, s.status <> 'removed' and (s.policy_until is null or s.policy_until >= $3), h.holds_from, s.policy_until, s.campaign,
    (select max(v.year) from facts.register_freeze v where v.region = left(s.region, 6) and v.position <= $1 and v.occurred_on <= $3), s.position
  from facts.household_status s
  cross join lateral (
    select case when s.campaign is not null then s.occurred_on
      else greatest(s.occurred_on, (select max(f.occurred_on) + 1 from facts.register_freeze f
        where f.region = left(s.region, 6) and f.position <= $1 and f.position < s.position and f.occurred_on >= s.occurred_on)) end as holds_from offset 0) h
  where s.position <= $1 and s.household_id = $2 and s.occurred_on <= $3 and h.holds_from <= $3
  order by s.occurred_on desc, s.position desc limit 1; end`;

export const AUDIT_FUNCTIONS: readonly string[] = [statusOn, paidLine, parameter, programme, workingDaysOverYears, workingDay, workingDays];
