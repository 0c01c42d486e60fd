/** Loans as granted. */
import type { LoanGranted } from '../../src/domain/loan';
import { fen, idOf, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan',
  meaning: 'a household loan was granted; occurred_on is the day of the contract',
  columns: {
    loan_id: text('loan'),
    region: text('village or township of the borrower'),
    household_id: text('borrowing household'),
    borrower_ref: text('borrower'),
    principal_fen: fen('principal'),
    term_months: whole('term'),
    rate_basis_points: whole('yearly rate'),
    mode: text('declared mode'),
    partner_uscc: text('co-operative or partner named by the mode'),
    member_on_record: yes('borrower is a member of it'),
    participation_on_record: yes('borrower takes part in the work'),
    consent_on_record: yes('written consent of the borrower'),
    use: text('use in the contract'),
    collateral: yes('collateral or guarantor asked for'),
  },
  indexes: ['loan_id'],
  from: {
    LoanGranted: (data: LoanGranted, event) => ({
      loan_id: idOf(event), region: data.region, household_id: data.householdId, borrower_ref: data.borrowerRef, principal_fen: data.principalFen,
      term_months: data.termMonths, rate_basis_points: data.rateBasisPoints, mode: data.mode, partner_uscc: data.partnerUscc,
      member_on_record: data.memberOnRecord ?? false, participation_on_record: data.participationOnRecord ?? false,
      consent_on_record: data.consentOnRecord ?? false, use: data.use, collateral: data.collateral,
    }),
  },
};
export default table;
