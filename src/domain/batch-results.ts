/**
 * What the bank answers to a batch (回盘): one file, one result per line. A report is never refused for being irregular: what is good is
 * applied, and the rest is recorded as a dispute that moves nothing. What a stated outcome does to a line, by how the line stands:
 *
 * | line stands as            | settled             | failed              | returned |
 * |---------------------------|---------------------|---------------------|----------|
 * | pending                   | settled             | failed              | returned (it never arrived) |
 * | settled                   | said before         | dispute, *returned* | returned (a late return) |
 * | failed                    | dispute, *settled*  | said before         | returned (no money moves) |
 * | returned                  | dispute, *settled*  | said before         | said before |
 * | reversed, money still out | said before         | dispute, *returned* | returned |
 * | reversed, money back      | dispute             | said before         | said before |
 *
 * *Italic*: only in a file that calls itself a correction (更正). A line of a closed batch cannot settle: its money went back to the
 * allocation. An attempt before the latest did not arrive, or it would not have been reissued; that it did is a dispute.
 */
import { DISPUTE_EVENTS, type DisputeEvent, type DisputeKind, type Disputes, FAILURE_REASONS, type FailureReason, OUTCOMES, type Outcome, ROW_DISPUTES, ResultDisputed } from './batch-disputes';
import type { Line, Lines } from './batch-lines';
import type { MessageOf } from './decider';
import { AccountRef, BusinessDate, Choice, Fen, Id, Integer, Part, Parts, Sha256, Words, YesNo } from './field';
import { ResultsSums, type KnownResults, disagreements, malformedPart, statedSoFar, sumsOf } from './results-files';
import { Refused } from './refused';

/** Most lines of one append; a longer file is received in parts. */
export const RESULTS_AT_ONCE = 5_000;

/** Why a bank sends a whole batch back unread: count, total, date or unit, payer short of money, payer account, signature, duplicate. */
export const FILE_REJECTIONS = ['B01', 'B02', 'B03', 'B04', 'B05', 'B06', 'B07'] as const;
export type FileRejection = (typeof FILE_REJECTIONS)[number];

/** Header of one results file, or of a part of it; its lines follow in the same append. The sums are of the lines that moved. */
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
  @Integer('lines in dispute; each has an event of its own', { optional: true }) disputedCount?: number;
  @Integer('which part of the file this is, from 1', { min: 1, optional: true }) part?: number;
  @Integer('parts of the file', { min: 2, optional: true }) parts?: number;
  @YesNo('the file corrects what the bank said before', { optional: true }) correcting?: boolean;
  @Part('counts and sums as the bank declared them for the whole file', () => ResultsSums, { optional: true }) declared?: ResultsSums;
  @Part('counts and sums of the rows of this part as they were stated, disputed ones too', () => ResultsSums, { optional: true }) stated?: ResultsSums;
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
  @Choice('reason', FAILURE_REASONS) reason: FailureReason;
  @Words("the bank's own words where the reason is F99", { optional: true, max: 100 }) bankText?: string;
}
export class DisbursementReturned extends LineResult {
  @Choice('reason', FAILURE_REASONS) reason: FailureReason;
  @Words("the bank's own words where the reason is F99", { optional: true, max: 100 }) bankText?: string;
}
/** The bank took nothing of the file sent to it. */
export class BatchFileRejected {
  @Id('names this answer within the batch') resultsId: string;
  @Sha256('hash of the file as received', { optional: true }) fileHash?: string;
  @Choice('B01 count, B02 total, B03 date or unit, B04 payer short of money, B05 payer account, B06 signature, B07 duplicate', FILE_REJECTIONS) rejection: FileRejection;
  @Words("the bank's own words", { optional: true, max: 100 }) bankText?: string;
  @BusinessDate('day the bank acted') occurredOn: string;
}

/** One line of a results file as the bank sends it. */
export class ResultLine {
  @Integer('line', { min: 1 }) ordinal: number;
  @Integer('attempt, where the file tells it; else the latest', { min: 1, optional: true }) attempt?: number;
  @Choice('outcome', OUTCOMES) outcome: Outcome;
  @Fen('amount') amountFen: number;
  @Choice('reason of a failure or return; F99 where the bank gives none', FAILURE_REASONS, { optional: true }) reason?: FailureReason;
  @Words("the bank's own words where the reason is F99", { optional: true, max: 100 }) bankText?: string;
  @Integer('row of the file', { min: 1, optional: true }) fileRow?: number;
}
/** A row that a reader of the file could not match to one line. */
export class IrregularRow {
  @Choice('why', ROW_DISPUTES) kind: (typeof ROW_DISPUTES)[number];
  @Integer('row of the file', { min: 1, optional: true }) fileRow?: number;
  @Integer('line it names', { min: 1, optional: true }) ordinal?: number;
  @AccountRef('account it names', { optional: true }) accountRef?: string;
  @Choice('outcome', OUTCOMES, { optional: true }) outcome?: Outcome;
  @Fen('amount', { min: 0, optional: true }) amountFen?: number;
  @Choice('reason', FAILURE_REASONS, { optional: true }) reason?: FailureReason;
}
/** Command of the bank: a results file, or one part of it; or, with `rejection`, that it took nothing of the batch. */
export class ReceiveResults {
  @Id('names this results file within the batch') resultsId: string;
  @Sha256('hash of the file as received', { optional: true }) fileHash?: string;
  @Integer('which part of the file this is, from 1', { min: 1, optional: true }) part?: number;
  @Integer('parts of the file', { min: 2, optional: true }) parts?: number;
  @YesNo('the file corrects what the bank said before', { optional: true }) correcting?: boolean;
  @Part('counts and sums as the bank declares them for the whole file', () => ResultsSums, { optional: true }) declared?: ResultsSums;
  @Parts('results', () => ResultLine, { max: RESULTS_AT_ONCE }) lines: ResultLine[];
  @Parts('rows that name no one line', () => IrregularRow, { optional: true, max: RESULTS_AT_ONCE }) irregular?: IrregularRow[];
  @Choice('why the bank took nothing of the batch; there are no lines then', FILE_REJECTIONS, { optional: true }) rejection?: FileRejection;
  @Words("the bank's own words beside the rejection", { optional: true, max: 100 }) bankText?: string;
  @BusinessDate('day the bank acted') occurredOn: string;
}

export const RESULT_EVENTS = { ResultsReceived, DisbursementSettled, DisbursementFailed, DisbursementReturned, BatchFileRejected, ...DISPUTE_EVENTS };
export type ResultEvent = MessageOf<typeof RESULT_EVENTS>;

/** The batch as its results meet it. */
export interface Answered {
  readonly lines: Lines;
  readonly disputes: Disputes;
  readonly results: readonly KnownResults[];
  readonly closed: boolean;
}

export function decideResults(data: ReceiveResults, batch: Answered): readonly ResultEvent[] {
  malformedPart(data);
  if (data.rejection !== undefined) return rejected(data, data.rejection, batch.lines);
  const receipt = new Receipt(data, batch);
  for (const stated of data.lines) receipt.take(stated);
  for (const row of data.irregular ?? []) receipt.dispute({ ...rowSaid(row), resultsId: data.resultsId, occurredOn: data.occurredOn });
  return receipt.events();
}

/** One results file on its way into the ledger. */
class Receipt {
  private readonly moved: ResultEvent[] = [];
  private readonly disputed: DisputeEvent[] = [];
  private readonly seen = new Set<string>();
  private readonly sum = { settled: { count: 0, fen: 0 }, failed: { count: 0, fen: 0 }, returned: { count: 0, fen: 0 } };
  private repeatedCount = 0;
  private backFen = 0;

  constructor(private readonly data: ReceiveResults, private readonly batch: Answered) {}

  take(stated: ResultLine): void {
    const line = this.batch.lines.get(stated.ordinal);
    const place = `${String(stated.ordinal)}/${String(stated.attempt ?? line?.attempt)}`;
    const found = this.seen.has(place) ? 'line-twice' : verdict(stated, line, this.batch.closed, this.data.correcting === true);
    this.seen.add(place);
    if (found === 'said-before') this.repeatedCount += 1;
    else if (found === 'moves') this.move(stated, line as Line);
    else this.dispute(lineSaid(found, stated, line, this.data));
    if (line && (found === 'moves' || found === 'said-before')) this.agree(stated, line);
  }

  /** A dispute said before is no news. */
  dispute(said: ResultDisputed): void {
    if (this.batch.disputes.isKnown(said)) this.repeatedCount += 1;
    else this.disputed.push({ type: 'ResultDisputed', data: said });
  }

  private move(stated: ResultLine, line: Line): void {
    // A failure told of money that was with the payee is its return, whatever the bank calls it.
    const outcome = stated.outcome === 'failed' && line.paid ? 'returned' : stated.outcome;
    const sum = this.sum[outcome];
    sum.count += 1;
    sum.fen += line.amountFen;
    if (outcome === 'returned' && line.paid) this.backFen += line.amountFen;
    this.moved.push(lineEvent(outcome, stated, line, this.data));
  }

  private agree(stated: ResultLine, line: Line): void {
    const { resultsId, occurredOn } = this.data;
    for (const { revision } of this.batch.disputes.endedBy(stated.ordinal, stated.attempt ?? line.attempt, stated.outcome)) {
      this.moved.push({ type: 'DisputeResolved', data: { disputeRevision: revision, ordinal: stated.ordinal, resolution: 'bank-agreed', resultsId, occurredOn } });
    }
  }

  events(): readonly ResultEvent[] {
    const { data, batch, sum, repeatedCount, backFen } = this;
    const stated = sumsOf([...data.lines, ...(data.irregular ?? [])]);
    const disputedCount = this.disputed.length;
    const soFar = statedSoFar(data, stated, batch.results);
    for (const said of soFar ? disagreements(data, soFar, batch.lines) : []) this.dispute(said);
    const { resultsId, fileHash, part, parts, correcting, declared } = data;
    const header: ResultsReceived = {
      resultsId, ...(fileHash === undefined ? {} : { fileHash }),
      settledCount: sum.settled.count, settledFen: sum.settled.fen, failedCount: sum.failed.count, failedFen: sum.failed.fen,
      returnedCount: sum.returned.count, returnedFen: sum.returned.fen,
      ...(repeatedCount > 0 ? { repeatedCount } : {}), ...(backFen > 0 ? { backFen } : {}), ...(backFen > 0 && batch.closed ? { releasedFen: backFen } : {}),
      ...(disputedCount > 0 ? { disputedCount } : {}), ...(part === undefined ? {} : { part, parts }), ...(correcting === true ? { correcting } : {}),
      ...(declared === undefined ? {} : { declared }), ...(declared === undefined && part === undefined ? {} : { stated }),
      occurredOn: data.occurredOn,
    };
    return [{ type: 'ResultsReceived', data: header }, ...this.moved, ...this.disputed];
  }
}

type Verdict = 'moves' | 'said-before' | DisputeKind;

function verdict(stated: ResultLine, line: Line | undefined, closed: boolean, correcting: boolean): Verdict {
  if (!line) return 'line-unknown';
  const attempt = stated.attempt ?? line.attempt;
  if (attempt > line.attempt) return 'attempt-unknown';
  if (stated.amountFen !== line.amountFen) return 'amount-differs';
  if (attempt < line.attempt) return stated.outcome === 'settled' ? 'second-result' : 'said-before';
  const change = transition(stated.outcome, line);
  if (change === 'said-before') return change;
  if (stated.outcome === 'settled' && (closed || line.standing === 'reversed')) return 'money-released';
  return change === 'moves' || correcting ? 'moves' : 'second-result';
}

/** The table at the head of this file. */
function transition(outcome: Outcome, { standing, paid }: Line): 'moves' | 'said-before' | 'contradicts' {
  if (standing === 'pending') return 'moves';
  if (paid) return outcome === 'settled' ? 'said-before' : outcome === 'returned' ? 'moves' : 'contradicts';
  if (outcome === 'settled') return 'contradicts';
  return standing === 'failed' && outcome === 'returned' ? 'moves' : 'said-before';
}

function lineEvent(outcome: Outcome, stated: ResultLine, line: Line, { resultsId, occurredOn }: ReceiveResults): ResultEvent {
  const result = { ordinal: stated.ordinal, attempt: line.attempt, amountFen: line.amountFen, resultsId, occurredOn };
  if (outcome === 'settled') return { type: 'DisbursementSettled', data: result };
  const why = { reason: stated.reason ?? 'F99', ...(stated.bankText === undefined ? {} : { bankText: stated.bankText }) };
  return { type: outcome === 'failed' ? 'DisbursementFailed' : 'DisbursementReturned', data: { ...result, ...why } };
}

function lineSaid(kind: DisputeKind, stated: ResultLine, line: Line | undefined, { resultsId, occurredOn }: ReceiveResults): ResultDisputed {
  const { ordinal, fileRow, outcome, amountFen, reason, bankText } = stated;
  const attempt = stated.attempt ?? line?.attempt;
  return {
    resultsId, kind, ordinal, ...(attempt === undefined ? {} : { attempt }), ...(fileRow === undefined ? {} : { fileRow }), outcome, statedAmountFen: amountFen,
    ...(line ? { amountFen: line.amountFen, before: line.standing } : {}), ...(reason === undefined ? {} : { reason }), ...(bankText === undefined ? {} : { bankText }), occurredOn,
  };
}

function rowSaid({ amountFen, ...row }: IrregularRow): Omit<ResultDisputed, 'resultsId' | 'occurredOn'> {
  return { ...row, ...(amountFen === undefined ? {} : { statedAmountFen: amountFen }) };
}

/** The bank says it took nothing: where lines have results already, one of its two answers is wrong. */
function rejected({ resultsId, fileHash, bankText, lines, irregular = [], occurredOn }: ReceiveResults, rejection: FileRejection, held: Lines): readonly ResultEvent[] {
  if (lines.length + irregular.length > 0) {
    throw new Refused('rejection-with-lines', { zh: '整批退回的回盘不能同时带有明细结果', en: 'an answer that the whole batch was rejected cannot hold results of lines' }, 'malformed');
  }
  const words = bankText === undefined ? {} : { bankText };
  const answer: ResultEvent = { type: 'BatchFileRejected', data: { resultsId, ...(fileHash === undefined ? {} : { fileHash }), rejection, ...words, occurredOn } };
  const pending = held.tally('pending');
  if (rejection === 'B07' || pending.count === held.count) return [answer];
  const answered = { count: held.count - pending.count, amountFen: held.totalFen - pending.amountFen };
  return [answer, { type: 'ResultDisputed', data: { resultsId, kind: 'rejected-after-results', ...answered, ...words, occurredOn } }];
}

