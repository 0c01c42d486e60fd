/** SQL that tells the ledger day of a position, and what a campaign brought over from before it. */

/** The day that ended last before a position; null before the first. Days end in order, so the last one recorded is the latest. */
export const lastDaySql = (at: string): string => `(select e.occurred_on from audit.day_end(${at}) e order by e.position desc limit 1)`;

/** The position at which it ended. */
export const lastDayEndSql = (at: string): string => `(select e.position from audit.day_end(${at}) e order by e.position desc limit 1)`;

/** The day that ended before the last one; null where fewer than two have. */
export const dayBeforeLastSql = (at: string): string => `(select e.occurred_on from audit.day_end(${at}) e order by e.position desc offset 1 limit 1)`;

/**
 * True of what happened before the change-over of a stream that a campaign brought over: history, neither late nor out of order.
 * Where no day had ended when the stream was opened, the whole of it is history.
 */
export const historySql = (campaign: string, openedAt: string, on: string): string =>
  `(${campaign} is not null and coalesce(${on} <= ${lastDaySql(openedAt)} + 1, true))`;
