/** Reads an uploaded batch list from its first byte to its last line: what it declares, its lines with their errors, and how the sums compare. */
import { groupedYuanOf, type MoneyUnit } from '../identifiers/money';
import { batchColumns, type BatchField } from './batch-columns';
import { columnsByField, isRed, readLine, withErrors, type BatchLine, type LineOptions } from './batch-line';
import type { Row } from './cell';
import { fileRefused } from './file-refusals';
import { readHeader, type Header } from './header-block';
import { findHeading, headingSearchRows, requireColumns, type Heading } from './headings';
import { knownErrors, type Known, type KnownOfLine } from './known';
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

/** Consecutive lines, complete with all that is wrong with them. */
export interface BatchListLines {
  readonly kind: 'lines';
  readonly lines: readonly BatchLine[];
  /** One for each line, in order; none where nothing was asked. */
  readonly known: readonly KnownOfLine[];
  /** Rows of the file looked at until then, whatever they were. */
  readonly rowsRead: number;
}

export type BatchListItem = BatchListHeading | BatchListLines | BatchListSummary;

const leastColumns = 3;
const expectedHeadings = '姓名、身份证号、账号、实发金额';
const pageLines = 1_000;
/** Pages that wait for what is known of them while the next ones are read. */
const pagesAhead = 3;

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
    if (hidden) this.hiddenLines += 1;
  }

  /** Once all is known: what the vault and the facts know may make a line amber. */
  judge(lines: readonly BatchLine[]): void {
    for (const line of lines) {
      if (line.errors.length === 0) continue;
      if (isRed(line)) this.redLines += 1;
      else this.amberLines += 1;
    }
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

/** One pass over the rows below the heading. */
class Reading {
  readonly tally = new Tally();
  private readonly columns: ReturnType<typeof columnsByField>;
  private readonly repeats: Repeats;
  private readonly lineOptions: LineOptions;
  private page: BatchLine[] = [];
  /** What the lines of the page were read from. */
  private sources: Row[] = [];
  private rowsRead = 0;
  private readonly ahead: Promise<BatchListLines>[] = [];

  constructor(private readonly heading: Heading<BatchField>, private readonly header: Header, private readonly options: BatchListOptions) {
    this.columns = columnsByField(heading);
    this.repeats = new Repeats(this.columns);
    this.lineOptions = { ...(options.on === undefined ? {} : { on: options.on }), ...(header.unit === undefined ? {} : { unit: header.unit }) };
  }

  take(row: Row): void {
    if (row.number <= this.heading.rowNumber) return;
    this.rowsRead += 1;
    const { tally } = this;
    const kind = kindOf(row, this.heading, this.columns);
    tally.rows[kind] += 1;
    if (kind === 'total' || kind === 'subtotal') tally.total(row, kind, this.columns, this.header.unit ?? 'yuan');
    if (kind !== 'line') return;
    const line = readLine(row, tally.rows.line, this.heading, this.columns, this.lineOptions);
    tally.add(line, row.hidden);
    const repeated = this.repeats.check(line);
    this.page.push(repeated.length === 0 ? line : withErrors(line, row, repeated));
    this.sources.push(row);
    if (this.page.length >= pageLines) this.turnPage();
  }

  /** Pages that are complete. Waits only where more are asked about than may be. */
  async *complete(atMostAhead = pagesAhead): AsyncGenerator<BatchListLines> {
    while (this.ahead.length > atMostAhead) {
      const page = await (this.ahead.shift() as Promise<BatchListLines>);
      this.tally.judge(page.lines);
      yield page;
    }
  }

  async *rest(): AsyncGenerator<BatchListLines> {
    if (this.page.length > 0) this.turnPage();
    yield* this.complete(0);
  }

  private turnPage(): void {
    const asked = this.ask(this.page, this.sources, this.rowsRead);
    // Seen when its turn comes; until then a failure must not pass for one that nobody handles.
    asked.catch(() => undefined);
    this.ahead.push(asked);
    this.page = [];
    this.sources = [];
  }

  private async ask(lines: readonly BatchLine[], rows: readonly Row[], rowsRead: number): Promise<BatchListLines> {
    const answers = await this.options.known?.look(lines);
    if (!answers) return { kind: 'lines', lines, known: [], rowsRead };
    const complete = lines.map((line, index) => {
      const found = knownErrors(line, answers[index] ?? {}, this.columns);
      return found.length === 0 ? line : withErrors(line, rows[index] as Row, found);
    });
    return { kind: 'lines', lines: complete, known: answers, rowsRead };
  }
}

/** First the heading, then every line in order, page by page, last the summary. Throws `Refused` when the file cannot be read as a list. */
export async function* readBatchList(source: FileSource, options: BatchListOptions = {}): AsyncGenerator<BatchListItem> {
  const { sheet, heading, above, others } = await openList(await openSheets(source, options.limits));
  const header = readHeader(above.slice(0, heading.firstRowIndex));
  yield {
    kind: 'heading', format: sheet.format, header, heading,
    ...(sheet.encoding === undefined ? {} : { encoding: sheet.encoding }),
    ...(sheet.name === undefined ? {} : { sheet: sheet.name }),
  };
  const reading = new Reading(heading, header, options);
  const { tally } = reading;
  if (others.length > 0) tally.errors.push(lineError('N03', { row: 0 }, others.map((name) => name.slice(0, 31)).join('、')));
  for await (const rows of sheet.pages()) {
    for (const row of rows) reading.take(row);
    yield* reading.complete();
  }
  yield* reading.rest();
  if (tally.rows.line === 0) throw fileRefused('list-empty');
  yield tally.summary(header, options);
}
