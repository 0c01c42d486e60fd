/** SQL of the top-up (增发) that goes to the old, minors, the severely disabled and the seriously ill within an allowance: what is due beyond the standard. */

/** Basis points that line `l` of programme `item` may exceed the standard of terms `g` by: where the payee or the household was granted a top-up that began by the end of the period. */
export const topUpSql = (g: string, l: string, item: string): string => `case when ${g}.top_up_basis_points is null then 0 when exists (
      select from audit.allowance(p.at) a where a.programme_id = ${item} and a.change = 'granted' and a.top_up_fen > 0 and a.person_ref = ${l}.payee_ref and a.from_month <= ${l}.benefit_to)
    or exists (
      select from audit.allowance(p.at) a where a.programme_id = ${item} and a.change = 'granted' and a.top_up_fen > 0 and a.household_id = ${l}.household_id and a.from_month <= ${l}.benefit_to)
    then ${g}.top_up_basis_points else 0 end`;

/** Lines of whom a top-up was granted to, by `touched_at`. */
export const ofTopUps = `
select d.*, a.position as touched_at
from (select a.person_ref, a.household_id, a.programme_id, a.position from audit.allowance($2 - 1) a where a.position >= $1 and a.top_up_fen > 0) a
cross join lateral (
  select d.* from audit.disbursement($2 - 1) d where d.payee_ref = a.person_ref and d.programme_id = a.programme_id
  union all
  select d.* from audit.disbursement($2 - 1) d where d.household_id = a.household_id and d.programme_id = a.programme_id
  offset 0
) d`;
