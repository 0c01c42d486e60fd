/** Paid lines that came back: returned by the bank, or reversed with the money back. */
import type { DisbursementReversed } from '../../src/domain/batch-corrections';
import type { DisbursementReturned } from '../../src/domain/batch-results';
import { fen, idOf, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'line_return',
  meaning: 'a paid line was returned by the bank or reversed',
  columns: {
    batch_id: text('batch'),
    line: whole('line'),
    attempt: whole('attempt returned; empty for a reversal'),
    settled_revision: whole('revision of the settlement reversed; empty for a return'),
    amount_fen: fen('amount'),
    money_back: yes('the money came back'),
  },
  indexes: ['batch_id, line'],
  from: {
    DisbursementReturned: (data: DisbursementReturned, event) => ({
      batch_id: idOf(event), line: data.ordinal, attempt: data.attempt, amount_fen: data.amountFen, money_back: true,
    }),
    DisbursementReversed: (data: DisbursementReversed, event) => ({
      batch_id: idOf(event), line: data.ordinal, settled_revision: data.reversesRevision, amount_fen: data.amountFen, money_back: data.moneyBack,
    }),
  },
};
export default table;
