/** Rows of statistics as answers give them: whole numbers, texts, yes or no. */

export type StatisticRow = Readonly<Record<string, string | number | boolean | null>>;

const WHOLE = /^-?\d{1,15}$/;
const TEXTS = new Set(['region', 'kind', 'level', 'age', 'county', 'rule', 'status', 'month']);

/** The driver hands large whole numbers over as text. */
export const plain = (row: StatisticRow): StatisticRow =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, typeof value === 'string' && !TEXTS.has(name) && WHOLE.test(value) ? Number(value) : value]));
