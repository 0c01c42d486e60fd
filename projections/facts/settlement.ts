/** Lines the bank paid. */
import type { DisbursementSettled } from '../../src/domain/batch-results';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'settlement',
  meaning: 'the bank paid a line; it may come back later',
  columns: {
    batch_id: text('batch'),
    line: whole('line'),
    attempt: whole('attempt'),
    revision: whole('revision in the batch stream, which a reversal names'),
    amount_fen: fen('amount paid'),
  },
  indexes: ['batch_id, line, attempt'],
  from: {
    DisbursementSettled: (data: DisbursementSettled, event) => ({
      batch_id: idOf(event), line: data.ordinal, attempt: data.attempt, revision: event.revision, amount_fen: data.amountFen,
    }),
  },
};
export default table;
