/** One row of a bank's results file, whatever format it came in. */
import type { BankReason } from './bank-reasons';
import type { LineError } from './line-errors';
import type { Outcome } from './result-columns';

export interface BankResult {
  readonly row: number;
  readonly batchNumber?: string;
  /** Number of the line within the batch. */
  readonly ordinal?: number;
  /** False where the format has another number in its place that may or may not be ours. */
  readonly ordinalIsOurs: boolean;
  readonly account?: string;
  readonly amountFen?: number;
  readonly attempt?: number;
  readonly outcome?: Outcome;
  readonly reason?: BankReason;
  readonly bankText?: string;
  readonly occurredOn?: string;
  readonly reference?: string;
  readonly errors: readonly LineError[];
}
