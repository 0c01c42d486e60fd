/** Reads what the bank sent back: a success file, a failure file, one file of both, or the core system's own `|` format. */
import { dateOf, readDate } from './date-text';
import { mapBankReason } from './bank-reasons';
import { rejectionIn, type BankRejection } from './bank-rejection';
import type { BankResult } from './bank-result';
import { emptyCell, isBlank, type Cell, type Row } from './cell';
import { readAmount, readText, storable } from './cell-reading';
import { coreResult, coreSummary } from './core-results';
import { fileRefused } from './file-refusals';
import { countOf, fenOf, moneyUnitOf, readHeader, type Header } from './header-block';
import { findHeading, headingSearchRows, requireColumns, repeatsHeading, type Heading } from './headings';
import type { Limits } from './limits';
import { lineError, type ErrorCode, type LineError } from './line-errors';
import { maskCell } from './mask';
import { outcomeOf, resultColumns, type Outcome, type ResultField } from './result-columns';
import { firstRows, openSheets, type FileSource, type Sheet } from './sheet';

export interface BankResultsOptions {
  readonly limits?: Limits;
  /** Of every row of a file that does not say so itself. */
  readonly outcome?: Outcome;
}

interface Sums {
  count: number;
  fen: number;
}

/** As the file declares them; failed holds the returned too. */
export interface DeclaredSums {
  readonly settledCount?: number;
  readonly settledFen?: number;
  readonly failedCount?: number;
  readonly failedFen?: number;
  readonly count?: number;
  readonly totalFen?: number;
}

export interface BankResultsSummary {
  readonly kind: 'summary';
  readonly batchNumber?: string;
  readonly occurredOn?: string;
  readonly format: 'table' | 'core';
  readonly count: number;
  readonly totals: Readonly<Record<Outcome, Readonly<Sums>>>;
  readonly redRows: number;
  readonly otherRows: number;
  readonly declared: DeclaredSums;
  /** The file calls itself a correction of what the bank said before. */
  readonly correcting: boolean;
}

export type BankResultsItem = { readonly kind: 'result'; readonly result: BankResult } | BankResultsSummary | ({ readonly kind: 'rejection' } & BankRejection);

class Tally {
  readonly totals: Record<Outcome, Sums> = { settled: { count: 0, fen: 0 }, failed: { count: 0, fen: 0 }, returned: { count: 0, fen: 0 } };
  private readonly declared = new Map<string, number | undefined>();
  correcting = false;
  count = 0;
  redRows = 0;
  otherRows = 0;
  batchNumber: string | undefined;
  occurredOn: string | undefined;
  format: 'table' | 'core' = 'table';

  add(result: BankResult): BankResultsItem {
    this.count += 1;
    if (result.errors.some((error) => error.severity === 'red')) this.redRows += 1;
    this.batchNumber ??= result.batchNumber;
    this.occurredOn ??= result.occurredOn;
    if (result.outcome !== undefined) {
      this.totals[result.outcome].count += 1;
      this.totals[result.outcome].fen += result.amountFen ?? 0;
    }
    return { kind: 'result', result };
  }

  /** What the file says of its own counts and sums; two sheets that say different things of the whole say nothing. */
  declare(sums: DeclaredSums): void {
    for (const [name, value] of Object.entries(sums) as [string, number | undefined][]) {
      if (value !== undefined) this.declared.set(name, this.declared.has(name) && this.declared.get(name) !== value ? undefined : value);
    }
  }

  summary(): BankResultsSummary {
    const { batchNumber, occurredOn, format, count, totals, redRows, otherRows } = this;
    const declared = Object.fromEntries([...this.declared].filter(([, value]) => value !== undefined));
    return {
      kind: 'summary', format, count, totals, redRows, otherRows, declared, correcting: this.correcting,
      ...(batchNumber === undefined ? {} : { batchNumber }), ...(occurredOn === undefined ? {} : { occurredOn }),
    };
  }
}

type Columns = ReadonlyMap<ResultField, number>;

interface TableContext {
  readonly heading: Heading<ResultField>;
  readonly columns: Columns;
  readonly header: Header;
  readonly outcome: Outcome | undefined;
  readonly ordinalIsOurs: boolean;
}

function rowOutcome(status: string, reason: string, given: Outcome | undefined): Outcome | undefined {
  const stated = status === '' ? undefined : outcomeOf(status);
  if (stated !== undefined || status !== '') return stated;
  if (given !== undefined) return given;
  return reason === '' ? undefined : (outcomeOf(reason) ?? 'failed');
}

/** One row of a table; what cannot be read is an error of the row and never a guess. */
function tableResult(row: Row, { heading, columns, header, outcome: given, ordinalIsOurs }: TableContext): BankResult {
  const errors: LineError[] = [];
  const cellOf = (field: ResultField): Cell => row.cells[columns.get(field) ?? -1] ?? emptyCell;
  const text = (field: ResultField): string => storable(readText(cellOf(field)).value ?? '');
  const say = (field: ResultField, code: ErrorCode): void => {
    const sensitivity = field === 'account' ? 'account' : 'free';
    errors.push(lineError(code, { row: row.number, column: heading.columns[columns.get(field) ?? -1]?.title ?? '', masked: maskCell(cellOf(field), sensitivity) }));
  };
  const unit = moneyUnitOf(heading.columns[columns.get('amount') ?? -1]?.unit) ?? header.unit ?? 'yuan';
  const amount = readAmount(cellOf('amount'), unit);
  if (row.fault !== undefined) errors.push(lineError('L04', { row: row.number }));
  if (row.cells.slice(heading.columns.length).some((cell) => cell.kind !== 'empty')) errors.push(lineError('L05', { row: row.number }));
  if (amount.value === undefined || amount.value <= 0) say('amount', 'R02');
  const [status, reasonText] = [text('status'), [text('code'), text('reason')].filter((part) => part !== '').join(' ')];
  const outcome = rowOutcome(status, text('reason'), given);
  if (outcome === undefined) say('status', 'R01');
  const ordinal = countOf(text('ordinal'));
  const account = text('account').replace(/[\s'’-]/g, '');
  if (ordinal === undefined && account === '') say('account', 'R03');
  const occurredOn = readDate(cellOf('date')) ?? dateOf(header.values.date ?? '');
  if (cellOf('date').kind !== 'empty' && readDate(cellOf('date')) === undefined) say('date', 'R20');
  const attempt = countOf(text('attempt'));
  const batchNumber = text('batchNumber') || header.values.batchNumber;
  return {
    row: row.number, ordinalIsOurs, errors,
    ...(batchNumber === undefined ? {} : { batchNumber }),
    ...(ordinal === undefined ? {} : { ordinal }),
    ...(account === '' ? {} : { account }),
    ...(amount.value === undefined ? {} : { amountFen: amount.value }),
    ...(attempt === undefined ? {} : { attempt }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(outcome === 'failed' || outcome === 'returned' ? mapBankReason(reasonText || (outcomeOf(status) === undefined ? '' : status)) : {}),
    ...(occurredOn === undefined ? {} : { occurredOn }),
    ...(text('reference') === '' ? {} : { reference: text('reference') }),
  };
}

const titlesOf = (sheet: Sheet, source: FileSource, above: readonly Row[]): readonly string[] =>
  [...above.flatMap((row) => row.cells.map((cell) => cell.text)).filter((text) => !/[:\uff1a]|笔数|条数|金额/.test(text)), sheet.name ?? '', source.name ?? ''];

/** 代发成功清单, 失败明细, 退票通知: the title, the sheet or the file says what all its rows are. */
function outcomeOfFile(sheet: Sheet, source: FileSource, above: readonly Row[]): Outcome | undefined {
  for (const text of titlesOf(sheet, source, above)) {
    // A title that speaks of both says nothing of its rows.
    const said = /成功/.test(text) && /失败|退票/.test(text) ? undefined : outcomeOf(text.replace(/正常|错误|异常/g, ''));
    if (said !== undefined) return said;
  }
  return undefined;
}

/**
 * A success file may tell of the failures beside it, so it is held to its own outcome alone. 总笔数 may be that of the whole batch: it counts
 * only where nothing finer is said.
 */
function declaredIn({ values, unit, declaredCount: count, declaredTotalFen: totalFen }: Header, outcome: Outcome | undefined): DeclaredSums {
  const settled = outcome === undefined || outcome === 'settled' ? { settledCount: countOf(values.settledCount), settledFen: fenOf(values.settledTotal, unit) } : {};
  const failed = outcome === 'settled' ? {} : { failedCount: countOf(values.failedCount), failedFen: fenOf(values.failedTotal, unit) };
  const finer = values.settledCount !== undefined || values.failedCount !== undefined;
  return { ...settled, ...failed, ...(finer ? {} : { count, totalFen }) };
}

const withOutcome = (outcome: Outcome | undefined): { outcome?: Outcome } => (outcome === undefined ? {} : { outcome });

async function* readTable(sheet: Sheet, rows: readonly Row[], source: FileSource, options: BankResultsOptions, tally: Tally): AsyncGenerator<BankResultsItem> {
  const heading = findHeading(rows, resultColumns, 2);
  // A sheet of sums has amounts too, but names no line.
  if (!heading?.columns.some(({ field }) => field === 'ordinal' || field === 'account')) return;
  requireColumns(heading, [['amount', '金额']]);
  const above = rows.slice(0, heading.firstRowIndex);
  const header = readHeader(above);
  const columns: Columns = new Map(heading.columns.flatMap(({ field, index }) => (field === undefined ? [] : [[field, index] as const])));
  // A bank may number its own rows (序号); only 明细号 is surely the number of our line, or any number where nothing else is given.
  const ordinalIsOurs = /明细/.test(heading.columns[columns.get('ordinal') ?? -1]?.title ?? '') || !columns.has('account');
  const context: TableContext = { heading, columns, header, ordinalIsOurs, outcome: options.outcome ?? outcomeOfFile(sheet, source, above) };
  const cellOf = (row: Row, field: ResultField): Cell => row.cells[columns.get(field) ?? -1] ?? emptyCell;
  for await (const row of sheet.rows()) {
    if (row.number <= heading.rowNumber) continue;
    const named = row.fault !== undefined || cellOf(row, 'account').kind !== 'empty' || /^\d/.test(cellOf(row, 'ordinal').text);
    if (isBlank(row) || repeatsHeading(row, heading) || (!named && row.cells.some((cell) => /合计|总计|小计|共计|制表|复核|经办|盖章/.test(cell.text)))) tally.otherRows += 1;
    else yield tally.add(tableResult(row, context));
  }
  tally.batchNumber ??= header.values.batchNumber;
  tally.occurredOn ??= dateOf(header.values.date ?? '');
  tally.declare(declaredIn(header, context.outcome));
}

async function* readCore(sheet: Sheet, options: BankResultsOptions, tally: Tally): AsyncGenerator<BankResultsItem> {
  tally.format = 'core';
  let summary: ReturnType<typeof coreSummary>;
  for await (const row of sheet.rows()) {
    if (isBlank(row)) tally.otherRows += 1;
    else if (summary) yield tally.add(coreResult(row, summary.occurredOn, options.outcome));
    else summary = coreSummary(row);
  }
  if (summary) tally.declare({ count: summary.count, totalFen: summary.totalFen });
}

/** Every result row in order, last the summary; or that the bank took nothing. Throws `Refused` when the file is no results file. */
export async function* readBankResults(source: FileSource, options: BankResultsOptions = {}): AsyncGenerator<BankResultsItem> {
  const tally = new Tally();
  const sheets = (await openSheets(source, options.limits)).filter((sheet) => !sheet.hidden);
  for (const sheet of sheets) {
    const rows = await firstRows(sheet, headingSearchRows);
    const [first] = rows;
    const core = sheet.separator === '|' && first !== undefined && coreSummary(first) !== undefined;
    if (titlesOf(sheet, source, core ? [] : rows.slice(0, findHeading(rows, resultColumns, 2)?.firstRowIndex ?? 0)).some((text) => /更正/.test(text))) tally.correcting = true;
    if (core) yield* readCore(sheet, { ...options, ...withOutcome(options.outcome ?? outcomeOfFile(sheet, source, [])) }, tally);
    else yield* readTable(sheet, rows, source, options, tally);
  }
  const rejection = tally.count === 0 ? await rejectionIn(sheets) : undefined;
  if (rejection) yield { kind: 'rejection', ...rejection };
  else if (tally.count === 0) throw fileRefused('heading-not-found', '明细号、账号、金额、处理结果、失败原因');
  else yield tally.summary();
}
