/** Compensation of banks for loans not repaid. */
import type { LoanGranted } from '../../src/domain/loan';
import type { RiskCompensationPaid } from '../../src/domain/loan-course';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan_compensation',
  meaning: 'the risk fund compensated the bank for a loan; the borrower goes on owing',
  columns: {
    loan_id: text('loan'),
    revision: whole('revision in the loan stream'),
    region: text('region of the borrower'),
    amount_fen: fen('compensation'),
    principal_fen: fen('principal it was paid for'),
    legal_step_on: day('day the bank says it took legal steps'),
  },
  indexes: ['loan_id'],
  from: {
    RiskCompensationPaid: (data: RiskCompensationPaid, event, loan: LoanGranted) => ({
      loan_id: idOf(event), revision: event.revision, region: loan.region, amount_fen: data.amountFen, principal_fen: data.principalFen, legal_step_on: data.legalStepOn,
    }),
  },
};
export default table;
