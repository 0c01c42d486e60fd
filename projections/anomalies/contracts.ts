/** SQL about one contract of a project: the terms in force on a day, and what was paid on it. `c` stands for the row of its signing. */

/** The contract a subject `project|number` names, as it was signed. */
export const signedContract = (subject = 'p.subject'): string => `
select c.* from audit.contract(p.at) c
where c.project_id = split_part(${subject}, '|', 1) and c.contract_number = split_part(${subject}, '|', 2) and c.kind = 'signed'
order by c.position limit 1`;

/** What the contract, or the last amendment up to a day, says of one term; null where nothing does. */
export const termSql = (term: 'amount_fen' | 'retention_basis_points' | 'end_on', c: string, on: string): string => `(
  select k.${term} from audit.contract(p.at) k
  where k.project_id = ${c}.project_id and k.contract_number = ${c}.contract_number and k.${term} is not null and (k.kind = 'signed' or k.occurred_on <= ${on})
  order by (k.kind = 'amended') desc, k.occurred_on desc, k.position desc limit 1)`;

/** The same, by the last amendment on record, whatever its day. */
export const latestTermSql = (term: Parameters<typeof termSql>[0], c: string): string => termSql(term, c, 'k.occurred_on');

/** SQL condition: a paper or payment of the project that names no contract can only be of this one, the contractor's sole one here. */
const soleOf = (uscc: string, c: string): string => `${uscc} = ${c}.contractor_uscc and not exists (
  select from audit.contract(p.at) o where o.project_id = ${c}.project_id and o.kind = 'signed' and o.contractor_uscc = ${c}.contractor_uscc and o.contract_number <> ${c}.contract_number)`;

/** SQL condition: row `x` of the project, which names `uscc`, is of contract `c`. */
export const ofContract = (x: string, uscc: string, c: string): string =>
  `${x}.project_id = ${c}.project_id and (${x}.contract_number = ${c}.contract_number or (${x}.contract_number is null and ${soleOf(`${x}.${uscc}`, c)}))`;

/** Money that went out on a contract and did not come back. */
export const paidOn = (c: string): string => `
select y.* from audit.payment(p.at) y
where ${ofContract('y', 'payee_uscc', c)} and y.kind = 'executed'
  and not exists (select from audit.payment(p.at) r where r.payment_id = y.payment_id and r.kind = 'reversed')`;

/** Facts of a project concern each of its contracts. `tables` hold a project_id. */
export const contractTouches = (tables: readonly string[]): string => `
select c.project_id || '|' || c.contract_number, t.position
from (
  ${tables.map((table) => `select x.project_id, x.position from audit.${table}($2 - 1) x where x.position >= $1 and x.project_id is not null`).join('\n  union all\n  ')}
) t
cross join lateral (select c.project_id, c.contract_number from audit.contract($2 - 1) c where c.project_id = t.project_id and c.kind = 'signed' offset 0) c`;
