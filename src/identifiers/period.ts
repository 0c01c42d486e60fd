/** Benefit periods: a month, a quarter, a half-year, a year or a range of months, as text and as months. */

/** Both months belong to it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

const two = (value: number): string => String(value).padStart(2, '0');
const month = (year: string | number, number: number): string => `${String(year)}-${two(number)}`;

export function daysInMonth(year: number, number: number): number {
  if (number === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return number === 4 || number === 6 || number === 9 || number === 11 ? 30 : 31;
}

/** Months since year 0, for arithmetic; the inverse is `monthAt`. */
export const monthIndex = (text: string): number => Number(text.slice(0, 4)) * 12 + Number(text.slice(5, 7)) - 1;
export const monthAt = (index: number): string => month(String(Math.floor(index / 12)).padStart(4, '0'), (index % 12) + 1);
export const addMonths = (text: string, count: number): string => monthAt(monthIndex(text) + count);
/** The same day so many months later, or the last day of a month that is too short: 2018-01-31 + 1 → 2018-02-28. */
export function dateAfterMonths(date: string, count: number): string {
  const later = addMonths(date, count);
  return `${later}-${two(Math.min(Number(date.slice(8, 10)), daysInMonth(Number(later.slice(0, 4)), Number(later.slice(5, 7)))))}`;
}
export const monthOf = (date: string): string => date.slice(0, 7);
export const quarterOf = (text: string): string => `${text.slice(0, 4)}-Q${String(Math.floor((Number(text.slice(5, 7)) - 1) / 3) + 1)}`;

export const firstDay = (period: Period): string => `${period.from}-01`;
export const lastDay = (period: Period): string =>
  `${period.to}-${two(daysInMonth(Number(period.to.slice(0, 4)), Number(period.to.slice(5, 7))))}`;

export function monthsOf(period: Period): readonly string[] {
  const months: string[] = [];
  for (let index = monthIndex(period.from); index <= monthIndex(period.to); index += 1) months.push(monthAt(index));
  return months;
}

export const periodsOverlap = (a: Period, b: Period): boolean => a.from <= b.to && b.from <= a.to;

type Reader = readonly [RegExp, (groups: readonly string[]) => Period];
const span = (year: string, from: number, to: number): Period => ({ from: month(year, from), to: month(year, to) });
const quarterNames: Readonly<Record<string, number>> = { 一: 1, 二: 2, 三: 3, 四: 4, 1: 1, 2: 2, 3: 3, 4: 4 };
const quarter = (year: string, number: number): Period => span(year, number * 3 - 2, number * 3);
const year = '((?:19|20|21)\\d\\d)';
const number = '(0?[1-9]|1[0-2])';

const readers: readonly Reader[] = [
  [new RegExp(`^${year}年?(?:度|全年)?$`), ([y = '']) => span(y, 1, 12)],
  [new RegExp(`^${year}-?[Qq]([1-4])$`), ([y = '', q]) => quarter(y, Number(q))],
  [new RegExp(`^${year}年第?([一二三四1-4])季度?$`), ([y = '', q = '']) => quarter(y, quarterNames[q] ?? 1)],
  [new RegExp(`^${year}年(上|下)半年$`), ([y = '', half]) => (half === '上' ? span(y, 1, 6) : span(y, 7, 12))],
  [new RegExp(`^${year}-H([12])$`), ([y = '', half]) => (half === '1' ? span(y, 1, 6) : span(y, 7, 12))],
  [new RegExp(`^${year}(?:[-./]|年)${number}月?份?$`), ([y = '', m]) => span(y, Number(m), Number(m))],
  [new RegExp(`^${year}(0[1-9]|1[0-2])$`), ([y = '', m]) => span(y, Number(m), Number(m))],
  [new RegExp(`^${year}年${number}月?(?:-|至|到|~|—|–|\uff5e)${number}月份?$`), ([y = '', a, b]) => span(y, Number(a), Number(b))],
  [
    new RegExp(`^${year}[-./年]${number}月?(?:\\.\\.|/|至|到|~|—|–|\uff5e|-)${year}[-./年]${number}月?$`),
    ([y = '', a, z = '', b]) => ({ from: month(y, Number(a)), to: month(z, Number(b)) }),
  ],
];

/** Reads a period as code writes it (`2018-07`, `2018-Q3`, `2018`, `2018-01..2018-06`) or as offices do (2018年第三季度). */
export function readPeriod(text: string): Period | undefined {
  const compact = text.replace(/[\s\u3000]/g, '');
  for (const [pattern, read] of readers) {
    const match = pattern.exec(compact);
    if (!match) continue;
    const period = read(match.slice(1));
    return period.from <= period.to ? period : undefined;
  }
  return undefined;
}

/** The one spelling of a period: `2018-07`, `2018-Q3`, `2018`, else `2018-01..2018-06`. */
export function periodText(period: Period): string {
  const { from, to } = period;
  if (from === to) return from;
  const months = monthIndex(to) - monthIndex(from) + 1;
  const start = Number(from.slice(5, 7));
  if (months === 12 && start === 1) return from.slice(0, 4);
  if (months === 3 && start % 3 === 1) return quarterOf(from);
  return `${from}..${to}`;
}
