/** The `|` format of bank core systems: a summary line, then lines without a heading. */
import { mapBankReason } from './bank-reasons';
import type { BankResult } from './bank-result';
import { emptyCell, type Row } from './cell';
import { readAmount, storable } from './cell-reading';
import { dateOf } from './date-text';
import { fenOf } from './header-block';
import { lineError, type LineError } from './line-errors';
import { maskCell } from './mask';
import { outcomeOf, type Outcome } from './result-columns';

export interface CoreSummary {
  readonly occurredOn: string;
  readonly count: number;
  readonly totalFen: number;
}

/** Field 3 is the processing day, 7 the count, 8 the total. Anything else is no summary line. */
export function coreSummary(row: Row): CoreSummary | undefined {
  const text = (field: number): string => row.cells[field - 1]?.text ?? '';
  const occurredOn = dateOf(text(3));
  const totalFen = /^[\d,]+(\.\d{1,2})?$/.test(text(8)) ? fenOf(text(8)) : undefined;
  return occurredOn !== undefined && totalFen !== undefined && /^\d{1,7}$/.test(text(7)) ? { occurredOn, totalFen, count: Number(text(7)) } : undefined;
}

/**
 * 代理编号|客户姓名|金额|账号|单位编号|证件类型|证件号码|当日次数, and in a results file the result and its reason behind.
 * 当日次数 counts the files of a day, not the attempts of a line, so it is left alone.
 */
export function coreResult(row: Row, occurredOn: string, given: Outcome | undefined): BankResult {
  const cell = (field: number): Row['cells'][number] => row.cells[field - 1] ?? emptyCell;
  const text = (field: number): string => storable(cell(field).text);
  const errors: LineError[] = [];
  const amount = readAmount(cell(3), 'yuan');
  if (amount.value === undefined || amount.value <= 0) errors.push(lineError('R02', { row: row.number, column: '金额', masked: maskCell(cell(3), 'free') }));
  const account = text(4).replace(/[\s-]/g, '');
  if (account === '') errors.push(lineError('R03', { row: row.number, column: '账号' }));
  const stated = outcomeOf(text(9));
  // A failure file may hold the reason where other banks put the result.
  const reason = stated !== undefined && text(10) !== '' ? text(10) : `${text(9)} ${text(10)}`.trim();
  const outcome = stated ?? given ?? (reason === '' ? undefined : 'failed');
  if (outcome === undefined) errors.push(lineError('R01', { row: row.number }));
  return {
    row: row.number, ordinalIsOurs: false, occurredOn, errors,
    ...(/^\d{1,6}$/.test(text(1)) ? { ordinal: Number(text(1)) } : {}),
    ...(account === '' ? {} : { account }),
    ...(amount.value === undefined ? {} : { amountFen: amount.value }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(outcome === 'failed' || outcome === 'returned' ? mapBankReason(reason) : {}),
  };
}
