/** Lines the bank could not pay, or that came back after they were paid. */
import type { BatchOpened } from '../../src/domain/batch';
import type { DisbursementFailed, DisbursementReturned } from '../../src/domain/batch-results';
import { fen, idOf, text, whole, type Fold, type FactTable } from './fact';

const failure = (kind: string): Fold => (data: DisbursementFailed | DisbursementReturned, event, batch: BatchOpened) => ({
  batch_id: idOf(event), line: data.ordinal, attempt: data.attempt, kind, reason: data.reason, amount_fen: data.amountFen, region: batch.region, allocation_id: batch.allocationId,
});

const table: FactTable = {
  table: 'line_failure',
  meaning: 'the bank could not pay a line, or the money of a paid line came back',
  columns: {
    batch_id: text('batch'),
    line: whole('line'),
    attempt: whole('attempt'),
    kind: text('failed or returned'),
    reason: text('reason, F01 to F99'),
    amount_fen: fen('amount'),
    region: text('region that pays'),
    allocation_id: text('allocation the money comes from'),
  },
  indexes: ['batch_id, line'],
  from: { DisbursementFailed: failure('failed'), DisbursementReturned: failure('returned') },
};
export default table;
