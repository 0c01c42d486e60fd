/** Public money paid on loans: interest and insurance premiums. */
import type { LoanGranted } from '../../src/domain/loan';
import type { InterestSubsidyPaid, LoanInsured } from '../../src/domain/loan-course';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'loan_subsidy',
  meaning: 'interest of a loan was subsidised, or the borrower or harvest was insured with a subsidy',
  columns: {
    loan_id: text('loan'),
    kind: text('interest or premium'),
    revision: whole('revision in the loan stream'),
    region: text('region of the borrower'),
    household_key: text('borrowing household, or the borrower where none is known'),
    subsidised_principal_fen: fen('principal the interest was paid for'),
    premium_fen: fen('premium'),
    amount_fen: fen('subsidy'),
    from_on: day('first day of interest or insurance'),
    until_on: day('last day of interest or insurance'),
    allocation_id: text('allocation the money comes from'),
  },
  indexes: ['loan_id, kind', 'household_key'],
  from: {
    InterestSubsidyPaid: (data: InterestSubsidyPaid, event, loan: LoanGranted) => ({
      loan_id: idOf(event), kind: 'interest', revision: event.revision, region: loan.region, household_key: loan.householdId ?? loan.borrowerRef, subsidised_principal_fen: data.subsidisedPrincipalFen, amount_fen: data.amountFen,
      from_on: data.from, until_on: data.until, allocation_id: data.allocationId,
    }),
    LoanInsured: (data: LoanInsured, event, loan: LoanGranted) => ({
      loan_id: idOf(event), kind: 'premium', revision: event.revision, region: loan.region, household_key: loan.householdId ?? loan.borrowerRef, premium_fen: data.premiumFen, amount_fen: data.subsidyFen,
      from_on: data.from, until_on: data.until, allocation_id: data.allocationId,
    }),
  },
};
export default table;
