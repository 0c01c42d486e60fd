/** What was found to break the five prohibitions on a loan, and what was put right. */
import type { LoanGranted } from '../../src/domain/loan';
import type { LoanIrregularityRectified, LoanIrregularityReported } from '../../src/domain/loan-course';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan_irregularity',
  meaning: 'a breach of the five prohibitions was found on a loan, or put right',
  columns: {
    loan_id: text('loan'),
    kind: text('reported or rectified'),
    revision: whole('revision of the report in the loan stream; of a rectification: the report it answers'),
    region: text('region of the borrower'),
    aspect: text('enterprise-use, non-production, raised-rate, collateral or renamed-product'),
    found_by: text('who found it'),
    measure: text('what was done'),
    amount_fen: fen('money it concerns, or money brought back'),
    evidence_hash: text('hash of the paper that shows it was put right'),
  },
  indexes: ['loan_id, revision'],
  from: {
    LoanIrregularityReported: (data: LoanIrregularityReported, event, loan: LoanGranted) => ({
      loan_id: idOf(event), kind: 'reported', revision: event.revision, region: loan.region, aspect: data.aspect, found_by: data.foundBy, amount_fen: data.amountFen,
    }),
    LoanIrregularityRectified: (data: LoanIrregularityRectified, event, loan: LoanGranted) => ({
      loan_id: idOf(event), kind: 'rectified', revision: data.reportRevision, region: loan.region, measure: data.measure, amount_fen: data.amountFen, evidence_hash: data.evidenceHash,
    }),
  },
};
export default table;
