/** A benefit (到人到户待遇) of one person or household: granted, held, settled, each term by its own event; irregular ones are recorded and left to the rules. */
import {
  AllowanceEnded, AllowanceGranted, AttendanceReported, type BenefitOf, GuaranteeFellDue, MedicalBillSettled, MedicalGuaranteePaid, ParticipationConfirmed, PostEngaged, PremiumPaidOnBehalf, RangerEngaged,
  StudentAided, TrainingAttended,
} from './benefit-events';
import { malformed, mustBeInOrder, mustExist } from './checks';
import { streamId, type CommandOf, type CommandRule, type Context, type Decider, type MessageOf, type Role } from './decider';
import { type Attached, decideEvidence, EVIDENCE_EVENTS, evidenceRules, evolveEvidence, isEvidenceCommand, NOTHING_ATTACHED, type EvidenceCommand } from './evidence';
import programme, { type ProgrammeEvent } from './programme';
import { Refused } from './refused';

interface Allowance {
  readonly programmeId: string;
  readonly from: string;
  readonly until: string | undefined;
  readonly amountPerMonthFen: number;
}
interface Post {
  readonly programmeId: string;
  readonly from: string;
  readonly until: string | undefined;
}

interface Burden {
  /** Own part of all bills of the year. */
  readonly ownFen: number;
  /** Of it, what fell due to be borne for the patient. */
  readonly dueFen: number;
  readonly paidFen: number;
}

export interface BenefitState {
  /** Empty before the first event. */
  readonly region: string;
  readonly personRef: string | undefined;
  readonly householdId: string | undefined;
  readonly allowances: readonly Allowance[];
  readonly posts: readonly Post[];
  readonly bills: ReadonlySet<string>;
  /** By year. */
  readonly burden: ReadonlyMap<number, Burden>;
  readonly attached: Attached;
}

const events = {
  AllowanceGranted, AllowanceEnded, MedicalBillSettled, GuaranteeFellDue, MedicalGuaranteePaid, PremiumPaidOnBehalf, RangerEngaged, PostEngaged, AttendanceReported, StudentAided, TrainingAttended,
  ParticipationConfirmed, ...EVIDENCE_EVENTS,
};
const by: readonly Role[] = ['office'];
const opening = {
  GrantAllowance: { data: AllowanceGranted, kind: 'wish', by, opens: true },
  SettleMedicalBill: { data: MedicalBillSettled, kind: 'report', by, opens: true, cites: (_id, data) => [streamId('programme', (data as MedicalBillSettled).programmeId)] },
  PayPremiumOnBehalf: { data: PremiumPaidOnBehalf, kind: 'report', by, opens: true },
  EngageRanger: { data: RangerEngaged, kind: 'wish', by, opens: true },
  EngagePost: { data: PostEngaged, kind: 'wish', by, opens: true },
  AidStudent: { data: StudentAided, kind: 'report', by, opens: true },
  TrainPerson: { data: TrainingAttended, kind: 'report', by, opens: true },
  ConfirmParticipation: { data: ParticipationConfirmed, kind: 'report', by, opens: true },
} satisfies Record<string, CommandRule<BenefitState>>;
const following = {
  EndAllowance: { data: AllowanceEnded, kind: 'wish', by },
  PayMedicalGuarantee: { data: MedicalGuaranteePaid, kind: 'report', by },
  ReportAttendance: { data: AttendanceReported, kind: 'report', by },
} satisfies Record<string, CommandRule<BenefitState>>;
const commands = { ...opening, ...following, ...evidenceRules(by) };

type Event = MessageOf<typeof events>;
type Opening = CommandOf<typeof opening>;
type Command = Opening | CommandOf<typeof following> | EvidenceCommand;

const WHAT = { zh: '待遇', en: 'benefit' };
const NONE_YET: BenefitState = {
  region: '', personRef: undefined, householdId: undefined, allowances: [], posts: [], bills: new Set(), burden: new Map(), attached: NOTHING_ATTACHED,
};

/** One stream, one beneficiary: what two people got never adds up under one name. */
function mustBeTheirs(data: BenefitOf, state: BenefitState): void {
  if (data.personRef === undefined && data.householdId === undefined) throw malformed('nobody-benefits', '/personRef', '应写明受益人或受益户', 'the person or the household it is for must be named');
  if (state.region === '') return;
  if (data.personRef !== state.personRef || data.householdId !== state.householdId) {
    throw new Refused('other-beneficiary', { zh: '此编号已用于另一受益人', en: 'this id is of another beneficiary' });
  }
  if (data.region !== state.region) throw new Refused('other-region', { zh: `该受益人登记在 ${state.region}`, en: `this beneficiary is on record in ${state.region}` });
}

/** Both ends included; an open end lies after everything. */
const overlap = (one: { from: string; until?: string | undefined }, other: { from: string; until?: string | undefined }): boolean =>
  (one.until === undefined || one.until >= other.from) && (other.until === undefined || other.until >= one.from);

function grant(data: AllowanceGranted, state: BenefitState): Event[] {
  mustBeInOrder(data.from, data.until, '/until');
  if ((data.topUpFen ?? 0) > data.amountPerMonthFen) throw malformed('top-up-beyond-amount', '/topUpFen', '增发额大于月补助额', 'the top-up is more than the amount it is part of');
  const held = state.allowances.find((allowance) => allowance.programmeId === data.programmeId && overlap(allowance, data));
  if (held) {
    throw new Refused('allowance-already-granted', {
      zh: `同一项目自 ${held.from} 起的待遇尚在享受期内,调整前应先终止`, en: `an allowance of this programme granted from ${held.from} covers these months; end it before granting another`,
    });
  }
  return [{ type: 'AllowanceGranted', data }];
}

function endAllowance(data: AllowanceEnded, state: BenefitState): Event[] {
  const held = state.allowances.find((allowance) => allowance.programmeId === data.programmeId && allowance.from <= data.until && (allowance.until === undefined || allowance.until > data.until));
  if (!held) throw new Refused('no-such-allowance', { zh: '没有可于该月终止的待遇', en: 'there is no allowance that could end with that month' }, 'unknown');
  return [{ type: 'AllowanceEnded', data }];
}

/** Legs that do not make the bill are no settlement. */
function settleBill(data: MedicalBillSettled, state: BenefitState, context: Context): Event[] {
  if (data.personRef === undefined) throw malformed('patient-missing', '/personRef', '应写明患者', 'the patient must be named');
  const legsFen = data.basicFen + data.seriousFen + data.assistanceFen + data.guaranteeFen + data.ownFen;
  if (legsFen !== data.billFen) throw malformed('legs-differ-from-bill', '/billFen', `各方支付合计 ${String(legsFen)} 分,与医疗费用不符`, `the legs and the own part are ${String(legsFen)} fen, which is not the bill`);
  if (state.bills.has(data.billId)) throw new Refused('bill-already-settled', { zh: '该结算单已登记', en: 'this bill is settled already' });
  return [{ type: 'MedicalBillSettled', data }, ...fallenDue(data, state, context)];
}

const NO_BURDEN: Burden = { ownFen: 0, dueFen: 0, paidFen: 0 };
const yearOf = (on: string): number => Number(on.slice(0, 4));

/** What the programme in force on the day of the bill lets a person bear in a year; undefined where it sets no cap or nobody defined it. */
function capFen(data: MedicalBillSettled, { cited }: Context): number | undefined {
  const defined = (cited.get(streamId('programme', data.programmeId)) ?? []) as readonly ProgrammeEvent[];
  const { versions } = defined.reduce((terms, event) => programme.evolve(terms, event), programme.initial);
  return (versions.filter(({ effectiveFrom }) => effectiveFrom <= data.occurredOn).at(-1) ?? versions[0])?.ownBurdenCapFen;
}

/** Beside the bill that passes the cap, and beside each after it, stands what is newly due. */
function fallenDue(data: MedicalBillSettled, state: BenefitState, context: Context): Event[] {
  const cap = capFen(data, context);
  if (cap === undefined) return [];
  const year = yearOf(data.occurredOn);
  const { ownFen, dueFen } = state.burden.get(year) ?? NO_BURDEN;
  const ownBurdenFen = ownFen + data.ownFen;
  const newlyFen = ownBurdenFen - cap - dueFen;
  if (newlyFen <= 0) return [];
  return [{ type: 'GuaranteeFellDue', data: { programmeId: data.programmeId, year, ownBurdenFen, capFen: cap, dueFen: newlyFen, occurredOn: data.occurredOn } }];
}

/** Another post at the same time is for rule A04 to see; the very same post twice is a repetition. */
function mustBeFree(data: RangerEngaged | PostEngaged, state: BenefitState): void {
  if (data.personRef === undefined) throw malformed('holder-missing', '/personRef', '应写明聘用的人', 'who holds the post must be named');
  mustBeInOrder(data.from, data.until, '/until');
  if (state.posts.some((post) => post.programmeId === data.programmeId && overlap(post, data))) {
    throw new Refused('post-already-held', { zh: '此人同一时段已聘于同一项目的岗位', en: 'this person holds a post of this programme in these days already' });
  }
}

function reportAttendance(data: AttendanceReported, state: BenefitState): Event[] {
  if (!state.posts.some((post) => post.programmeId === data.programmeId)) throw new Refused('no-such-post', { zh: '此人没有该项目的岗位', en: 'this person holds no post of this programme' }, 'unknown');
  return [{ type: 'AttendanceReported', data }];
}

function decideOpening(command: Opening, state: BenefitState, context: Context): Event[] {
  mustBeTheirs(command.data, state);
  switch (command.type) {
    case 'GrantAllowance':
      return grant(command.data, state);
    case 'SettleMedicalBill':
      return settleBill(command.data, state, context);
    case 'PayPremiumOnBehalf':
      return [{ type: 'PremiumPaidOnBehalf', data: command.data }];
    case 'EngageRanger':
      mustBeFree(command.data, state);
      return [{ type: 'RangerEngaged', data: command.data }];
    case 'EngagePost':
      mustBeFree(command.data, state);
      return [{ type: 'PostEngaged', data: command.data }];
    case 'AidStudent':
      return [{ type: 'StudentAided', data: command.data }];
    case 'TrainPerson':
      return [{ type: 'TrainingAttended', data: command.data }];
    case 'ConfirmParticipation':
      mustBeInOrder(command.data.from, command.data.until, '/until');
      return [{ type: 'ParticipationConfirmed', data: command.data }];
  }
}

const OPENING: readonly string[] = Object.keys(opening);
const opens = (command: Command): command is Opening => OPENING.includes(command.type);

function decide(command: Command, state: BenefitState, context: Context): readonly Event[] {
  if (opens(command)) return decideOpening(command, state, context);
  mustExist(state.region !== '', WHAT);
  if (isEvidenceCommand(command)) return decideEvidence(command, state.attached);
  switch (command.type) {
    case 'EndAllowance':
      return endAllowance(command.data, state);
    case 'PayMedicalGuarantee':
      return [{ type: 'MedicalGuaranteePaid', data: command.data }];
    case 'ReportAttendance':
      return reportAttendance(command.data, state);
  }
}

function withBurden(state: BenefitState, year: number, change: (burden: Burden) => Burden): BenefitState {
  return { ...state, burden: new Map(state.burden).set(year, change(state.burden.get(year) ?? NO_BURDEN)) };
}

function evolve(before: BenefitState, event: Event): BenefitState {
  const attached = evolveEvidence(before.attached, event);
  const { region, personRef, householdId } = before.region === '' ? (event.data as BenefitOf) : before;
  const state: BenefitState = { ...before, region, personRef, householdId, attached };
  switch (event.type) {
    case 'AllowanceGranted': {
      const { programmeId, from, until, amountPerMonthFen } = event.data;
      return { ...state, allowances: [...state.allowances, { programmeId, from, until, amountPerMonthFen }] };
    }
    case 'AllowanceEnded': {
      const { programmeId, until } = event.data;
      return { ...state, allowances: state.allowances.map((one) => (one.programmeId === programmeId && one.from <= until && (one.until === undefined || one.until > until) ? { ...one, until } : one)) };
    }
    case 'MedicalBillSettled': {
      const { billId, occurredOn, ownFen } = event.data;
      return withBurden({ ...state, bills: new Set(state.bills).add(billId) }, yearOf(occurredOn), (burden) => ({ ...burden, ownFen: burden.ownFen + ownFen }));
    }
    case 'GuaranteeFellDue':
      return withBurden(state, event.data.year, (burden) => ({ ...burden, dueFen: burden.dueFen + event.data.dueFen }));
    case 'MedicalGuaranteePaid':
      return withBurden(state, event.data.year, (burden) => ({ ...burden, paidFen: burden.paidFen + event.data.paidFen }));
    case 'RangerEngaged':
    case 'PostEngaged': {
      const { programmeId, from, until } = event.data;
      return { ...state, posts: [...state.posts, { programmeId, from, until }] };
    }
    default:
      return state;
  }
}

const benefit: Decider<BenefitState, Command, Event> = {
  noun: 'benefit',
  events,
  commands,
  initial: NONE_YET,
  region: (state, data) => (state.region === '' ? ((data as Partial<BenefitOf>).region ?? '') : state.region),
  decide,
  evolve,
};
export default benefit;
