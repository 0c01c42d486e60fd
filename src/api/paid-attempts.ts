/** Every attempt to pay the lines of a batch, with its account and payee, as the batch stands now. */
import { Injectable } from '@nestjs/common';
import batch, { type BatchState } from '../domain/batch';
import { streamId } from '../domain/decider';
import type { PaidLine } from '../intake/result-match';
import { LedgerReads } from './ledger-reads';

export interface PaidAttempt extends PaidLine {
  readonly account: string;
  readonly payee: string;
}

@Injectable()
export class PaidAttempts {
  constructor(private readonly reads: LedgerReads) {}

  /** Of all lines, or of those named; the latest attempt of a line comes last. Lines of a rejected list are left out. */
  async of(batchId: string, ordinals?: Iterable<number>): Promise<readonly PaidAttempt[]> {
    const standing = await this.reads.current(batch, streamId('batch', batchId), (state) => {
      const { lines } = state as BatchState;
      return [...(ordinals ?? lines.ordinals())].flatMap((ordinal) => {
        const amountFen = lines.get(ordinal)?.amountFen ?? 0;
        return lines.attempts(ordinal).map(({ attempt, payeeRef, accountRef }): PaidAttempt => ({ ordinal, attempt, account: accountRef, payee: payeeRef, amountFen }));
      });
    });
    return standing?.seen ?? [];
  }
}
