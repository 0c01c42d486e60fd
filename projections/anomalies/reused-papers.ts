/** SQL about one photo or paper that proves two projects: the same file by its hash, or the same invoice by seller and number. */

/** Drawings, contracts and minutes may serve several projects; what proves work, delivery or payment may not. */
const PROOFS = `('photo', 'acceptance', 'invoice', 'receipt', 'delivery')`;

/** The project a payment order is for; itself where it is for none. */
const home = (e: string): string => `
select coalesce(s.project_id, ${e}.subject_id) as id, case when ${e}.subject_kind = 'payment' and s.project_id is null then 'payment' else 'project' end as kind
from (select max(s.project_id) as project_id from audit.payment_step(p.at) s where ${e}.subject_kind = 'payment' and s.payment_id = ${e}.subject_id and s.step = 'ordered') s`;

const executed = (of: string): string => `
    select y.payment_id, y.amount_fen from audit.payment(p.at) y
    where ${of} and y.kind = 'executed' and not exists (select from audit.payment(p.at) r where r.payment_id = y.payment_id and r.kind = 'reversed')`;
const paidFen = `coalesce((
  select sum(y.amount_fen)::bigint from (${executed(`u.kind = 'project' and y.project_id = u.id`)}
    union all${executed(`u.kind = 'payment' and y.payment_id = u.id`)}) y), 0)`;

/** Whoever used it first has it by right: every other use, with the first. Subjects `file|hash` and `invoice|seller|number`. */
export const reusedPapers = `
select u.kind, u.id, u.region, u.used_on, u.what, u.position, first_value(u.position) over (order by u.position, u.id) as first_at, row_number() over (order by u.position, u.id) as nth, ${paidFen} as amount_fen
from (
  select distinct on (h.kind, h.id) h.kind, h.id, e.region, e.occurred_on as used_on, e.kind as what, e.position
  from audit.evidence(p.at) e cross join lateral (${home('e')}) h
  where left(p.subject, 5) = 'file|' and e.content_hash = substr(p.subject, 6) and e.kind in ${PROOFS} and e.subject_kind in ('project', 'payment')
  order by h.kind, h.id, e.position, e.ordinal
) u
union all
select u.kind, u.id, u.region, u.used_on, u.what, u.position, first_value(u.position) over (order by u.position, u.id), row_number() over (order by u.position, u.id), u.amount_fen
from (
  select distinct on (v.project_id) 'project' as kind, v.project_id as id, v.region, v.occurred_on as used_on, 'invoice' as what, v.position, v.amount_fen
  from audit.invoice(p.at) v
  where left(p.subject, 8) = 'invoice|' and v.seller_uscc = split_part(p.subject, '|', 2) and v.invoice_number = split_part(p.subject, '|', 3)
  order by v.project_id, v.position
) u`;

/** A file is looked at once it is under two streams; then also when money goes to one of them. */
export const paperTouches = `
select 'file|' || t.content_hash, t.position
from (
  select e.content_hash, e.stream_id, e.position from audit.evidence($2 - 1) e where e.position >= $1 and e.kind in ${PROOFS}
  union all
  select e.content_hash, e.stream_id, y.position
  from audit.payment($2 - 1) y
  cross join lateral (select 'payment-' || y.payment_id as stream_id union all select 'project-' || y.project_id) s
  cross join lateral (select e.content_hash, e.stream_id from audit.evidence($2 - 1) e where e.stream_id = s.stream_id and e.kind in ${PROOFS} offset 0) e
  where y.position >= $1
  union all
  select e.content_hash, e.stream_id, y.position
  from audit.payment($2 - 1) y
  cross join lateral (select o.payment_id from audit.payment_step($2 - 1) o where o.project_id = y.project_id and o.step = 'ordered' offset 0) o
  cross join lateral (select e.content_hash, e.stream_id from audit.evidence($2 - 1) e where e.stream_id = 'payment-' || o.payment_id and e.kind in ${PROOFS} offset 0) e
  where y.position >= $1
) t
where exists (select from audit.evidence($2 - 1) o where o.content_hash = t.content_hash and o.stream_id <> t.stream_id)
union all
select 'invoice|' || v.seller_uscc || '|' || v.invoice_number, v.position
from audit.invoice($2 - 1) v
where v.position >= $1
  and exists (select from audit.invoice($2 - 1) o where o.seller_uscc = v.seller_uscc and o.invoice_number = v.invoice_number and o.project_id <> v.project_id)`;
