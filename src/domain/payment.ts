/** A payment order (支付令) to a contractor, co-operative, unit or person outside a batch: ordered, approved, executed, reversed. */
import { AccountRef, BusinessDate, Choice, Code, Fen, Id, PersonRef, Region, Uscc, Words } from './field';
import { PURPOSES } from './programme';

export class PaymentOrdered {
  @Region('region of the paying treasury') region: string;
  @Id('allocation the money comes from') allocationId: string;
  @Id('project it pays for', { optional: true }) projectId?: string;
  @Choice('kind of payee', ['organisation', 'person']) payeeKind: 'organisation' | 'person';
  @Uscc('organisation paid', { optional: true }) payeeUscc?: string;
  @Words('name of the organisation paid', { optional: true, max: 100 }) payeeName?: string;
  @PersonRef('person paid', { optional: true }) payeeRef?: string;
  @AccountRef('account it goes to') accountRef: string;
  @Fen('amount') amountFen: number;
  @Code('economic class, e.g. 31005', /^\d{3,5}$/) economicClass: string;
  @Code('function class on the order', /^\d{3,7}$/) functionCode: string;
  @Choice('what it is for', PURPOSES) purpose: (typeof PURPOSES)[number];
  @Words('summary on the order', { max: 200 }) summary: string;
  @BusinessDate('day of the order') occurredOn: string;
}
export class PaymentApproved {
  @BusinessDate('day of approval') occurredOn: string;
}
export class PaymentRejected {
  @Words('why') reason: string;
  @BusinessDate('day of rejection') occurredOn: string;
}
export class PaymentExecuted {
  @Code('voucher number of the treasury', /^[A-Za-z0-9-]{1,64}$/) voucherNumber: string;
  @BusinessDate('day the treasury paid') occurredOn: string;
}
export class PaymentReversed {
  @Words('why') reason: string;
  @BusinessDate('day the money came back') occurredOn: string;
}
