/** A programme (补贴项目): what money of one kind may be used for, for whom, at which standard; effective-dated, per region. */
import type { Context, Decider, MessageOf, Role } from './decider';
import { DISCLOSURE_COMMANDS, DISCLOSURE_EVENTS, NOTHING_POSTED, type Posted, decideDisclosure, disclosureRules, evolveDisclosure } from './disclosure';
import { BusinessDate, Choice, Choices, Code, Codes, Fen, Integer, Parts, Region, Words, YesNo } from './field';
import { Refused } from './refused';

/** What a payment is for; the negative list and the allowed uses speak in these words (财农〔2017〕8号 for the forbidden ones). */
export const PURPOSES = [
  'production', 'rural-infrastructure', 'household-subsidy', 'wage-of-post', 'training', 'interest-subsidy', 'insurance-premium', 'house-rebuilding',
  'relocation', 'management-fee', 'unit-basic-expenditure', 'vehicles-and-equipment', 'bonus-and-welfare', 'enterprise-loss', 'office-building',
  'gap-and-debt', 'large-construction', 'urban-infrastructure', 'publicity', 'other',
] as const;

/** The same words for people. Vehicles, office buildings and debts stand as in the negative list of 财农〔2017〕8号. */
export const PURPOSE_ZH: Readonly<Record<(typeof PURPOSES)[number], string>> = {
  production: '产业发展', 'rural-infrastructure': '农村基础设施', 'household-subsidy': '到户补助', 'wage-of-post': '岗位补助', training: '培训', 'interest-subsidy': '贷款贴息',
  'insurance-premium': '保费补贴', 'house-rebuilding': '危房改造', relocation: '易地搬迁', 'management-fee': '项目管理费', 'unit-basic-expenditure': '行政事业单位基本支出',
  'vehicles-and-equipment': '交通工具及通讯设备', 'bonus-and-welfare': '奖金津贴福利', 'enterprise-loss': '弥补企业亏损', 'office-building': '修建楼堂馆所', 'gap-and-debt': '弥补缺口和偿还债务',
  'large-construction': '大中型基本建设', 'urban-infrastructure': '城市基础设施', publicity: '宣传标牌', other: '其他',
};

/** Whose task it is: the lists of departments that stand after every task of the plan. */
export const DEPARTMENTS = [
  'civil-affairs', 'housing', 'forestry', 'education', 'health-insurance', 'health', 'human-resources', 'disabled-federation', 'development-reform', 'poverty-relief', 'agriculture', 'finance', 'banking',
] as const;
/** Members whose allowance is topped up (老年人、未成年人、重度残疾人、重病患者). */
export const TOP_UP_CLASSES = ['elderly', 'minor', 'severely-disabled', 'seriously-ill'] as const;

/** One amount of a standard that is set by grade and class (分类分级补助标准). */
export class GradedStandard {
  @Code('grade, tier or mode: C, D, grade-1, senior, swap…', /^[A-Za-z0-9-]{1,40}$/) grade: string;
  @Code('class of those it is for; absent: all', /^[a-z0-9-]{1,40}$/, { optional: true }) class?: string;
  @Fen('amount per unit and period') amountFen: number;
}

/** One version of a programme: what holds from `effectiveFrom` until the next version begins. */
class ProgrammeTerms {
  @BusinessDate('day the event happened by the business calendar') occurredOn: string;
  @Words('name as published') name: string;
  @Words('legal or policy basis, as a document number or article') basis: string;
  @BusinessDate('first day this version holds') effectiveFrom: string;
  @Choice('who is paid', ['person', 'household', 'organisation']) payee: 'person' | 'household' | 'organisation';
  @Choice('how often the same payee is due', ['monthly', 'quarterly', 'yearly', 'once', 'by-progress']) cadence: 'monthly' | 'quarterly' | 'yearly' | 'once' | 'by-progress';
  @Fen('standard per unit and period', { optional: true }) standardFen?: number;
  @Choice('what the standard is per', ['person', 'household', 'mu', 'square-metre', 'item'], { optional: true }) standardPer?: string;
  @Fen('most a payee may get in a policy year', { optional: true }) capFen?: number;
  @Choices('purposes the money may be spent on', PURPOSES) allowedPurposes: string[];
  @Choices('purposes the money must never be spent on', PURPOSES) negativeList: string[];
  @Codes('economic classes allowed, as prefixes (303, 310…); empty = any', /^\d{3,5}$/) economicClasses: string[];
  @Codes('programme ids that exclude this one for the same payee and period', /^[A-Za-z0-9-]{1,64}$/) exclusiveWith: string[];
  @YesNo('benefit ends with the death of the payee (A02)') endsWithDeath: boolean;
  @Integer('calendar days a roster stays posted before payment', { max: 365 }) rosterPostingDays: number;
  @Integer('most a payee may get in a policy year where the standard is no money, in thousandths of its unit (25 square metres = 25000)', { min: 1, optional: true }) quantityCapMilli?: number;
  @Choice('whom that quantity is for: each member of the household, or the payee as one', ['member', 'payee'], { optional: true }) quantityCapPer?: 'member' | 'payee';
  @YesNo('relief in a disaster, paid at once by law: posting and approval may follow', { optional: true }) urgentRelief?: boolean;
  @Integer('working days from receipt to payment; absent for monthly items and works paid by progress', { min: 1, max: 365, optional: true }) payWithinWorkdays?: number;
  @Choice('department whose task it is', DEPARTMENTS, { optional: true }) ownerDepartment?: (typeof DEPARTMENTS)[number];
  @Codes('who is eligible: `household:<status>`, or a kind of register, or `<kind>:<role>` of one; any one suffices', /^[a-z0-9-]{1,40}(:[a-z0-9-]{1,40})?$/, { optional: true }) eligibleClasses?: string[];
  @Integer('top-up in basis points of the standard', { min: 1, max: 10_000, optional: true }) topUpBasisPoints?: number;
  @Choices('members whose amount is topped up', TOP_UP_CLASSES, { optional: true }) topUpClasses?: string[];
  @Integer('share of a bill that is to be borne for the payee, in basis points', { min: 1, max: 10_000, optional: true }) ratioBasisPoints?: number;
  @Fen('own burden of a person and year above which the rest is borne (兜底)', { min: 0, optional: true }) ownBurdenCapFen?: number;
  @Fen('most a household may be asked to raise itself', { min: 0, optional: true }) selfRaisedCapFen?: number;
  @Fen('most it may be asked to raise per person', { min: 0, optional: true }) selfRaisedCapPerPersonFen?: number;
  @Integer('most payees at once in the region that defined it', { min: 1, optional: true }) headsCap?: number;
  @Parts('standards by grade and class', () => GradedStandard, { max: 100, optional: true }) standardsByGrade?: GradedStandard[];
  @Codes('programme ids that may lawfully be paid beside this one (政策叠加)', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) stackableWith?: string[];
  @YesNo('meant for households by their need, not for everybody alike', { optional: true }) targeted?: boolean;
  @YesNo('paid in cash only to who took part: work, training, production', { optional: true }) participationRequired?: boolean;
  @YesNo("paid to the payee's one card and no other account", { optional: true }) oneCard?: boolean;
}

export class ProgrammeDefined extends ProgrammeTerms {
  @Region('region whose programme it is') region: string;
}

export class ProgrammeRevised extends ProgrammeTerms {
  @Words('why it was revised') reason: string;
}

export class ProgrammeEnded {
  @BusinessDate('last day the programme holds') occurredOn: string;
  @Words('why it ended') reason: string;
}

const EVENTS = { ProgrammeDefined, ProgrammeRevised, ProgrammeEnded, ...DISCLOSURE_EVENTS };
const COMMANDS = { DefineProgramme: ProgrammeDefined, ReviseProgramme: ProgrammeRevised, EndProgramme: ProgrammeEnded, ...DISCLOSURE_COMMANDS };
export type ProgrammeEvent = MessageOf<typeof EVENTS>;
export type ProgrammeCommand = MessageOf<typeof COMMANDS>;

export interface ProgrammeState {
  readonly region?: string;
  /** Versions in order; each holds until the day before the next begins. */
  readonly versions: readonly ProgrammeTerms[];
  /** Last day it holds, once it was ended. */
  readonly lastDay?: string;
  readonly posted: Posted;
}

type Decided = readonly ProgrammeEvent[];

function decide(command: ProgrammeCommand, state: ProgrammeState, context: Context): Decided {
  switch (command.type) {
    case 'DefineProgramme':
      return define(command.data, state, context);
    case 'ReviseProgramme':
      return revise(command.data, inForce(state), context);
    case 'EndProgramme':
      return end(command.data, inForce(state));
    case 'PostDisclosure':
    case 'WithdrawDisclosure':
    case 'AttestStream':
      return decideDisclosure(command, defined(state).posted);
  }
}

function defined(state: ProgrammeState): ProgrammeState {
  if (state.region !== undefined) return state;
  throw new Refused('programme-unknown', { zh: '台账中没有此补贴项目', en: 'the ledger holds no such programme' }, 'unknown');
}

function inForce(state: ProgrammeState): ProgrammeState {
  if (defined(state).lastDay === undefined) return state;
  throw new Refused('programme-ended', { zh: `该项目已于 ${String(state.lastDay)} 终止`, en: `the programme ended on ${String(state.lastDay)}` });
}

/** Terms that contradict themselves could be read either way by whoever is judged by them. */
function consistent(terms: ProgrammeTerms, { id }: Context): void {
  const both = terms.allowedPurposes.filter((purpose) => terms.negativeList.includes(purpose));
  if (both.length > 0) {
    throw new Refused(
      'programme-purpose-both-ways',
      { zh: `用途 ${both.join('、')} 同时列为允许和禁止`, en: `${both.join(', ')} is both allowed and on the negative list` },
      'malformed',
    );
  }
  const stacked = terms.exclusiveWith.filter((other) => terms.stackableWith?.includes(other));
  if (stacked.length > 0) {
    throw new Refused('programme-stacks-and-excludes', { zh: `${stacked.join('、')} 同时列为可叠加和互斥`, en: `${stacked.join(', ')} may both be paid beside this one and not` }, 'malformed');
  }
  const grades = (terms.standardsByGrade ?? []).map(({ grade, class: of }) => `${grade} ${of ?? ''}`);
  if (new Set(grades).size < grades.length) throw new Refused('programme-grade-twice', { zh: '同一等级、同一类别有两个标准', en: 'one grade and class has two standards' }, 'malformed');
  if (terms.exclusiveWith.includes(id)) throw new Refused('programme-excludes-itself', { zh: '项目不能与自身互斥', en: 'a programme cannot exclude itself' }, 'malformed');
}

function define(data: ProgrammeDefined, state: ProgrammeState, context: Context): Decided {
  if (state.region !== undefined) throw new Refused('programme-already-defined', { zh: '此编号的项目已经设立', en: 'a programme of this id was already defined' });
  consistent(data, context);
  return [{ type: 'ProgrammeDefined', data }];
}

function revise(data: ProgrammeRevised, state: ProgrammeState, context: Context): Decided {
  consistent(data, context);
  const latest = state.versions.at(-1)?.effectiveFrom ?? '';
  if (data.effectiveFrom <= latest) {
    throw new Refused('programme-versions-overlap', {
      zh: `现行版本自 ${latest} 起执行,修订版须晚于该日生效`,
      en: `the latest version holds from ${latest}; a revision must begin after that day`,
    });
  }
  return [{ type: 'ProgrammeRevised', data }];
}

function end(data: ProgrammeEnded, state: ProgrammeState): Decided {
  const latest = state.versions.at(-1)?.effectiveFrom ?? '';
  if (data.occurredOn < latest) {
    throw new Refused('programme-ends-before-its-version', {
      zh: `现行版本自 ${latest} 起执行,不能于 ${data.occurredOn} 终止`,
      en: `the latest version begins on ${latest}; the programme cannot end on ${data.occurredOn}`,
    });
  }
  return [{ type: 'ProgrammeEnded', data }];
}

function evolve(before: ProgrammeState, event: ProgrammeEvent): ProgrammeState {
  const state = { ...before, posted: evolveDisclosure(before.posted, event) };
  switch (event.type) {
    case 'ProgrammeDefined':
      return { ...state, region: event.data.region, versions: [event.data] };
    case 'ProgrammeRevised':
      return { ...state, versions: [...state.versions, event.data] };
    case 'ProgrammeEnded':
      return { ...state, lastDay: event.data.occurredOn };
    case 'DisclosurePosted':
    case 'DisclosureWithdrawn':
    case 'StreamAttested':
      return state;
  }
}

const owners: readonly Role[] = ['province', 'office'];
const programme: Decider<ProgrammeState, ProgrammeCommand, ProgrammeEvent> = {
  noun: 'programme',
  events: EVENTS,
  commands: {
    DefineProgramme: { data: COMMANDS.DefineProgramme, kind: 'wish', by: owners, opens: true },
    ReviseProgramme: { data: COMMANDS.ReviseProgramme, kind: 'wish', by: owners },
    EndProgramme: { data: COMMANDS.EndProgramme, kind: 'wish', by: owners },
    ...disclosureRules(owners),
  },
  initial: { versions: [], posted: NOTHING_POSTED },
  region: (state, data) => state.region ?? (data as ProgrammeDefined).region,
  decide,
  evolve,
};

export default programme;
