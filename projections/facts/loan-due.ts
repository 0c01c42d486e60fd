/** When the principal of a loan is due: by the contract, and after each extension. */
import { dueOnOf, type LoanGranted } from '../../src/domain/loan';
import type { LoanExtended } from '../../src/domain/loan-course';
import { day, fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan_due',
  meaning: 'a day was fixed on which a loan is due; the last one recorded holds',
  columns: {
    loan_id: text('loan'),
    kind: text('grant, extension or renewal'),
    region: text('region of the borrower'),
    due_on: day('day it is due'),
    principal_fen: fen('principal of the contract'),
  },
  indexes: ['loan_id, position', 'due_on, position'],
  from: {
    LoanGranted: (data: LoanGranted, event) => ({ loan_id: idOf(event), kind: 'grant', region: data.region, due_on: dueOnOf(data), principal_fen: data.principalFen }),
    LoanExtended: (data: LoanExtended, event, loan: LoanGranted) => ({ loan_id: idOf(event), kind: data.kind, region: loan.region, due_on: data.untilOn, principal_fen: loan.principalFen }),
  },
};
export default table;
