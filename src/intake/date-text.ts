/** Business dates as files write them: 2026-07-01, 2026/7/1, 2026.7.1, 20260701, 2026年7月1日, or a date cell. */
import { daysInMonth } from '../identifiers/period';
import type { Cell } from './cell';

const written = /^((?:18|19|20|21)\d\d)(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/;

export function dateOf(text: string): string | undefined {
  const match = written.exec(text.normalize('NFKC').trim());
  if (!match?.[1]) return undefined;
  const [year, month, day] = [match[1], match[2] ?? match[4] ?? '', match[3] ?? match[5] ?? ''];
  const valid = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= daysInMonth(Number(year), Number(month));
  return valid ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : undefined;
}

/** Undefined for an empty cell and for what is no date: the caller tells the two apart by the cell. */
export const readDate = (cell: Cell): string | undefined => (cell.kind === 'formula' || cell.kind === 'empty' ? undefined : dateOf(cell.text));
