/** Reads an uploaded batch list from its first byte to its last line: what it declares, its lines with their errors, and how the sums compare. */
import { groupedYuanOf, type MoneyUnit } from '../identifiers/money';
import { batchColumns, type BatchField } from './batch-columns';
import { columnsByField, isRed, readLine, type BatchLine, type LineOptions } from './batch-line';
import type { Row } from './cell';
import { fileRefused } from './file-refusals';
import { readHeader, type Header } from './header-block';
import { findHeading, headingSearchRows, requireColumns, type Heading } from './headings';
import { knownErrors, type Known } from './known';
import { lineError, type LineError } from './line-errors';
import { kindOf, readTotal, type RowKind } from './list-rows';
import { Repeats } from './list-repeats';
import type { Limits } from './limits';
import { firstRows, openSheets, type FileSource, type Sheet } from './sheet';

export interface BatchListOptions {
  readonly limits?: Limits;
  /** Business date for plausibility. */
  readonly on?: string;
  /** Declared when the batch was opened; what the file itself declares is compared besides. */
  readonly declaredCount?: number;
  readonly declaredTotalFen?: number;
  readonly known?: Known;
}

export interface BatchListHeading {
  readonly kind: 'heading';
  readonly format: Sheet['format'];
  readonly encoding?: string;
  readonly sheet?: string;
  readonly header: Header;
  readonly heading: Heading<BatchField>;
}

export interface BatchListSummary {
  readonly kind: 'summary';
  readonly declaredCount?: number;
  readonly declaredTotalFen?: number;
  readonly receivedCount: number;
  /** Sum of the amounts that could be read. */
  readonly receivedTotalFen: number;
  readonly redLines: number;
  readonly amberLines: number;
  readonly hiddenLines: number;
  /** Every row below the heading is one of these. */
  readonly rows: Readonly<Record<RowKind, number>>;
  /** B and N codes: errors of the whole list. */
  readonly errors: readonly LineError[];
}

export type BatchListItem = BatchListHeading | { readonly kind: 'line'; readonly line: BatchLine } | BatchListSummary;

const leastColumns = 3;
const expectedHeadings = '姓名、身份证号、账号、实发金额';
const pageLines = 500;

interface Opened {
  readonly sheet: Sheet;
  readonly heading: Heading<BatchField>;
  readonly above: readonly Row[];
}

/** The list is on the first visible sheet that has a heading; other visible sheets with rows are named, never read in silence. */
async function openList(sheets: readonly Sheet[]): Promise<Opened & { others: readonly string[] }> {
  let opened: Opened | undefined;
  const others: string[] = [];
  for (const sheet of sheets.filter((each) => !each.hidden)) {
    const above = await firstRows(sheet, headingSearchRows);
    const heading = opened ? undefined : findHeading(above, batchColumns, leastColumns);
    if (heading) opened = { sheet, heading, above };
    else if (above.length > 0) others.push(sheet.name ?? '');
  }
  if (!opened) throw fileRefused('heading-not-found', expectedHeadings);
  const has = (field: BatchField): boolean => opened.heading.columns.some((column) => column.field === field);
  requireColumns(opened.heading, [
    [has('payeeName') ? 'payeeName' : 'householdHead', '受益人姓名'],
    [has('idNumber') ? 'idNumber' : 'headIdNumber', '身份证号'],
    ['account', '账号'],
    ['amount', '实发'],
  ]);
  return { ...opened, others };
}

/** Counts, sums and comparisons of one pass over the rows. */
class Tally {
  readonly rows: Record<RowKind, number> = { line: 0, blank: 0, total: 0, subtotal: 0, heading: 0, footer: 0 };
  readonly errors: LineError[] = [];
  totalFen = 0;
  redLines = 0;
  amberLines = 0;
  hiddenLines = 0;
  private sinceSubtotalFen = 0;
  private statedCount: number | undefined;
  private statedTotalFen: number | undefined;

  add(line: BatchLine, hidden: boolean): void {
    this.totalFen += line.amountFen ?? 0;
    this.sinceSubtotalFen += line.amountFen ?? 0;
    if (isRed(line)) this.redLines += 1;
    else if (line.errors.length > 0) this.amberLines += 1;
    if (hidden) this.hiddenLines += 1;
  }

  total(row: Row, kind: 'total' | 'subtotal', columns: ReturnType<typeof columnsByField>, unit: MoneyUnit): void {
    const { fen, count, unread } = readTotal(row, columns, unit);
    const place = { row: row.number, column: columns.get('amount')?.title ?? '' };
    if (unread) this.errors.push(lineError('N02', place));
    if (kind === 'subtotal') {
      if (fen !== undefined && fen !== this.sinceSubtotalFen) {
        this.errors.push(lineError('N01', place, `${groupedYuanOf(fen)} ≠ ${groupedYuanOf(this.sinceSubtotalFen)}`));
      }
      this.sinceSubtotalFen = 0;
      return;
    }
    this.statedCount = count ?? this.statedCount;
    this.statedTotalFen = fen ?? this.statedTotalFen;
  }

  /** Every declaration is compared: of the batch, above the heading, and in the total row. */
  summary(header: Header, options: BatchListOptions): BatchListSummary {
    const counts = [options.declaredCount, header.declaredCount, this.statedCount].filter((count) => count !== undefined);
    const totals = [options.declaredTotalFen, header.declaredTotalFen, this.statedTotalFen].filter((fen) => fen !== undefined);
    for (const count of new Set(counts)) {
      if (count !== this.rows.line) this.errors.push(lineError('B01', { row: 0 }, `${String(count)} ≠ ${String(this.rows.line)}`));
    }
    for (const fen of new Set(totals)) {
      if (fen !== this.totalFen) this.errors.push(lineError('B02', { row: 0 }, `${groupedYuanOf(fen)} ≠ ${groupedYuanOf(this.totalFen)}`));
    }
    const [declaredCount] = counts;
    const [declaredTotalFen] = totals;
    return {
      kind: 'summary',
      ...(declaredCount === undefined ? {} : { declaredCount }),
      ...(declaredTotalFen === undefined ? {} : { declaredTotalFen }),
      receivedCount: this.rows.line,
      receivedTotalFen: this.totalFen,
      redLines: this.redLines,
      amberLines: this.amberLines,
      hiddenLines: this.hiddenLines,
      rows: this.rows,
      errors: this.errors,
    };
  }
}

interface Pending {
  readonly line: BatchLine;
  readonly hidden: boolean;
}

async function complete(page: readonly Pending[], known: Known | undefined, columns: ReturnType<typeof columnsByField>): Promise<readonly Pending[]> {
  if (!known || page.length === 0) return page;
  const answers = await known.look(page.map(({ line }) => line));
  return page.map(({ line, hidden }, index) => {
    const found = knownErrors(line, answers[index] ?? {}, columns);
    return { hidden, line: found.length === 0 ? line : { ...line, errors: [...line.errors, ...found] } };
  });
}

/** First the heading, then every line in order, last the summary. Throws `Refused` when the file cannot be read as a list. */
export async function* readBatchList(source: FileSource, options: BatchListOptions = {}): AsyncGenerator<BatchListItem> {
  const { sheet, heading, above, others } = await openList(await openSheets(source, options.limits));
  const header = readHeader(above.slice(0, heading.firstRowIndex));
  yield {
    kind: 'heading', format: sheet.format, header, heading,
    ...(sheet.encoding === undefined ? {} : { encoding: sheet.encoding }),
    ...(sheet.name === undefined ? {} : { sheet: sheet.name }),
  };
  const columns = columnsByField(heading);
  const lineOptions: LineOptions = { ...(options.on === undefined ? {} : { on: options.on }), ...(header.unit === undefined ? {} : { unit: header.unit }) };
  const repeats = new Repeats(columns);
  const tally = new Tally();
  if (others.length > 0) tally.errors.push(lineError('N03', { row: 0 }, others.map((name) => name.slice(0, 31)).join('、')));
  const page: Pending[] = [];
  const flush = async function* (): AsyncGenerator<BatchListItem> {
    for (const { line, hidden } of await complete(page.splice(0), options.known, columns)) {
      tally.add(line, hidden);
      yield { kind: 'line', line };
    }
  };
  for await (const row of sheet.rows()) {
    if (row.number <= heading.rowNumber) continue;
    const kind = kindOf(row, heading, columns);
    tally.rows[kind] += 1;
    if (kind === 'total' || kind === 'subtotal') {
      yield* flush();
      tally.total(row, kind, columns, header.unit ?? 'yuan');
    }
    if (kind !== 'line') continue;
    const line = readLine(row, tally.rows.line, heading, columns, lineOptions);
    const repeated = repeats.check(line);
    page.push({ line: repeated.length === 0 ? line : { ...line, errors: [...line.errors, ...repeated] }, hidden: row.hidden });
    if (page.length >= pageLines) yield* flush();
  }
  yield* flush();
  if (tally.rows.line === 0) throw fileRefused('list-empty');
  yield tally.summary(header, options);
}
