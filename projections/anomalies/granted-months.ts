/** SQL on what allowances make due period by period, and on months as numbers. */

/** Months since year 0: a month is compared with a month, whatever its days. */
export const monthSql = (date: string): string => `(extract(year from ${date}) * 12 + extract(month from ${date}) - 1)::integer`;
export const firstOfMonthSql = (month: string): string => `make_date(${month} / 12, ${month} % 12 + 1, 1)`;

/** Whose allowance a subject `p|person|programme|…` or `h|household|programme|…` is, as conditions on allowance `a`. */
export interface Granted {
  readonly person: string;
  readonly household: string;
}

/** Grants of either kind of subject: each looked up by its own index. `columns` of `a`. */
export const grantsSql = (at: string, columns: string, where: string, { person, household }: Granted): string => `
select ${columns} from audit.allowance(${at}) a where ${person} and ${where}
union all
select ${columns} from audit.allowance(${at}) a where ${household} and a.person_ref is null and ${where}`;

/** SQL condition: grant `a` covers the month that begins on `on`, by what was recorded up to `at`. */
export const coversSql = (at: string, on: string): string => `(a.change = 'granted' and a.from_month <= ${on} and (a.until_month is null or a.until_month >= ${on}) and not exists (
  select from audit.allowance(${at}) x
  where x.benefit_id = a.benefit_id and x.change = 'ended' and x.programme_id = a.programme_id and x.position > a.position and x.until_month < ${on} and x.until_month >= a.from_month))`;

/** Months a benefit period of a programme has, by how often the same payee is due. */
export const periodMonthsSql = (cadence: string): string => `case when ${cadence} = 'quarterly' then 3 when ${cadence} in ('yearly', 'once') then 12 else 1 end`;

/** SQL condition: month number `month` begins a benefit period of a programme, by some version of its terms. */
export const beginsPeriodSql = (programme: string, month: string): string => `exists (
  select from audit.programme_version($2 - 1) v where v.programme_id = ${programme} and ${month} % (${periodMonthsSql('v.cadence')}) = 0)`;
