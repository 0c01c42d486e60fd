/** A household loan (扶贫小额信贷): granted, paid out, its proceeds followed hop by hop, repaid and by whom; its course stands beside. */
import { groupedYuanOf } from '../identifiers/money';
import { dateAfterMonths } from '../identifiers/period';
import { malformed, mustBeInOrder, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Role } from './decider';
import { DISCLOSURE_EVENTS, decideDisclosure, disclosureRules, evolveDisclosure, isDisclosureCommand, NOTHING_POSTED, type DisclosureCommand, type Posted } from './disclosure';
import { EVIDENCE_EVENTS, NOTHING_ATTACHED, decideEvidence, evidenceRules, evolveEvidence, isEvidenceCommand, type Attached, type EvidenceCommand } from './evidence';
import { AccountRef, BusinessDate, Choice, Code, Fen, Id, Integer, PersonRef, Region, Uscc, Words, YesNo } from './field';
import { COURSE_COMMANDS, COURSE_EVENTS, NO_COURSE, decideCourse, evolveCourse, isCourseCommand, type CourseCommand, type LoanCourse } from './loan-course';
import { Refused } from './refused';

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
  @Integer('age of the borrower at the contract, in years', { optional: true, max: 150 }) borrowerAge?: number;
  @BusinessDate('day it is due; the contract day plus the term where absent', { optional: true }) dueOn?: string;
  @YesNo('written agreement with the partner or co-operative on record', { optional: true }) agreementOnRecord?: boolean;
  @Code('number of the re-lending loan 扶贫再贷款 it is funded from', /^[A-Za-z0-9-]{1,40}$/, { optional: true }) relendingNumber?: string;
  @Code('campaign that brought it over from another system: history, not late', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) campaign?: string;
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

export interface LoanState {
  /** Empty before the grant. */
  readonly region: string;
  readonly terms?: LoanGranted;
  readonly principalFen: number;
  readonly paidOutFen: number;
  readonly repaidFen: number;
  readonly course: LoanCourse;
  readonly posted: Posted;
  readonly attached: Attached;
}

const events = { LoanGranted, LoanPaidOut, LoanProceedsMoved, LoanRepaid, LoanDividendPaid, ...COURSE_EVENTS, ...DISCLOSURE_EVENTS, ...EVIDENCE_EVENTS };
const by: readonly Role[] = ['bank'];
const own = {
  GrantLoan: { data: LoanGranted, kind: 'wish', by, opens: true },
  PayOutLoan: { data: LoanPaidOut, kind: 'wish', by },
  ReportLoanProceeds: { data: LoanProceedsMoved, kind: 'report', by },
  ReportLoanRepayment: { data: LoanRepaid, kind: 'report', by },
  /** The same by the imperative of its event, as a sender may expect it. */
  RepayLoan: { data: LoanRepaid, kind: 'report', by },
  ReportLoanDividend: { data: LoanDividendPaid, kind: 'report', by },
} satisfies Record<string, CommandRule<LoanState>>;
/** The bank lends, the county posts who borrowed: both own the notice and the papers. */
const both: readonly Role[] = ['bank', 'office'];
const commands = { ...own, ...COURSE_COMMANDS, ...disclosureRules(both), ...evidenceRules(both) };

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof own> | CourseCommand | DisclosureCommand | EvidenceCommand;

const WHAT = { zh: '贷款', en: 'loan' };

/** What the borrower still owes; never below zero. */
export const outstandingFen = (state: LoanState): number => state.paidOutFen - state.repaidFen;

/** The day the principal is due by the contract. */
export const dueOnOf = ({ occurredOn, termMonths, dueOn }: LoanGranted): string => dueOn ?? dateAfterMonths(occurredOn, termMonths);

/** Terms beyond the rules (amount, term, rate, collateral, use) are facts for the rules to flag, not reasons to refuse. */
function grant(data: LoanGranted, state: LoanState): Event[] {
  mustBeNew(state.region !== '', WHAT);
  mustBeInOrder(data.occurredOn, data.dueOn, '/dueOn');
  return [{ type: 'LoanGranted', data }];
}

function payOut(data: LoanPaidOut, state: LoanState): Event[] {
  const leftFen = state.principalFen - state.paidOutFen;
  if (data.amountFen > leftFen) {
    throw new Refused('more-than-granted', {
      zh: `放款超出合同本金:尚可放 ${groupedYuanOf(leftFen)} 元`, en: `this would pay out more than was granted; ${groupedYuanOf(leftFen)} yuan are left`,
    });
  }
  return [{ type: 'LoanPaidOut', data }];
}

/** Where the money went is recorded whatever it looks like; it must only say who received it, in the way of that kind. */
function reportProceeds(data: LoanProceedsMoved): Event[] {
  const organisation = data.counterpartyUscc !== undefined || data.counterpartyName !== undefined;
  const person = data.counterpartyRef !== undefined;
  if (data.counterpartyKind === 'organisation' && (!organisation || person)) {
    throw malformed('counterparty-unclear', '/counterpartyUscc', '收款方为单位时,应给出统一社会信用代码或名称,且不给个人', 'an organisation is named by its credit code or name, not as a person');
  }
  if (data.counterpartyKind === 'person' && (!person || organisation)) {
    throw malformed('counterparty-unclear', '/counterpartyRef', '收款方为个人时,应给出个人,且不给单位', 'a person is named as a person, not as an organisation');
  }
  return [{ type: 'LoanProceedsMoved', data }];
}

/** Repaying more than is owed is impossible in recorded order: the pay-out must be recorded first. */
function reportRepayment(data: LoanRepaid, state: LoanState): Event[] {
  if (data.principalFen === 0 && data.interestFen === 0) throw malformed('nothing-repaid', '/principalFen', '本金与利息均为零', 'neither principal nor interest was paid');
  if (data.principalFen > outstandingFen(state)) {
    throw new Refused('more-than-outstanding', {
      zh: `还本超出贷款余额 ${groupedYuanOf(outstandingFen(state))} 元`, en: `more principal than the ${groupedYuanOf(outstandingFen(state))} yuan outstanding`,
    });
  }
  return [{ type: 'LoanRepaid', data }];
}

function decide(command: Command, state: LoanState): readonly Event[] {
  if (command.type === 'GrantLoan') return grant(command.data, state);
  mustExist(state.region !== '', WHAT);
  if (isCourseCommand(command)) return decideCourse(command, state.course, state.paidOutFen === 0 ? undefined : outstandingFen(state));
  if (isDisclosureCommand(command)) return decideDisclosure(command, state.posted);
  if (isEvidenceCommand(command)) return decideEvidence(command, state.attached);
  switch (command.type) {
    case 'PayOutLoan':
      return payOut(command.data, state);
    case 'ReportLoanProceeds':
      return reportProceeds(command.data);
    case 'ReportLoanRepayment':
    case 'RepayLoan':
      return reportRepayment(command.data, state);
    case 'ReportLoanDividend':
      return [{ type: 'LoanDividendPaid', data: command.data }];
  }
}

function evolve(before: LoanState, event: Event): LoanState {
  const state: LoanState = { ...before, course: evolveCourse(before.course, event, before.posted.revisions), posted: evolveDisclosure(before.posted, event), attached: evolveEvidence(before.attached, event) };
  switch (event.type) {
    case 'LoanGranted':
      return { ...state, region: event.data.region, terms: event.data, principalFen: event.data.principalFen, course: { ...state.course, dueOn: dueOnOf(event.data) } };
    case 'LoanPaidOut':
      return { ...state, paidOutFen: state.paidOutFen + event.data.amountFen };
    case 'LoanRepaid':
      return { ...state, repaidFen: state.repaidFen + event.data.principalFen };
    default:
      return state;
  }
}

const loan: Decider<LoanState, Command, Event> = {
  noun: 'loan',
  events,
  commands,
  initial: { region: '', principalFen: 0, paidOutFen: 0, repaidFen: 0, course: NO_COURSE, posted: NOTHING_POSTED, attached: NOTHING_ATTACHED },
  region: (state, data) => (state.region === '' ? ((data as Partial<LoanGranted>).region ?? '') : state.region),
  decide,
  evolve,
};
export default loan;
