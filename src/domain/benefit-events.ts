/** What a person or household is granted, held and got outside the one-card batches: allowances, posts, premiums, bills, schooling, training, and proof of taking part. */
import { CAMPAIGN } from './household-status';
import { BusinessDate, Choice, Choices, Code, Fen, Id, Integer, Month, PersonRef, Region, Uscc, Words, YesNo } from './field';
import { TOP_UP_CLASSES } from './programme';

export const SCHOOL_STAGES = ['preschool', 'primary', 'junior', 'senior', 'vocational', 'college', 'university', 'postgraduate'] as const;

/** Whose it is: a person, a household, or a person of a household. */
export class BenefitOf {
  @Region('village or township of the beneficiary') region: string;
  @PersonRef('person it is for', { optional: true }) personRef?: string;
  @Id('household it is for, or the person belongs to', { optional: true }) householdId?: string;
  @Id('programme') programmeId: string;
  @Code('campaign that brought it over from another system', CAMPAIGN, { optional: true }) campaign?: string;
}
/** 低保, 特困, 残疾人两项补贴, 护理与托养: so much a month, from a month on. */
export class AllowanceGranted extends BenefitOf {
  @Month('first month') from: string;
  @Month('last month; absent while open', { optional: true }) until?: string;
  @Fen('amount per month, the top-up included') amountPerMonthFen: number;
  @Fen('top-up within it', { min: 0, optional: true }) topUpFen?: number;
  @Integer('persons it is for', { min: 1, max: 30, optional: true }) persons?: number;
  @Choices('classes of the persons whose amount is topped up', TOP_UP_CLASSES, { optional: true }) topUpClasses?: string[];
  @Code('grade or class it was granted by: A, grade-1…', /^[A-Za-z0-9-]{1,40}$/, { optional: true }) grade?: string;
  @Code('number of the decision', /^.{1,40}$/u, { optional: true }) documentNumber?: string;
  @BusinessDate('day of the decision') occurredOn: string;
}
export class AllowanceEnded {
  @Id('programme') programmeId: string;
  @Month('last month') until: string;
  @Words('why, nothing personal', { max: 200 }) reason: string;
  @BusinessDate('day of the decision') occurredOn: string;
}
/** 四位一体: basic insurance, serious-illness insurance, medical assistance, guarantee. With the own part they are the bill. */
export class MedicalBillSettled extends BenefitOf {
  @Id('bill') billId: string;
  @Choice('kind', ['inpatient', 'chronic-outpatient']) kind: 'inpatient' | 'chronic-outpatient';
  @Fen('bill') billFen: number;
  @Fen('basic medical insurance', { min: 0 }) basicFen: number;
  @Fen('serious-illness insurance', { min: 0 }) seriousFen: number;
  @Fen('medical assistance of civil affairs', { min: 0 }) assistanceFen: number;
  @Fen('guarantee (兜底)', { min: 0 }) guaranteeFen: number;
  @Fen('borne by the patient', { min: 0 }) ownFen: number;
  @YesNo('treated before anything was paid (先诊疗后付费)', { optional: true }) treatedFirst?: boolean;
  @YesNo('all legs settled at one window, on one receipt (一站式、一票制)', { optional: true }) oneStop?: boolean;
  @Uscc('hospital', { optional: true }) hospitalUscc?: string;
  @BusinessDate('day of the settlement') occurredOn: string;
}
/** The own part of a person's bills of a year passed what the programme lets them bear: the rest is due (兜底). Said by the service beside the bill. */
export class GuaranteeFellDue {
  @Id('programme whose terms set the cap') programmeId: string;
  @Integer('year of the bills', { min: 1990, max: 2199 }) year: number;
  @Fen('own part of all bills of the year so far') ownBurdenFen: number;
  @Fen('most they are to bear', { min: 0 }) capFen: number;
  @Fen('newly due by this bill') dueFen: number;
  @BusinessDate('day of the bill') occurredOn: string;
}
export class MedicalGuaranteePaid {
  @Id('programme') programmeId: string;
  @Integer('year of the bills', { min: 1990, max: 2199 }) year: number;
  @Fen('paid to the patient') paidFen: number;
  @BusinessDate('day of the payment') occurredOn: string;
}
/** Paid to the insurance, never through the hands of the insured. */
export class PremiumPaidOnBehalf extends BenefitOf {
  @Choice('insurance', ['pension', 'medical']) insurance: 'pension' | 'medical';
  @Integer('year insured', { min: 1990, max: 2199 }) year: number;
  @Fen('lowest tier of that year') tierFen: number;
  @Fen('paid') paidFen: number;
  @YesNo('paid straight to the insurance', { optional: true }) paidToInsurer?: boolean;
  @BusinessDate('day of the payment') occurredOn: string;
}
class PaidPost extends BenefitOf {
  @BusinessDate('first day') from: string;
  @BusinessDate('last day; absent while open', { optional: true }) until?: string;
  @Code('number of the contract', /^.{1,40}$/u, { optional: true }) contractNumber?: string;
  @BusinessDate('day of the contract') occurredOn: string;
}
export class RangerEngaged extends PaidPost {
  @Fen('pay per year') yearlyFen: number;
  @Integer('forest to be looked after, in thousandths of a mu', { optional: true }) areaMilliMu?: number;
}
/** Any other paid public post (公益岗位, 扶贫车间, 以工代赈). */
export class PostEngaged extends PaidPost {
  @Choice('kind', ['public-welfare', 'workshop', 'work-relief', 'enterprise', 'other']) kind: string;
  @Words('what the post is', { max: 60 }) post: string;
  @Fen('pay per month') monthlyFen: number;
  @Uscc('employer', { optional: true }) employerUscc?: string;
}
export class AttendanceReported {
  @Id('programme of the post') programmeId: string;
  @Month('month') month: string;
  @Integer('days that were to be worked', { max: 31 }) daysDue: number;
  @Integer('days worked', { max: 31 }) daysPresent: number;
  @BusinessDate('day of the report') occurredOn: string;
}
export class StudentAided extends BenefitOf {
  @Code('school, by its code', /^[A-Za-z0-9-]{1,40}$/) schoolId: string;
  @Region('county of the school', { digits: [6], optional: true }) schoolRegion?: string;
  @Code('term: 2018-spring or 2018-autumn', /^\d{4}-(spring|autumn)$/) term: string;
  @Choice('stage', SCHOOL_STAGES) tier: string;
  @Fen('amount of the term') amountFen: number;
  @YesNo('found in the register of students when it was granted') registeredMatch: boolean;
  @BusinessDate('day it was granted') occurredOn: string;
}
export class TrainingAttended extends BenefitOf {
  @Id('course') courseId: string;
  @Words('what was taught', { max: 100 }) course: string;
  @Integer('hours attended', { max: 2_000 }) hours: number;
  @Uscc('provider', { optional: true }) providerUscc?: string;
  @Words('provider', { max: 100 }) provider: string;
  @Fen('subsidy claimed for it', { min: 0, optional: true }) subsidyFen?: number;
  @YesNo('certificate obtained', { optional: true }) certificate?: boolean;
  @BusinessDate('last day attended') occurredOn: string;
}
/** Cash of a programme that asks for work is held against this. */
export class ParticipationConfirmed extends BenefitOf {
  @Choice('how', ['labour', 'production', 'shares', 'training', 'membership', 'post']) form: string;
  @Id('project', { optional: true }) projectId?: string;
  @BusinessDate('first day it covers') from: string;
  @BusinessDate('last day it covers', { optional: true }) until?: string;
  @Words('who confirms', { max: 100 }) confirmedBy: string;
  @BusinessDate('day of the confirmation') occurredOn: string;
}
