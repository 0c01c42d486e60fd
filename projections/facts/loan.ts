/** Loans as granted. */
import { dueOnOf, type LoanGranted } from '../../src/domain/loan';
import { oneSpelling } from '../../src/identifiers/one-spelling';
import { day, fen, idOf, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan',
  meaning: 'a household loan was granted; occurred_on is the day of the contract',
  columns: {
    loan_id: text('loan'),
    region: text('village or township of the borrower'),
    household_id: text('borrowing household'),
    borrower_ref: text('borrower'),
    bank: text('lending bank, in one spelling'),
    product: text('product name in the contract, in one spelling'),
    principal_fen: fen('principal'),
    term_months: whole('term'),
    rate_basis_points: whole('yearly rate'),
    mode: text('declared mode'),
    partner_uscc: text('co-operative or partner named by the mode'),
    member_on_record: yes('borrower is a member of it'),
    participation_on_record: yes('borrower takes part in the work'),
    agreement_on_record: yes('written agreement with the partner or co-operative'),
    consent_on_record: yes('written consent of the borrower'),
    use: text('use in the contract'),
    collateral: yes('collateral or guarantor asked for'),
    borrower_age: whole('age of the borrower at the contract, where told'),
    due_on: day('day it is due by the contract'),
    relending_number: text('re-lending loan it is funded from'),
    campaign: text('campaign that brought it over from another system'),
  },
  indexes: ['loan_id', 'household_id where household_id is not null', 'borrower_ref'],
  from: {
    LoanGranted: (data: LoanGranted, event) => ({
      loan_id: idOf(event), region: data.region, household_id: data.householdId, borrower_ref: data.borrowerRef, bank: oneSpelling(data.bank), product: oneSpelling(data.product),
      principal_fen: data.principalFen,
      term_months: data.termMonths, rate_basis_points: data.rateBasisPoints, mode: data.mode, partner_uscc: data.partnerUscc,
      member_on_record: data.memberOnRecord ?? false, participation_on_record: data.participationOnRecord ?? false,
      consent_on_record: data.consentOnRecord ?? false, use: data.use, collateral: data.collateral, agreement_on_record: data.agreementOnRecord ?? false,
      borrower_age: data.borrowerAge, due_on: dueOnOf(data), relending_number: data.relendingNumber, campaign: data.campaign,
    }),
  },
};
export default table;
