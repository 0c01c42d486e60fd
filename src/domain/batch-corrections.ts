/** What may happen to a line after the bank's answer: reissued to a mended account (重发), reversed (冲正), its money brought back to the treasury (缴回国库). */
import type { Line, Lines } from './batch-lines';
import type { MessageOf } from './decider';
import { AccountRef, BusinessDate, Code, Fen, Integer, Parts, PersonRef, Words, YesNo } from './field';
import { Refused } from './refused';

export class DisbursementReissued {
  @Integer('line', { min: 1 }) ordinal: number;
  @Integer('attempt, 2 = first reissue', { min: 2 }) attempt: number;
  @AccountRef('account of this attempt') accountRef: string;
  @PersonRef('payee of this attempt; another person is a fact to flag') payeeRef: string;
  @Words('why') reason: string;
  @BusinessDate('day of the reissue') occurredOn: string;
}
/** Command; the attempt is counted here, and the payee stays the same unless another is named. */
export class ReissueDisbursement {
  @Integer('line', { min: 1 }) ordinal: number;
  @AccountRef('account of this attempt') accountRef: string;
  @PersonRef('payee of this attempt, where it is another; a fact to flag', { optional: true }) payeeRef?: string;
  @Words('why') reason: string;
  @BusinessDate('day of the reissue') occurredOn: string;
}
export class DisbursementReversed {
  @Integer('line', { min: 1 }) ordinal: number;
  @Integer('ledger revision in this stream of the settlement it reverses') reversesRevision: number;
  @Fen('amount') amountFen: number;
  @YesNo('the money came back') moneyBack: boolean;
  @Fen('of what came back, released to the allocation at once because the batch was closed', { min: 0, optional: true }) releasedFen?: number;
  @Words('why') reason: string;
  @BusinessDate('day of the reversal') occurredOn: string;
}
/** Command; names the settlement only to be checked against the line's last one. */
export class ReverseDisbursement {
  @Integer('line', { min: 1 }) ordinal: number;
  @Integer('revision in this stream of the settlement it reverses', { optional: true }) reversesRevision?: number;
  @YesNo('the money came back') moneyBack: boolean;
  @Words('why') reason: string;
  @BusinessDate('day of the reversal') occurredOn: string;
}

class RepaidLine {
  @Integer('line', { min: 1 }) ordinal: number;
  @Fen('amount brought back') amountFen: number;
}
/** Failed or returned money lies with the bank until it says so: the ledger's own return is a promise, this is the fact. */
export class FailedFundsRepaid {
  @Parts('lines whose money is back', () => RepaidLine, { max: 5_000 }) lines: RepaidLine[];
  @Code('voucher of the treasury', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) voucherNumber?: string;
  @BusinessDate('day the treasury had it') occurredOn: string;
}

export const CORRECTION_EVENTS = { DisbursementReissued, DisbursementReversed, FailedFundsRepaid };
export const CORRECTION_COMMANDS = { ReissueDisbursement, ReverseDisbursement, ReportFundsRepaid: FailedFundsRepaid };
type CorrectionEvent = MessageOf<typeof CORRECTION_EVENTS>;

function lineOf(lines: Lines, ordinal: number): Line {
  const line = lines.get(ordinal);
  if (line) return line;
  throw new Refused('line-unknown', { zh: `本批次没有第 ${String(ordinal)} 号明细`, en: `the batch has no line ${String(ordinal)}` }, 'unknown');
}

export function reissue(data: ReissueDisbursement, lines: Lines): readonly CorrectionEvent[] {
  const line = lineOf(lines, data.ordinal);
  if (line.standing !== 'failed' && line.standing !== 'returned') {
    throw new Refused('line-not-failed', { zh: `第 ${String(data.ordinal)} 号明细没有发放失败或退回,不能重发`, en: `line ${String(data.ordinal)} has neither failed nor been returned; it cannot be reissued` });
  }
  const { ordinal, accountRef, payeeRef = line.payeeRef, reason, occurredOn } = data;
  return [{ type: 'DisbursementReissued', data: { ordinal, attempt: line.attempt + 1, accountRef, payeeRef, reason, occurredOn } }];
}

/** Releases at once what comes back after closing: nothing else would. */
export function reverse(data: ReverseDisbursement, lines: Lines, closed: boolean): readonly CorrectionEvent[] {
  const line = lineOf(lines, data.ordinal);
  if (line.standing !== 'settled' || (data.reversesRevision ?? line.settledRevision) !== line.settledRevision) {
    throw new Refused('line-not-settled', { zh: `第 ${String(data.ordinal)} 号明细没有可冲正的到账记录`, en: `line ${String(data.ordinal)} has no such settlement to reverse` });
  }
  const { ordinal, moneyBack, reason, occurredOn } = data;
  const released = moneyBack && closed ? { releasedFen: line.amountFen } : {};
  return [{ type: 'DisbursementReversed', data: { ordinal, reversesRevision: line.settledRevision, amountFen: line.amountFen, moneyBack, ...released, reason, occurredOn } }];
}

/** Recorded as the bank or the treasury says it, also where the line was paid since: only a line nobody knows is none of this batch. */
export function repaid(data: FailedFundsRepaid, lines: Lines): readonly CorrectionEvent[] {
  for (const { ordinal } of data.lines) lineOf(lines, ordinal);
  return [{ type: 'FailedFundsRepaid', data }];
}
