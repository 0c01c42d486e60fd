/** Reads a register handed over by another office: who or what each row names, from when to when, as of which day and from whom. */
import { moneyUnitOf, readHeader, type Header } from './header-block';
import { readUscc } from '../identifiers/uscc';
import { unpadRegion, isRegionCode } from '../identifiers/region-code';
import { emptyCell, isBlank, type Cell, type Row } from './cell';
import { readAmount, readAccount, readIdNumber, readLongNumber, readText, storable, type Reading } from './cell-reading';
import { dateOf, readDate } from './date-text';
import { fileRefused } from './file-refusals';
import { findHeading, headingSearchRows, repeatsHeading, requireColumns, type HeadedColumn, type Heading } from './headings';
import type { Limits } from './limits';
import { lineError, type ErrorCode, type LineError } from './line-errors';
import { maskCell, type Sensitivity } from './mask';
import { registerColumns, registerShapes, type RegisterField, type RegisterKind } from './register-columns';
import { roleCode } from './register-words';
import { firstRows, openSheets, type FileSource, type Sheet } from './sheet';

export interface RegisterFileRow {
  readonly row: number;
  readonly name?: string;
  readonly idNumber?: string;
  readonly otherName?: string;
  readonly otherIdNumber?: string;
  readonly account?: string;
  readonly otherAccount?: string;
  readonly uscc?: string;
  readonly organisation?: string;
  /** Code of the kind, see register-words.ts; `roleText` is the office's word. */
  readonly role?: string;
  readonly roleText?: string;
  readonly region?: string;
  readonly householdNumber?: string;
  /** Number plate, title or address: sealed with the person, never in an event. */
  readonly asset?: string;
  readonly on?: string;
  readonly until?: string;
  readonly amountFen?: number;
  readonly errors: readonly LineError[];
}

export interface RegisterOptions {
  readonly kind: RegisterKind;
  readonly limits?: Limits;
}

export type RegisterItem =
  | { readonly kind: 'heading'; /** Day the register describes and who keeps it, where the file says so. */ readonly asOf?: string; readonly source?: string; readonly header: Header }
  | { readonly kind: 'row'; readonly row: RegisterFileRow }
  | { readonly kind: 'summary'; readonly count: number; readonly redRows: number; readonly otherRows: number; readonly declaredCount?: number; readonly errors: readonly LineError[] };

const sensitivities: Readonly<Partial<Record<RegisterField, Sensitivity>>> = {
  name: 'name', otherName: 'name', idNumber: 'id-number', otherIdNumber: 'id-number', account: 'account', otherAccount: 'account',
  householdNumber: 'phone', asset: 'phone', organisation: 'phone',
};

type Columns = ReadonlyMap<RegisterField, HeadedColumn<RegisterField>>;

class Reader {
  readonly errors: LineError[] = [];

  constructor(private readonly row: Row, private readonly columns: Columns) {}

  cell(field: RegisterField): Cell {
    return this.row.cells[this.columns.get(field)?.index ?? -1] ?? emptyCell;
  }

  column(field: RegisterField): HeadedColumn<RegisterField> | undefined {
    return this.columns.get(field);
  }

  fault(field: RegisterField, code: ErrorCode): void {
    const masked = maskCell(this.cell(field), sensitivities[field] ?? 'free');
    this.errors.push(lineError(code, { row: this.row.number, column: this.columns.get(field)?.title ?? '', masked }));
  }

  take<T>(field: RegisterField, reading: Reading<T>): T | undefined {
    for (const code of reading.faults) this.fault(field, code);
    return reading.value;
  }

  text(field: RegisterField): string | undefined {
    const value = this.take(field, readText(this.cell(field)));
    return value === undefined ? undefined : storable(value);
  }

  date(field: RegisterField): string | undefined {
    const cell = this.cell(field);
    const date = readDate(cell);
    // 长期, 至今 and the like: there is no end.
    if (cell.kind === 'empty' || (field === 'until' && /长期|至今|永久|无/.test(cell.text))) return undefined;
    if (date === undefined) this.fault(field, cell.kind === 'formula' ? 'L02' : 'R20');
    return date;
  }

  uscc(): string | undefined {
    const text = this.text('uscc');
    if (text === undefined) return undefined;
    const { code, wellFormed, warnings } = readUscc(text);
    if (!wellFormed) this.fault('uscc', 'R21');
    if (warnings.length > 0) this.fault('uscc', 'R22');
    return wellFormed ? code : undefined;
  }
}

/** Leaves out what is not there, so that a row holds nothing but what the file said. */
function present<T extends object>(fields: { readonly [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function readRow(row: Row, kind: RegisterKind, heading: Heading<RegisterField>, columns: Columns, header: Header): RegisterFileRow {
  const reader = new Reader(row, columns);
  if (row.fault !== undefined) return { row: row.number, errors: [lineError('L04', { row: row.number })] };
  if (row.cells.slice(heading.columns.length).some((cell) => cell.kind !== 'empty')) reader.errors.push(lineError('L05', { row: row.number }));
  for (const [field] of registerShapes[kind].required) if (reader.cell(field).kind === 'empty') reader.fault(field, 'L01');
  const roleText = reader.text('role');
  const role = roleText === undefined ? undefined : roleCode(kind, roleText);
  if (roleText !== undefined && role === undefined) reader.fault('role', 'R23');
  const regionText = reader.text('region');
  const region = regionText === undefined ? undefined : unpadRegion(regionText);
  const unit = moneyUnitOf(columns.get('amount')?.unit) ?? header.unit ?? 'yuan';
  const fields: Partial<RegisterFileRow> = present<Omit<RegisterFileRow, 'row' | 'errors'>>({
    name: reader.text('name'),
    idNumber: reader.take('idNumber', readIdNumber(reader.cell('idNumber'), '')),
    otherName: reader.text('otherName'),
    otherIdNumber: reader.take('otherIdNumber', readIdNumber(reader.cell('otherIdNumber'), '')),
    account: reader.take('account', readAccount(reader.cell('account'), '对公')),
    otherAccount: reader.take('otherAccount', readLongNumber(reader.cell('otherAccount'))),
    uscc: reader.uscc(),
    organisation: reader.text('organisation'),
    role, roleText,
    region: region !== undefined && isRegionCode(region) ? region : undefined,
    householdNumber: reader.take('householdNumber', readLongNumber(reader.cell('householdNumber'))),
    asset: reader.text('asset'),
    on: reader.date('on'),
    until: reader.date('until'),
    amountFen: reader.take('amount', readAmount(reader.cell('amount'), unit)),
  });
  return { row: row.number, ...fields, errors: reader.errors };
}

const footer = /^(合计|总计|制表|填表|审核|复核|经办|负责人|说明|备注|注)/;

async function findTable(sheets: readonly Sheet[], kind: RegisterKind): Promise<{ sheet: Sheet; heading: Heading<RegisterField>; above: readonly Row[] }> {
  for (const sheet of sheets.filter((each) => !each.hidden)) {
    const rows = await firstRows(sheet, headingSearchRows);
    const heading = findHeading(rows, registerColumns(kind), 2);
    if (heading) return { sheet, heading, above: rows.slice(0, heading.firstRowIndex) };
  }
  throw fileRefused('heading-not-found', registerShapes[kind].required.map(([, name]) => name).join('、'));
}

/** First what the file says of itself, then every row in order, last the counts. Throws `Refused` when the file is no register of this kind. */
export async function* readRegister(source: FileSource, { kind, limits }: RegisterOptions): AsyncGenerator<RegisterItem> {
  const { sheet, heading, above } = await findTable(await openSheets(source, limits), kind);
  requireColumns(heading, registerShapes[kind].required);
  const header = readHeader(above);
  const asOf = dateOf(header.values.asOf ?? header.values.date ?? '');
  const from = header.values.source ?? header.values.payer;
  yield { kind: 'heading', header, ...(asOf === undefined ? {} : { asOf }), ...(from === undefined ? {} : { source: from }) };
  const columns: Columns = new Map(heading.columns.flatMap((column) => (column.field === undefined ? [] : [[column.field, column] as const])));
  const needed = registerShapes[kind].required.map(([field]) => columns.get(field)?.index ?? -1);
  const counts = { count: 0, redRows: 0, otherRows: 0 };
  for await (const row of sheet.rows()) {
    if (row.number <= heading.rowNumber) continue;
    const nameless = row.fault === undefined && needed.every((index) => (row.cells[index] ?? emptyCell).kind === 'empty');
    if (isBlank(row) || repeatsHeading(row, heading) || (nameless && row.cells.some((cell) => footer.test(cell.text)))) {
      counts.otherRows += 1;
      continue;
    }
    const read = readRow(row, kind, heading, columns, header);
    counts.count += 1;
    if (read.errors.some((error) => error.severity === 'red')) counts.redRows += 1;
    yield { kind: 'row', row: read };
  }
  const { declaredCount } = header;
  const differs = declaredCount !== undefined && declaredCount !== counts.count;
  const errors = differs ? [lineError('B01', { row: 0 }, `${String(declaredCount)} ≠ ${String(counts.count)}`)] : [];
  yield { kind: 'summary', ...counts, errors, ...(declaredCount === undefined ? {} : { declaredCount }) };
}
