/** Every attempt to pay the lines of a batch, with its account and payee, read from its stream page by page. */
import { Injectable } from '@nestjs/common';
import type { DisbursementEntered } from '../domain/batch';
import type { DisbursementReissued } from '../domain/batch-corrections';
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

  /** In order of recording, so that the latest attempt of a line comes last. Lines of a rejected list are left out. */
  async of(batchId: string): Promise<readonly PaidAttempt[]> {
    let attempts: PaidAttempt[] = [];
    const amounts = new Map<number, number>();
    for await (const page of this.reads.pages(streamId('batch', batchId))) {
      for (const { type, data } of page) {
        if (type === 'BatchRejected') attempts = [];
        if (type === 'DisbursementEntered') {
          const { ordinal, accountRef, payeeRef, amountFen } = data as DisbursementEntered;
          amounts.set(ordinal, amountFen);
          attempts.push({ ordinal, attempt: 1, account: accountRef, payee: payeeRef, amountFen });
        } else if (type === 'DisbursementReissued') {
          const { ordinal, attempt, accountRef, payeeRef } = data as DisbursementReissued;
          attempts.push({ ordinal, attempt, account: accountRef, payee: payeeRef, amountFen: amounts.get(ordinal) ?? 0 });
        }
      }
    }
    return attempts;
  }
}
