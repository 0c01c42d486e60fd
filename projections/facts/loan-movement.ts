/** Where the proceeds of a loan went, hop by hop. */
import type { LoanGranted, LoanProceedsMoved } from '../../src/domain/loan';
import { fen, idOf, text, whole, yes, type FactTable } from './fact';

/** One name for whoever received money: an organisation by code, else a person, else the name as written. */
const entityOf = (data: LoanProceedsMoved): string =>
  data.counterpartyUscc ?? data.counterpartyRef ?? `name:${data.counterpartyName ?? 'unknown'}`;

/** A purchase counts as one only with both numbers on record. */
const isPurchase = (data: LoanProceedsMoved): boolean => data.invoiceNumber !== undefined && data.deliveryNumber !== undefined;

/** 户贷社管 done lawfully: a co-operative (93…) whose member the borrower is, taking part in the work. */
const isLawfulCooperative = (data: LoanProceedsMoved, loan: LoanGranted): boolean =>
  (data.counterpartyUscc?.startsWith('93') ?? false) && loan.memberOnRecord === true && loan.participationOnRecord === true;

const table: FactTable = {
  table: 'loan_movement',
  meaning: 'money of a loan moved on to someone',
  columns: {
    loan_id: text('loan'),
    household_key: text('borrowing household, or the borrower where none is known'),
    region: text('region of the borrower'),
    hop: whole('hop from the borrower, 1 = first'),
    entity: text('receiver: organisation code, person, or name:…'),
    entity_kind: text('organisation or person'),
    amount_fen: fen('amount'),
    purchase: yes('invoice and delivery note are on record'),
    lawful_cooperative: yes('receiver is a co-operative with membership and participation on record'),
  },
  indexes: ['entity, position', 'loan_id'],
  from: {
    LoanProceedsMoved: (data: LoanProceedsMoved, event, loan: LoanGranted) => ({
      loan_id: idOf(event), household_key: loan.householdId ?? loan.borrowerRef, region: loan.region, hop: data.hop, entity: entityOf(data),
      entity_kind: data.counterpartyKind, amount_fen: data.amountFen, purchase: isPurchase(data), lawful_cooperative: isLawfulCooperative(data, loan),
    }),
  },
};
export default table;
