/** One row of a batch list as a line with its errors. Pure: what needs other lines or the ledger is judged elsewhere. */
import { sameName } from '../identifiers/name';
import { groupedYuanOf, type MoneyUnit } from '../identifiers/money';
import { emptyCell, type Cell, type Row } from './cell';
import { readAccount, readAmount, readIdNumber, readName, readQuantity, readText, storable, type Reading } from './cell-reading';
import type { BatchField } from './batch-columns';
import { moneyUnitOf } from './header-block';
import type { HeadedColumn, Heading } from './headings';
import { lineError, type ErrorCode, type LineError } from './line-errors';
import { maskCell, type Sensitivity } from './mask';
import { atScale, productIs, type Decimal } from './number-text';

/** A field is absent where the cell is empty or cannot be read; then an error says so where that matters. */
export interface BatchLine {
  /** Among the lines of the list, from 1: names the line within its batch. */
  readonly ordinal: number;
  /** In the sender's spreadsheet. */
  readonly row: number;
  readonly text: Readonly<Partial<Record<TextField, string>>>;
  readonly payeeName?: string;
  readonly idNumber?: string;
  readonly account?: string;
  readonly quantityMilli?: number;
  readonly standardFen?: number;
  readonly dueFen?: number;
  readonly deductionFen?: number;
  readonly amountFen?: number;
  /** Columns this service has no meaning for, by heading. */
  readonly extras: Readonly<Record<string, string>>;
  /** As written, by column, for the download of bad rows; none where nothing is wrong. */
  readonly cells: readonly string[];
  readonly errors: readonly LineError[];
}

const textFields = [
  'serial', 'township', 'village', 'group', 'householdNumber', 'householdHead', 'headIdNumber', 'idType', 'relation', 'bank', 'accountHolder', 'summary', 'phone', 'remark',
] as const satisfies readonly BatchField[];
export type TextField = (typeof textFields)[number];

const sensitivities: Readonly<Partial<Record<BatchField, Sensitivity>>> = {
  payeeName: 'name', householdHead: 'name', accountHolder: 'name', idNumber: 'id-number', headIdNumber: 'id-number', account: 'account',
  phone: 'phone', householdNumber: 'phone', remark: 'phone', summary: 'phone',
};

export interface LineOptions {
  /** Business date the plausibility of birth dates is judged at. */
  readonly on?: string;
  /** Unit of money columns whose heading names none. */
  readonly unit?: MoneyUnit;
}

/** The row being read, and what was found wrong with it. */
class Reader {
  readonly errors: LineError[] = [];

  constructor(private readonly row: Row, private readonly columns: Columns) {}

  has(field: BatchField): boolean {
    return this.columns.has(field);
  }

  cell(field: BatchField): Cell {
    const column = this.columns.get(field);
    return (column && this.row.cells[column.index]) ?? emptyCell;
  }

  unit(field: BatchField): MoneyUnit | undefined {
    return this.columns.get(field)?.moneyUnit;
  }

  /** Takes over the faults of one cell. */
  take<T>(field: BatchField, reading: Reading<T>, instead?: Partial<Record<ErrorCode, ErrorCode>>): T | undefined {
    for (const code of reading.faults) this.fault(field, instead?.[code] ?? code);
    return reading.value;
  }

  fault(field: BatchField, code: ErrorCode, detail = ''): void {
    const masked = maskCell(this.cell(field), sensitivities[field] ?? 'free');
    this.errors.push(lineError(code, { row: this.row.number, column: this.columns.get(field)?.title ?? '', masked }, detail));
  }

  rowFault(code: ErrorCode): void {
    this.errors.push(lineError(code, { row: this.row.number }));
  }
}

/** A line while it is read; grown in place because there are many of them. */
type Growing = { -readonly [K in keyof BatchLine]: BatchLine[K] };

/** A column of the list, with the unit its heading names worked out once. */
export interface LineColumn extends HeadedColumn<BatchField> {
  readonly moneyUnit?: MoneyUnit | undefined;
}

type Columns = ReadonlyMap<BatchField, LineColumn>;

export const columnsByField = (heading: Heading<BatchField>): Columns =>
  new Map(heading.columns.flatMap((column) => (column.field === undefined ? [] : [[column.field, { ...column, moneyUnit: moneyUnitOf(column.unit) }] as const])));

function texts(reader: Reader): Partial<Record<TextField, string>> {
  const found: Partial<Record<TextField, string>> = {};
  for (const field of textFields) {
    const reading = readText(reader.cell(field));
    // A running number is often a formula and decides nothing.
    const value = field === 'serial' ? reading.value : reader.take(field, reading);
    if (value !== undefined) found[field] = value;
  }
  return found;
}

function identity(reader: Reader, line: Growing, on: string | undefined): void {
  const { text } = line;
  const nameField = reader.has('payeeName') ? 'payeeName' : 'householdHead';
  const idField = reader.has('idNumber') ? 'idNumber' : 'headIdNumber';
  for (const field of [nameField, idField, 'account'] as const) if (reader.cell(field).kind === 'empty') reader.fault(field, 'L01');
  const name = readName(reader.cell(nameField));
  // Texts were read already, with the faults any text can have.
  const payeeName = nameField === 'householdHead' ? reader.take(nameField, { ...name, faults: name.faults.filter((code) => code === 'L12') }) : reader.take(nameField, name);
  const id = readIdNumber(reader.cell(idField), text.idType ?? '', on);
  const idNumber = reader.take(idField, idField === 'headIdNumber' ? { ...id, faults: id.faults.filter((code) => code !== 'L02' && code !== 'L03') } : id);
  const account = reader.take('account', readAccount(reader.cell('account'), `${text.bank ?? ''}${text.remark ?? ''}`));
  if (payeeName !== undefined && text.accountHolder !== undefined && !sameName(payeeName, text.accountHolder)) reader.fault('accountHolder', 'L63');
  if (payeeName !== undefined) line.payeeName = payeeName;
  if (idNumber !== undefined) line.idNumber = idNumber;
  if (account !== undefined) line.account = account;
}

interface Figures {
  readonly quantity?: Decimal | undefined;
  readonly standard?: Decimal | undefined;
  readonly due?: number | undefined;
  readonly deduction?: number | undefined;
  readonly amount?: number | undefined;
}

function readFigures(reader: Reader, unit: MoneyUnit): Figures {
  const money = (field: BatchField, instead?: Partial<Record<ErrorCode, ErrorCode>>): number | undefined =>
    reader.take(field, readAmount(reader.cell(field), reader.unit(field) ?? unit), instead);
  const amountCell = reader.cell('amount');
  if (amountCell.kind === 'empty') reader.fault('amount', 'L01');
  const amount = money('amount', { L44: 'L40' });
  if (amount !== undefined && amount <= 0) reader.fault('amount', 'L41');
  const due = money('due');
  const deduction = money('deduction');
  for (const [field, value] of [['due', due], ['deduction', deduction]] as const) if (value !== undefined && value < 0) reader.fault(field, 'L44');
  const quantity = reader.take('quantity', readQuantity(reader.cell('quantity')));
  const standard = reader.take('standard', readQuantity(reader.cell('standard')));
  return { amount, due, deduction, quantity, standard };
}

/** Red where the columns contradict each other; columns that could not be read were named before and are not judged again. */
function compareFigures(reader: Reader, { amount, due, deduction, quantity, standard }: Figures): void {
  const deductionKnown = deduction !== undefined || reader.cell('deduction').kind === 'empty' || readAmount(reader.cell('deduction'), 'yuan').faults.length === 0;
  if (amount !== undefined && due !== undefined && deductionKnown && due - (deduction ?? 0) !== amount) {
    reader.fault('amount', 'L45', `${groupedYuanOf(due)} − ${groupedYuanOf(deduction ?? 0)} ≠ ${groupedYuanOf(amount)}`);
  }
  const target = due ?? (amount !== undefined && deductionKnown && reader.cell('due').kind === 'empty' ? amount + (deduction ?? 0) : undefined);
  const inYuan = reader.unit('standard') === undefined || reader.unit('standard') === 'yuan';
  if (quantity && standard && target !== undefined && inYuan && !productIs(quantity, standard, target)) {
    reader.fault(due === undefined ? 'amount' : 'due', 'L46', `≠ ${groupedYuanOf(target)}`);
  }
}

function figures(reader: Reader, line: Growing, unit: MoneyUnit): void {
  const read = readFigures(reader, unit);
  compareFigures(reader, read);
  const quantityMilli = read.quantity && atScale(read.quantity, 3);
  const standardFen = read.standard && atScale(read.standard, 2);
  if (read.quantity && quantityMilli === undefined) reader.fault('quantity', 'L44');
  if (read.standard && standardFen === undefined) reader.fault('standard', 'L65');
  if (quantityMilli !== undefined) line.quantityMilli = quantityMilli;
  if (standardFen !== undefined) line.standardFen = standardFen;
  if (read.due !== undefined) line.dueFen = read.due;
  if (read.deduction !== undefined) line.deductionFen = read.deduction;
  if (read.amount !== undefined) line.amountFen = read.amount;
}

/** What the download of bad rows repeats: what was shown where that is known, and a formula as it stands. */
const asWritten = (cell: Cell): string => storable(cell.kind === 'formula' ? cell.raw.trim() : cell.text);

const cellsOf = (row: Row): readonly string[] => row.cells.map(asWritten);
const noCells: readonly string[] = Object.freeze([]);
const none: Readonly<Record<string, string>> = Object.freeze({});

/** Two columns may bear one title, and a title may be any word, `__proto__` too. */
function extrasOf(row: Row, heading: Heading<BatchField>): Readonly<Record<string, string>> {
  let extras: Map<string, string> | undefined;
  for (const { field, index, title } of heading.columns) {
    const cell = field === undefined ? row.cells[index] : undefined;
    if (cell === undefined || cell.kind === 'empty') continue;
    extras ??= new Map();
    extras.set(storable(extras.has(title) ? `${title}#${String(index + 1)}` : title), asWritten(cell));
  }
  return extras === undefined ? none : Object.fromEntries(extras);
}

export function readLine(row: Row, ordinal: number, heading: Heading<BatchField>, columns: Columns, options: LineOptions): BatchLine {
  const reader = new Reader(row, columns);
  const line: Growing = { ordinal, row: row.number, text: {}, extras: none, cells: noCells, errors: reader.errors };
  if (row.fault === 'broken-quote') {
    reader.rowFault('L04');
    line.cells = cellsOf(row);
    return line;
  }
  if (row.cells.length > heading.columns.length) reader.rowFault('L05');
  if (row.hidden) reader.rowFault('L64');
  line.text = texts(reader);
  identity(reader, line, options.on);
  figures(reader, line, options.unit ?? 'yuan');
  line.extras = extrasOf(row, heading);
  if (reader.errors.length > 0) line.cells = cellsOf(row);
  return line;
}

/** The line of a row about which more was found to be wrong. */
export const withErrors = (line: BatchLine, row: Row, more: readonly LineError[]): BatchLine => ({ ...line, cells: cellsOf(row), errors: [...line.errors, ...more] });

export const isRed = (line: BatchLine): boolean => line.errors.some((error) => error.severity === 'red');
