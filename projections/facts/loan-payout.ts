/** Loan money paid out to the borrower. */
import type { LoanPaidOut } from '../../src/domain/loan';
import { fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan_payout',
  meaning: 'loan money was paid out',
  columns: { loan_id: text('loan'), account_ref: text('account it went to'), amount_fen: fen('amount') },
  indexes: ['loan_id'],
  from: {
    LoanPaidOut: (data: LoanPaidOut, event) => ({ loan_id: idOf(event), account_ref: data.accountRef, amount_fen: data.amountFen }),
  },
};
export default table;
