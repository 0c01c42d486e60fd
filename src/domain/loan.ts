/** A household loan (扶贫小额信贷): granted, paid out, its proceeds followed hop by hop, repaid and by whom. */
import { AccountRef, BusinessDate, Choice, Code, Fen, Id, Integer, PersonRef, Region, Uscc, Words, YesNo } from './field';

/** The three lawful modes 一自两合: 户贷户用自我发展, 户贷户用合伙发展, 户贷社管合作发展. */
export const LOAN_MODES = ['self', 'partnership', 'co-operative'] as const;

export class LoanGranted {
  @Region('village or township of the borrower') region: string;
  @Id('borrowing household', { optional: true }) householdId?: string;
  @PersonRef('borrower') borrowerRef: string;
  @Words('lending bank', { max: 60 }) bank: string;
  @Words('product name in the contract', { max: 60 }) product: string;
  @Fen('principal') principalFen: number;
  @Integer('term in months', { min: 1, max: 600 }) termMonths: number;
  @Integer('yearly rate in basis points') rateBasisPoints: number;
  @Choice('declared mode', LOAN_MODES) mode: (typeof LOAN_MODES)[number];
  @Uscc('co-operative or partner named by the mode', { optional: true }) partnerUscc?: string;
  @YesNo('borrower is a member of it, on record', { optional: true }) memberOnRecord?: boolean;
  @YesNo('borrower takes part in the work, on record', { optional: true }) participationOnRecord?: boolean;
  @YesNo("borrower's written consent on record", { optional: true }) consentOnRecord?: boolean;
  @Choice('use in the contract', ['production', 'house', 'consumption', 'medical', 'education', 'old-loan', 'finance', 'other']) use: string;
  @YesNo('collateral or guarantor asked for') collateral: boolean;
  @BusinessDate('day of the contract') occurredOn: string;
}
export class LoanPaidOut {
  @Fen('amount paid out') amountFen: number;
  @AccountRef('account it went to') accountRef: string;
  @BusinessDate('day of the pay-out') occurredOn: string;
}
/** Money of the loan moves on. Hop 1 leaves the borrower's account; hop 2 leaves whoever got it. */
export class LoanProceedsMoved {
  @Integer('hop from the borrower, 1 = first', { min: 1, max: 10 }) hop: number;
  @Fen('amount') amountFen: number;
  @Choice('kind of receiver', ['organisation', 'person']) counterpartyKind: 'organisation' | 'person';
  @Uscc('organisation that received it', { optional: true }) counterpartyUscc?: string;
  @Words('name of the organisation', { optional: true, max: 100 }) counterpartyName?: string;
  @PersonRef('person who received it', { optional: true }) counterpartyRef?: string;
  @Code('invoice number of a purchase', /^[A-Za-z0-9-]{1,40}$/, { optional: true }) invoiceNumber?: string;
  @Code('delivery note number of a purchase', /^[A-Za-z0-9-]{1,40}$/, { optional: true }) deliveryNumber?: string;
  @BusinessDate('day it moved') occurredOn: string;
}
class PaidByWhom {
  @Choice('who paid', ['borrower', 'household-member', 'organisation', 'agent', 'subsidy']) payer: string;
  @Uscc('organisation that paid', { optional: true }) payerUscc?: string;
  @BusinessDate('day of payment') occurredOn: string;
}
export class LoanRepaid extends PaidByWhom {
  @Fen('principal repaid', { min: 0 }) principalFen: number;
  @Fen('interest paid', { min: 0 }) interestFen: number;
}
/** What the borrower's household got out of the loan money: a fixed "dividend" from an enterprise is the mark of 户贷企用. */
export class LoanDividendPaid extends PaidByWhom {
  @Fen('amount') amountFen: number;
  @YesNo('fixed in advance, whatever the harvest') fixed: boolean;
}
