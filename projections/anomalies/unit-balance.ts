/** SQL about money that a unit was paid to pass on: what its own reports cannot account for. */

/**
 * Fen of payment `row` (payment_id, amount_fen) that a unit neither used nor gave back nor passed on by the day its balance was last looked at, and that were not there either.
 * Zero while nobody has looked.
 */
export const missingSql = (at: string, paymentId: string, amountFen: string): string => `coalesce((
  select greatest(${amountFen} - h.amount_fen - coalesce((
    select sum(u.amount_fen) from audit.funds_use(${at}) u where u.payment_id = h.payment_id and u.use <> 'held' and u.occurred_on <= h.occurred_on), 0), 0)::bigint
  from (
    select h.payment_id, h.amount_fen, h.occurred_on from audit.funds_use(${at}) h
    where h.payment_id = ${paymentId} and h.use = 'held' order by h.occurred_on desc, h.position desc limit 1
  ) h), 0)`;
