/** A disbursement batch (批次): a list of lines to households' accounts, from opening to the last result, with maker and checker apart. */
import { AccountRef, BusinessDate, Choice, Codes, Fen, Id, Integer, Month, PersonRef, Region, Sha256, Words, YesNo } from './field';

/** Why a line failed at the bank (财政部/bank practice); F99 keeps the bank's own words. */
export const FAILURE_REASONS = ['F01', 'F02', 'F03', 'F04', 'F05', 'F06', 'F07', 'F08', 'F09', 'F10', 'F11', 'F12', 'F13', 'F14', 'F99'] as const;

export class BatchOpened {
  @Region('county or township that pays') region: string;
  @Id('programme') programmeId: string;
  @Id('allocation the money comes from') allocationId: string;
  @Month('first month of the benefit period') benefitFrom: string;
  @Month('last month of the benefit period') benefitTo: string;
  @Integer('budget year', { min: 1990, max: 2199 }) budgetYear: number;
  @Integer('lines the office declares', { min: 1, max: 200_000 }) declaredCount: number;
  @Fen('total the office declares') declaredTotalFen: number;
  @Words('agent bank', { max: 60 }) bank: string;
  @Id('sealed roster it pays', { optional: true }) rosterId?: string;
  @BusinessDate('day it was opened') occurredOn: string;
}

/** One line. Its ordinal is never used again, also after a rejection. */
export class DisbursementEntered {
  @Integer('line number within the batch, from 1', { min: 1 }) ordinal: number;
  @Integer('row in the file it came from', { min: 1, optional: true }) fileRow?: number;
  @Id('household, where the register knows it', { optional: true }) householdId?: string;
  @PersonRef('who is to get the money') payeeRef: string;
  @AccountRef('account it goes to') accountRef: string;
  @Region('village or township of the payee', { optional: true }) region?: string;
  @Integer('quantity in thousandths of the unit of the standard', { optional: true }) quantityMilli?: number;
  @Fen('standard per unit', { optional: true }) standardFen?: number;
  @Fen('due before deductions', { optional: true }) dueFen?: number;
  @Fen('deducted', { min: 0, optional: true }) deductedFen?: number;
  @Fen('to be paid') amountFen: number;
  @Id('earlier line it tops up or pays in arrears, as batch-ordinal', { optional: true }) supplements?: string;
  @Codes('amber findings of the intake, left to the rules', /^[A-Z]\d{2}$/, { optional: true }) amber?: string[];
}

export class BatchSubmitted {
  @Integer('lines') count: number;
  @Fen('sum of the lines') totalFen: number;
  @Sha256('hash of the lines in references: the same list has the same hash, whatever its file') contentHash: string;
  @BusinessDate('day of submission') occurredOn: string;
}
export class BatchApproved {
  @BusinessDate('day of approval') occurredOn: string;
}
export class BatchRejected {
  @Words('why') reason: string;
  @BusinessDate('day of rejection') occurredOn: string;
}
export class BatchSent {
  @BusinessDate('day it went to the bank') occurredOn: string;
}

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
export class DisbursementReissued {
  @Integer('line', { min: 1 }) ordinal: number;
  @Integer('attempt, 2 = first reissue', { min: 2 }) attempt: number;
  @AccountRef('account of this attempt') accountRef: string;
  @PersonRef('payee of this attempt; another person is a fact to flag') payeeRef: string;
  @Words('why') reason: string;
  @BusinessDate('day of the reissue') occurredOn: string;
}
export class DisbursementReversed {
  @Integer('line', { min: 1 }) ordinal: number;
  @Integer('ledger revision in this stream of the settlement it reverses') reversesRevision: number;
  @Fen('amount') amountFen: number;
  @YesNo('the money came back') moneyBack: boolean;
  @Words('why') reason: string;
  @BusinessDate('day of the reversal') occurredOn: string;
}
export class BatchClosed {
  @Fen('commitment released back to the allocation', { min: 0 }) releasedFen: number;
  @BusinessDate('day of closing') occurredOn: string;
}
