/** A programme (补贴项目): what money of one kind may be used for, for whom, at which standard; effective-dated, per region. */
import type { Context, Decider, MessageOf, Role } from './decider';
import { DISCLOSURE_COMMANDS, DISCLOSURE_EVENTS, NOTHING_POSTED, type Posted, decideDisclosure, disclosureRules, evolveDisclosure } from './disclosure';
import { BusinessDate, Choice, Choices, Codes, Fen, Integer, Region, Words, YesNo } from './field';
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
