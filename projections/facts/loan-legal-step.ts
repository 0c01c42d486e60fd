/** Legal steps of banks on loans. */
import type { LoanGranted } from '../../src/domain/loan';
import type { LoanLegalStepTaken } from '../../src/domain/loan-course';
import { idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan_legal_step',
  meaning: 'the bank took a legal step on a loan',
  columns: {
    loan_id: text('loan'),
    region: text('region of the borrower'),
    step: text('demand-letter, mediation, payment-order, lawsuit or enforcement'),
    document_number: text('case or letter'),
  },
  indexes: ['loan_id'],
  from: {
    LoanLegalStepTaken: (data: LoanLegalStepTaken, event, loan: LoanGranted) => ({ loan_id: idOf(event), region: loan.region, step: data.step, document_number: data.documentNumber }),
  },
};
export default table;
