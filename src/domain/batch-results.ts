/** What the bank answers to a batch (回盘): one file, one result per line; only what cannot be a fact about this batch is refused. */
import { groupedYuanOf } from '../identifiers/money';
import type { Line, Lines } from './batch-lines';
import type { MessageOf } from './decider';
import { BusinessDate, Choice, Fen, Id, Integer, Parts, Sha256, Words } from './field';
import { type FieldError, Refused } from './refused';

/** Why a line failed at the bank (财政部/bank practice); F99 keeps the bank's own words. */
export const FAILURE_REASONS = ['F01', 'F02', 'F03', 'F04', 'F05', 'F06', 'F07', 'F08', 'F09', 'F10', 'F11', 'F12', 'F13', 'F14', 'F99'] as const;

/** Header of one results file; its lines follow in the same append. */
export class ResultsReceived {
  @Id('names this results file within the batch') resultsId: string;
  @Sha256('hash of the file as received', { optional: true }) fileHash?: string;
  @Integer('settled lines') settledCount: number;
  @Fen('sum settled', { min: 0 }) settledFen: number;
  @Integer('failed lines') failedCount: number;
  @Fen('sum failed', { min: 0 }) failedFen: number;
  @Integer('returned lines') returnedCount: number;
  @Fen('sum returned', { min: 0 }) returnedFen: number;
  @Integer('lines that only repeat what an earlier file said; they have no event here', { optional: true }) repeatedCount?: number;
  @Fen('of the failed and returned, what had been settled before and now comes back', { min: 0, optional: true }) backFen?: number;
  @Fen('of what comes back, released to the allocation at once because the batch was closed', { min: 0, optional: true }) releasedFen?: number;
  @BusinessDate('day the bank acted') occurredOn: string;
}
class LineResult {
  @Integer('line', { min: 1 }) ordinal: number;
  @Integer('attempt, 1 = first', { min: 1 }) attempt: number;
  @Fen('amount') amountFen: number;
  @Id('results file') resultsId: string;
  @BusinessDate('day the bank acted') occurredOn: string;
}
export class DisbursementSettled extends LineResult {}
export class DisbursementFailed extends LineResult {
  @Choice('reason', FAILURE_REASONS) reason: (typeof FAILURE_REASONS)[number];
  @Words("the bank's own words where the reason is F99", { optional: true, max: 100 }) bankText?: string;
}
export class DisbursementReturned extends LineResult {
  @Choice('reason', FAILURE_REASONS) reason: (typeof FAILURE_REASONS)[number];
  @Words("the bank's own words where the reason is F99", { optional: true, max: 100 }) bankText?: string;
}

/** One line of a results file as the bank sends it. */
export class ResultLine {
  @Integer('line', { min: 1 }) ordinal: number;
  @Integer('attempt, where the file tells it; else the latest', { min: 1, optional: true }) attempt?: number;
  @Choice('outcome', ['settled', 'failed', 'returned']) outcome: 'settled' | 'failed' | 'returned';
  @Fen('amount') amountFen: number;
  @Choice('reason of a failure or return; F99 where the bank gives none', FAILURE_REASONS, { optional: true }) reason?: (typeof FAILURE_REASONS)[number];
  @Words("the bank's own words where the reason is F99", { optional: true, max: 100 }) bankText?: string;
}
/** Command of the bank: a whole results file. */
export class ReceiveResults {
  @Id('names this results file within the batch') resultsId: string;
  @Sha256('hash of the file as received', { optional: true }) fileHash?: string;
  @Parts('results', () => ResultLine, { max: 200_000 }) lines: ResultLine[];
  @BusinessDate('day the bank acted') occurredOn: string;
}

export const RESULT_EVENTS = { ResultsReceived, DisbursementSettled, DisbursementFailed, DisbursementReturned };
export type ResultEvent = MessageOf<typeof RESULT_EVENTS>;

/** What is remembered of a file, to know it when it comes again. */
export interface KnownResults {
  readonly resultsId: string;
  readonly fileHash?: string;
  readonly lineCount: number;
}

/** A file handed in twice answers with nothing new; another file under a name already used cannot be told apart later, so it is refused. */
export function alreadyReceived(data: ReceiveResults, known: readonly KnownResults[]): boolean {
  if (data.fileHash !== undefined && known.some((file) => file.fileHash === data.fileHash)) return true;
  const named = known.find((file) => file.resultsId === data.resultsId);
  if (!named) return false;
  const other = named.lineCount !== data.lines.length || (named.fileHash !== undefined && data.fileHash !== undefined);
  if (!other) return true;
  throw new Refused('results-id-used', { zh: `回盘编号 ${data.resultsId} 已用于另一份文件`, en: `results id ${data.resultsId} already names another file` }, 'malformed');
}

/**
 * Bank files are often cumulative and banks contradict themselves, so a line may be repeated (no event), turn from failed to settled, or
 * come back after it was settled. What a line can never be is another amount, unknown, or paid out of a commitment already released.
 */
export function decideResults(data: ReceiveResults, lines: Lines, closed: boolean): readonly ResultEvent[] {
  const errors = problems(data, lines, closed);
  if (errors.length > 0) {
    throw new Refused('results-not-of-this-batch', {
      zh: `回盘文件有 ${String(errors.length)} 行不可能是本批次的结果,整份未入账`,
      en: `${String(errors.length)} lines cannot be results of this batch; none of the file was recorded`,
    }, 'malformed', errors.slice(0, 100));
  }
  const events: ResultEvent[] = [];
  const sum = { settled: { count: 0, fen: 0 }, failed: { count: 0, fen: 0 }, returned: { count: 0, fen: 0 } };
  let backFen = 0;
  for (const stated of data.lines) {
    const line = lines.get(stated.ordinal) as Line;
    if (repeats(stated, line)) continue;
    events.push(lineEvent(stated, line, data));
    sum[stated.outcome].count += 1;
    sum[stated.outcome].fen += line.amountFen;
    if (stated.outcome !== 'settled' && line.paid) backFen += line.amountFen;
  }
  const header: ResultsReceived = {
    resultsId: data.resultsId, ...(data.fileHash === undefined ? {} : { fileHash: data.fileHash }),
    settledCount: sum.settled.count, settledFen: sum.settled.fen, failedCount: sum.failed.count, failedFen: sum.failed.fen,
    returnedCount: sum.returned.count, returnedFen: sum.returned.fen,
    ...(events.length < data.lines.length ? { repeatedCount: data.lines.length - events.length } : {}),
    ...(backFen > 0 ? { backFen } : {}), ...(backFen > 0 && closed ? { releasedFen: backFen } : {}),
    occurredOn: data.occurredOn,
  };
  return [{ type: 'ResultsReceived', data: header }, ...events];
}

function problems(data: ReceiveResults, lines: Lines, closed: boolean): FieldError[] {
  const seen = new Set<number>();
  return data.lines.flatMap((stated, index) => {
    const line = lines.get(stated.ordinal);
    const found = seen.has(stated.ordinal) ? TWICE : line ? problem(stated, line, closed) : UNKNOWN;
    seen.add(stated.ordinal);
    return found ? [{ pointer: `/lines/${String(index)}`, ...found }] : [];
  });
}

type Problem = Omit<FieldError, 'pointer'>;
const TWICE: Problem = { code: 'line-twice-in-file', text: { zh: '同一明细在文件中出现两次', en: 'the line stands twice in the file' } };
const UNKNOWN: Problem = { code: 'line-unknown', text: { zh: '本批次没有此明细', en: 'the batch has no such line' } };
const ATTEMPT: Problem = { code: 'attempt-unknown', text: { zh: '该明细没有这一次发放', en: 'the line has no such attempt' } };
const RELEASED: Problem = { code: 'line-money-released', text: { zh: '该明细的资金已退回指标,不可能再入账', en: 'the money of this line went back to the allocation; it cannot settle now' } };

function problem(stated: ResultLine, line: Line, closed: boolean): Problem | undefined {
  if (stated.amountFen !== line.amountFen) {
    const [said, due] = [groupedYuanOf(stated.amountFen), groupedYuanOf(line.amountFen)];
    return { code: 'line-amount-differs', text: { zh: `回盘金额 ${said} 元,明细金额 ${due} 元`, en: `the bank says ${said} yuan, the line is ${due} yuan` } };
  }
  if ((stated.attempt ?? line.attempt) > line.attempt) return ATTEMPT;
  if (stated.outcome !== 'settled' || repeats(stated, line)) return undefined;
  return closed || line.standing === 'reversed' ? RELEASED : undefined;
}

/** Says of the line what is known already: the same outcome, an attempt before the latest, or the return of money already taken back. */
function repeats(stated: ResultLine, line: Line): boolean {
  if ((stated.attempt ?? line.attempt) < line.attempt || stated.outcome === line.standing) return true;
  return line.standing === 'reversed' && (stated.outcome === 'settled') === line.paid;
}

function lineEvent(stated: ResultLine, line: Line, { resultsId, occurredOn }: ReceiveResults): ResultEvent {
  const result = { ordinal: stated.ordinal, attempt: line.attempt, amountFen: line.amountFen, resultsId, occurredOn };
  if (stated.outcome === 'settled') return { type: 'DisbursementSettled', data: result };
  const why = { reason: stated.reason ?? 'F99', ...(stated.bankText === undefined ? {} : { bankText: stated.bankText }) };
  return { type: stated.outcome === 'failed' ? 'DisbursementFailed' : 'DisbursementReturned', data: { ...result, ...why } };
}
