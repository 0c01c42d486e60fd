/** Extensions of loans. */
import type { LoanGranted } from '../../src/domain/loan';
import type { LoanExtended } from '../../src/domain/loan-course';
import { day, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan_extension',
  meaning: 'a loan was extended, or renewed without repayment: neither counts amount or term anew',
  columns: {
    loan_id: text('loan'),
    kind: text('extension or renewal'),
    region: text('region of the borrower'),
    until_on: day('day it is due now'),
    new_contract_number: text('number of the new contract'),
    reason: text('why'),
  },
  indexes: ['loan_id'],
  from: {
    LoanExtended: (data: LoanExtended, event, loan: LoanGranted) => ({
      loan_id: idOf(event), kind: data.kind, region: loan.region, until_on: data.untilOn, new_contract_number: data.newContractNumber, reason: data.reason,
    }),
  },
};
export default table;
