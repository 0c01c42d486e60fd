/** Reads an account statement: every booking in order of time, the balances around them, and what the bank declares of their number and sums. */
import { emptyCell, isBlank, type Cell, type Row } from './cell';
import { readAmount, readText, storable } from './cell-reading';
import { readDate, dateOf } from './date-text';
import { fileRefused } from './file-refusals';
import { countOf, fenOf, moneyUnitOf } from './header-block';
import { findHeading, headingSearchRows, repeatsHeading, requireColumns, type Heading } from './headings';
import type { Limits } from './limits';
import { lineError, type ErrorCode, type LineError } from './line-errors';
import { maskCell } from './mask';
import { readUscc } from '../identifiers/uscc';
import { firstRows, openSheets, type FileSource, type Sheet } from './sheet';
import { statementColumns, type StatementField } from './statement-columns';

export interface Booking {
  readonly row: number;
  readonly on: string;
  readonly direction: 'in' | 'out';
  readonly amountFen: number;
  readonly balanceFen?: number;
  readonly serial?: string;
  readonly batchId?: string;
  readonly paymentId?: string;
  readonly voucherNumber?: string;
  /** In clear: sealed before anything is stored. */
  readonly account?: string;
  readonly uscc?: string;
}

export interface ReadStatement {
  readonly accountNumber?: string;
  readonly from?: string;
  readonly until?: string;
  readonly openingFen?: number;
  readonly closingFen?: number;
  readonly declaredCount?: number;
  readonly declaredInFen?: number;
  readonly declaredOutFen?: number;
  readonly bookings: readonly Booking[];
  /** A statement is whole or none: one row that cannot be read makes the file unfit. */
  readonly errors: readonly LineError[];
}

const ID = /^[A-Za-z0-9-]{1,64}$/;
const CODE = /^[A-Za-z0-9-]{1,40}$/;

/** What stands above the heading, as one line of labels and values. */
const flattened = (rows: readonly Row[]): string => rows.flatMap(({ cells }) => cells.filter(({ kind }) => kind !== 'empty').map(({ text }) => text.normalize('NFKC').replace(/\s+/g, ''))).join('|');
const after = (text: string, labels: string, value: string): string | undefined => new RegExp(`(?:^|[|,;])(?:${labels})(?:\\((?:元|人民币)\\))?[:|]+(${value})`).exec(text)?.[1];
const MONEY = '-?[\\d,]+(?:\\.\\d{1,2})?';
const DAY = '\\d{4}[-/.年]?\\d{1,2}[-/.月]?\\d{1,2}日?';

/** A balance may be below nothing while an account is settled within the day. */
export function balanceOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const fen = fenOf(text.replace(/^-/, ''));
  return fen === undefined ? undefined : text.startsWith('-') ? -fen : fen;
}

function aboveOf(rows: readonly Row[]): Omit<ReadStatement, 'bookings' | 'errors'> {
  const text = flattened(rows);
  const given = {
    accountNumber: after(text, '账号|账户|帐号|户号', '[\\d-]{6,40}')?.replaceAll('-', ''),
    from: dateOf(after(text, '起始日期|开始日期|期间', DAY) ?? ''), until: dateOf(after(text, '截止日期|结束日期|终止日期', DAY) ?? new RegExp(`期间[:|]+${DAY}(?:至|-|~|—)+(${DAY})`).exec(text)?.[1] ?? ''),
    openingFen: balanceOf(after(text, '期初余额|上期余额|承前余额', MONEY)), closingFen: balanceOf(after(text, '期末余额|本期余额|当前余额', MONEY)),
    declaredCount: countOf(after(text, '总笔数|合计笔数|笔数', '\\d+')),
    declaredInFen: fenOf(after(text, '贷方合计|收入合计|贷方总额|收入总额', MONEY)), declaredOutFen: fenOf(after(text, '借方合计|支出合计|借方总额|支出总额', MONEY)),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

class RowReader {
  readonly errors: LineError[] = [];

  constructor(private readonly row: Row, private readonly heading: Heading<StatementField>, private readonly columns: ReadonlyMap<StatementField, number>) {}

  cell(field: StatementField): Cell {
    return this.row.cells[this.columns.get(field) ?? -1] ?? emptyCell;
  }

  text(field: StatementField): string {
    return storable(readText(this.cell(field)).value ?? '');
  }

  fault(field: StatementField, code: ErrorCode): void {
    const sensitivity = field === 'account' ? 'account' : 'free';
    this.errors.push(lineError(code, { row: this.row.number, column: this.heading.columns[this.columns.get(field) ?? -1]?.title ?? '', masked: maskCell(this.cell(field), sensitivity) }));
  }

  /** 0 where the cell is empty or holds nothing but a nought, as the other column of two does. */
  money(field: StatementField): number {
    const cell = this.cell(field);
    if (cell.kind === 'empty' || /^[-—0.]*$/.test(cell.text.trim())) return 0;
    const { value } = readAmount(cell, moneyUnitOf(this.heading.columns[this.columns.get(field) ?? -1]?.unit) ?? 'yuan');
    if (value === undefined) this.fault(field, 'R02');
    return value ?? 0;
  }

  balance(): number | undefined {
    return balanceOf(this.cell('balance').text.trim().replace(/[¥￥\s]/g, '') || undefined);
  }
}

/** A negative amount is the other direction: banks print reversals so. */
function movementOf(reader: RowReader): { direction: 'in' | 'out'; amountFen: number } | undefined {
  const [inFen, outFen] = [reader.money('in'), reader.money('out')];
  if (inFen !== 0 && outFen !== 0) return undefined;
  if (inFen !== 0) return { direction: inFen > 0 ? 'in' : 'out', amountFen: Math.abs(inFen) };
  if (outFen !== 0) return { direction: outFen > 0 ? 'out' : 'in', amountFen: Math.abs(outFen) };
  const amountFen = reader.money('amount');
  const mark = reader.text('direction');
  const stated = /^(贷|收|入|C|存|\+)/i.test(mark) ? 'in' : /^(借|支|付|出|D|取|-)/i.test(mark) ? 'out' : undefined;
  if (amountFen === 0 || stated === undefined) return undefined;
  return { direction: amountFen > 0 ? stated : stated === 'in' ? 'out' : 'in', amountFen: Math.abs(amountFen) };
}

/** The batch or payment a summary names by a word of ours before it; anything else in a summary may be about a person and is not kept. */
const namedIn = (summary: string, label: string): string | undefined => new RegExp(`(?:${label})[:\\s]*([A-Za-z0-9-]{3,64})`).exec(summary.normalize('NFKC'))?.[1];

function bookingOf(row: Row, heading: Heading<StatementField>, columns: ReadonlyMap<StatementField, number>, errors: LineError[]): Booking | undefined {
  const reader = new RowReader(row, heading, columns);
  if (row.fault !== undefined) reader.errors.push(lineError('L04', { row: row.number }));
  const on = readDate(reader.cell('date'));
  if (on === undefined) reader.fault('date', 'R20');
  const movement = movementOf(reader);
  if (!movement && reader.errors.length === 0) reader.fault(columns.has('amount') ? 'amount' : 'in', 'R02');
  errors.push(...reader.errors);
  if (on === undefined || !movement) return undefined;
  const summary = reader.text('summary');
  const { wellFormed, code } = readUscc(reader.text('uscc'));
  const fields = {
    balanceFen: reader.balance(), serial: matching(reader.text('serial'), CODE), batchId: matching(reader.text('batch'), ID) ?? namedIn(summary, '批次号|批次'),
    paymentId: matching(reader.text('payment'), ID) ?? namedIn(summary, '支付令号|支付令'), voucherNumber: matching(reader.text('voucher'), CODE),
    account: matching(reader.text('account').replace(/[\s'’-]/g, ''), /^\d{6,32}$/), uscc: wellFormed ? code : undefined,
  };
  return { row: row.number, on, ...movement, ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) };
}

const matching = (text: string, form: RegExp): string | undefined => (form.test(text) ? text : undefined);

/** Oldest first, whichever way the bank prints: by date, and within one day by the balances. */
function inTime(bookings: readonly Booking[]): readonly Booking[] {
  const [first, last] = [bookings[0], bookings.at(-1)];
  if (!first || !last) return bookings;
  const follows = (before: Booking, after: Booking): boolean => before.balanceFen !== undefined && after.balanceFen === before.balanceFen + (after.direction === 'in' ? after.amountFen : -after.amountFen);
  const second = bookings[1];
  const backwards = first.on > last.on || (first.on === last.on && second !== undefined && !follows(first, second) && follows(second, first));
  return backwards ? bookings.toReversed() : bookings;
}

async function tableOf(sheets: readonly Sheet[]): Promise<{ sheet: Sheet; heading: Heading<StatementField>; above: readonly Row[] }> {
  for (const sheet of sheets.filter(({ hidden }) => !hidden)) {
    const rows = await firstRows(sheet, headingSearchRows);
    const heading = findHeading(rows, statementColumns, 2);
    if (heading) return { sheet, heading, above: rows.slice(0, heading.firstRowIndex) };
  }
  throw fileRefused('heading-not-found', '交易日期、借方、贷方(或金额、借贷标志)、余额');
}

/** Throws `Refused` when the file is no statement. Balances the file does not print above its lines follow from those beside them. */
export async function readStatement(source: FileSource, limits?: Limits): Promise<ReadStatement> {
  const { sheet, heading, above } = await tableOf(await openSheets(source, limits));
  requireColumns(heading, [['date', '交易日期']]);
  const columns = new Map(heading.columns.flatMap(({ field, index }) => (field === undefined ? [] : [[field, index] as const])));
  const errors: LineError[] = [];
  const read: Booking[] = [];
  for await (const row of sheet.rows()) {
    if (row.number <= heading.rowNumber || isBlank(row) || repeatsHeading(row, heading)) continue;
    const cell = row.cells[columns.get('date') ?? -1] ?? emptyCell;
    if (readDate(cell) === undefined && row.cells.some(({ text }) => /合计|总计|小计|承前|过次|打印|期初|期末|第.{1,3}页/.test(text))) continue;
    const booking = bookingOf(row, heading, columns, errors);
    if (booking) read.push(booking);
  }
  const bookings = inTime(read);
  const [first, last] = [bookings[0], bookings.at(-1)];
  const derived = {
    ...(first?.balanceFen === undefined ? {} : { openingFen: first.balanceFen - (first.direction === 'in' ? first.amountFen : -first.amountFen) }),
    ...(last?.balanceFen === undefined ? {} : { closingFen: last.balanceFen }), ...(first && last ? { from: first.on, until: last.on } : {}),
  };
  return { ...derived, ...aboveOf(above), bookings, errors };
}
