/** Payments on a loan: principal and interest repaid, and what an enterprise paid the household. */
import type { LoanDividendPaid, LoanGranted, LoanRepaid } from '../../src/domain/loan';
import { fen, idOf, text, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan_payment',
  meaning: 'a loan was repaid, or a dividend was paid on it',
  columns: {
    loan_id: text('loan'),
    kind: text('repayment or dividend'),
    payer: text('who paid'),
    payer_uscc: text('organisation that paid'),
    principal_fen: fen('principal'),
    interest_fen: fen('interest'),
    dividend_fen: fen('dividend'),
    fixed: yes('the dividend was fixed in advance'),
    lawful_cooperative: yes('payer is a co-operative with membership and participation on record'),
  },
  indexes: ['loan_id'],
  from: {
    LoanRepaid: (data: LoanRepaid, event, loan: LoanGranted) => ({
      loan_id: idOf(event), kind: 'repayment', payer: data.payer, payer_uscc: data.payerUscc, principal_fen: data.principalFen, interest_fen: data.interestFen,
      fixed: false, lawful_cooperative: isLawful(data.payerUscc, loan),
    }),
    LoanDividendPaid: (data: LoanDividendPaid, event, loan: LoanGranted) => ({
      loan_id: idOf(event), kind: 'dividend', payer: data.payer, payer_uscc: data.payerUscc, dividend_fen: data.amountFen, fixed: data.fixed,
      lawful_cooperative: isLawful(data.payerUscc, loan),
    }),
  },
};

function isLawful(uscc: string | undefined, loan: LoanGranted): boolean {
  return (uscc?.startsWith('93') ?? false) && loan.memberOnRecord === true && loan.participationOnRecord === true;
}
export default table;
