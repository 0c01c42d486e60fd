/** What becomes of a loan besides its money: extensions, subsidy of its interest, insurance, legal steps, compensation of the bank, what was found wrong and put right. */
import { malformed, mustBeCountable, mustBeInOrder } from './checks';
import type { CommandOf, CommandRule, Message, MessageOf, Role } from './decider';
import { BusinessDate, Choice, Code, Fen, Id, Integer, Sha256, Words } from './field';
import { Refused } from './refused';

/** The five prohibitions 五个不能: 户贷企用、非生产经营、变相提高利率、变相要求抵押担保、改变产品名称. */
export const LOAN_PROHIBITIONS = ['enterprise-use', 'non-production', 'raised-rate', 'collateral', 'renamed-product'] as const;
export type LoanProhibition = (typeof LOAN_PROHIBITIONS)[number];

/** 展期, or 无还本续贷: neither counts amount or term anew. */
export class LoanExtended {
  @Choice('extension 展期 moves the due day, renewal 无还本续贷 makes a new contract for the same money', ['extension', 'renewal']) kind: 'extension' | 'renewal';
  @BusinessDate('day it is due now') untilOn: string;
  @Code('number of the new contract', /^[A-Za-z0-9-]{1,40}$/, { optional: true }) newContractNumber?: string;
  @Words('why', { max: 200 }) reason: string;
  @BusinessDate('day it was agreed') occurredOn: string;
}
/** 财政贴息. */
export class InterestSubsidyPaid {
  @Fen('principal the interest was paid for') subsidisedPrincipalFen: number;
  @BusinessDate('first day of interest') from: string;
  @BusinessDate('last day of interest') until: string;
  @Fen('subsidy paid') amountFen: number;
  @Id('allocation the money comes from', { optional: true }) allocationId?: string;
  @BusinessDate('day it was paid') occurredOn: string;
}
/** 扶贫保: who insures borrower or harvest, at which premium, with how much subsidy. */
export class LoanInsured {
  @Words('insurer', { max: 100 }) insurer: string;
  @Words('product', { max: 100 }) product: string;
  @Fen('premium') premiumFen: number;
  @Fen('subsidy paid towards it', { min: 0 }) subsidyFen: number;
  @BusinessDate('first day insured') from: string;
  @BusinessDate('last day insured') until: string;
  @Id('allocation the subsidy comes from', { optional: true }) allocationId?: string;
  @BusinessDate('day the premium was paid') occurredOn: string;
}
/** 风险补偿金 paid to the bank; the borrower goes on owing. */
export class RiskCompensationPaid {
  @Fen('compensation paid to the bank') amountFen: number;
  @Fen('principal it was paid for') principalFen: number;
  @BusinessDate('day the bank says it took legal steps', { optional: true }) legalStepOn?: string;
  @BusinessDate('day it was paid') occurredOn: string;
}
export class LoanLegalStepTaken {
  @Choice('what the bank did', ['demand-letter', 'mediation', 'payment-order', 'lawsuit', 'enforcement']) step: string;
  @Code('number of the case or letter', /^.{1,60}$/u, { optional: true }) documentNumber?: string;
  @BusinessDate('day it was done') occurredOn: string;
}
export class LoanIrregularityReported {
  @Choice('which of the five prohibitions', LOAN_PROHIBITIONS) aspect: LoanProhibition;
  @Choice('who found it', ['bank', 'office', 'audit', 'inspection', 'borrower', 'other']) foundBy: string;
  @Fen('money it concerns', { optional: true }) amountFen?: number;
  @Words('what was found, nothing personal', { max: 300 }) note: string;
  @BusinessDate('day it was found') occurredOn: string;
}
export class LoanIrregularityRectified {
  @Integer('revision of the LoanIrregularityReported in this stream') reportRevision: number;
  @Choice('what was done', ['loan-recalled', 'money-returned', 'use-corrected', 'rate-corrected', 'security-released', 'product-corrected', 'other']) measure: string;
  @Fen('money brought back', { optional: true }) amountFen?: number;
  @Words('how, nothing personal', { max: 300 }) note: string;
  @Sha256('hash of the paper that shows it', { optional: true }) evidenceHash?: string;
  @BusinessDate('day it was put right') occurredOn: string;
}

export const COURSE_EVENTS = { LoanExtended, InterestSubsidyPaid, LoanInsured, RiskCompensationPaid, LoanLegalStepTaken, LoanIrregularityReported, LoanIrregularityRectified };
const bank: readonly Role[] = ['bank'];
const payers: readonly Role[] = ['bank', 'clerk', 'office'];
const finders: readonly Role[] = ['bank', 'office'];
export const COURSE_COMMANDS = {
  ExtendLoan: { data: LoanExtended, kind: 'wish', by: bank },
  PayInterestSubsidy: { data: InterestSubsidyPaid, kind: 'report', by: payers },
  InsureLoan: { data: LoanInsured, kind: 'report', by: payers },
  PayRiskCompensation: { data: RiskCompensationPaid, kind: 'report', by: payers },
  ReportLegalStep: { data: LoanLegalStepTaken, kind: 'report', by: bank },
  ReportLoanIrregularity: { data: LoanIrregularityReported, kind: 'report', by: finders },
  /** Collateral or a guarantor found later, by the name the bank's staff know it. */
  ReportGuarantee: { data: LoanIrregularityReported, kind: 'report', by: finders },
  ReportLoanRectification: { data: LoanIrregularityRectified, kind: 'report', by: finders },
} satisfies Record<string, CommandRule>;
export type CourseEvent = MessageOf<typeof COURSE_EVENTS>;
export type CourseCommand = CommandOf<typeof COURSE_COMMANDS>;

export interface LoanCourse {
  /** Day the principal is due, after the last extension; empty before the grant. */
  readonly dueOn: string;
  readonly extensions: number;
  readonly subsidyFen: number;
  readonly compensationFen: number;
  readonly legalStepOn?: string;
  /** Revisions of what was found, and whether each was put right. */
  readonly irregularities: ReadonlyMap<number, boolean>;
}

export const NO_COURSE: LoanCourse = { dueOn: '', extensions: 0, subsidyFen: 0, compensationFen: 0, irregularities: new Map() };

export const isCourseCommand = (command: Message): command is CourseCommand => Object.hasOwn(COURSE_COMMANDS, command.type);
const isCourseEvent = (event: Message): event is CourseEvent => Object.hasOwn(COURSE_EVENTS, event.type);

/** `owedFen`: principal paid out and not repaid; undefined while nothing was paid out. */
export function decideCourse(command: CourseCommand, course: LoanCourse, owedFen: number | undefined): readonly CourseEvent[] {
  switch (command.type) {
    case 'ExtendLoan':
      return extend(command.data, course, owedFen);
    case 'PayInterestSubsidy':
      mustBeInOrder(command.data.from, command.data.until, '/until');
      mustBeCountable(course.subsidyFen + command.data.amountFen, '/amountFen');
      return [{ type: 'InterestSubsidyPaid', data: command.data }];
    case 'InsureLoan':
      mustBeInOrder(command.data.from, command.data.until, '/until');
      return [{ type: 'LoanInsured', data: command.data }];
    case 'PayRiskCompensation':
      mustBeCountable(course.compensationFen + command.data.amountFen, '/amountFen');
      return [{ type: 'RiskCompensationPaid', data: command.data }];
    case 'ReportLegalStep':
      return [{ type: 'LoanLegalStepTaken', data: command.data }];
    case 'ReportLoanIrregularity':
      return [{ type: 'LoanIrregularityReported', data: command.data }];
    case 'ReportGuarantee':
      if (command.data.aspect !== 'collateral') throw malformed('not-a-guarantee', '/aspect', '此项只登记变相抵押担保(collateral)', 'this reports collateral or a guarantor only (collateral)');
      return [{ type: 'LoanIrregularityReported', data: command.data }];
    case 'ReportLoanRectification':
      return rectify(command.data, course);
  }
}

/** A loan repaid cannot be extended; one extended moves its due day forward. */
function extend(data: LoanExtended, { dueOn }: LoanCourse, owedFen: number | undefined): readonly CourseEvent[] {
  if (owedFen === 0) throw new Refused('loan-repaid', { zh: '该贷款本金已还清,无可展期', en: 'the principal of this loan is repaid; there is nothing to extend' });
  if (data.untilOn <= dueOn) throw malformed('extension-not-later', '/untilOn', `展期后的到期日应晚于现到期日 ${dueOn}`, `an extension must end after ${dueOn}, the day the loan is due now`);
  return [{ type: 'LoanExtended', data }];
}

function rectify(data: LoanIrregularityRectified, { irregularities }: LoanCourse): readonly CourseEvent[] {
  const rectified = irregularities.get(data.reportRevision);
  if (rectified === undefined) throw new Refused('no-such-irregularity', { zh: '没有这项违规登记', en: 'there is no such irregularity on record' }, 'unknown');
  if (rectified) throw new Refused('irregularity-already-rectified', { zh: '该项违规已登记整改', en: 'this irregularity was put right already' });
  return [{ type: 'LoanIrregularityRectified', data }];
}

/** `revision`: of the event in its stream. */
export function evolveCourse(course: LoanCourse, event: Message, revision: number): LoanCourse {
  if (!isCourseEvent(event)) return course;
  switch (event.type) {
    case 'LoanExtended':
      return { ...course, dueOn: event.data.untilOn, extensions: course.extensions + 1 };
    case 'InterestSubsidyPaid':
      return { ...course, subsidyFen: course.subsidyFen + event.data.amountFen };
    case 'RiskCompensationPaid':
      return { ...course, compensationFen: course.compensationFen + event.data.amountFen };
    case 'LoanLegalStepTaken':
      return { ...course, legalStepOn: course.legalStepOn ?? event.data.occurredOn };
    case 'LoanIrregularityReported':
      return { ...course, irregularities: new Map(course.irregularities).set(revision, false) };
    case 'LoanIrregularityRectified':
      return { ...course, irregularities: new Map(course.irregularities).set(event.data.reportRevision, true) };
    case 'LoanInsured':
      return course;
  }
}
