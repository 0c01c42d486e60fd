/** A project (项目): proposed, admitted, planned, contracted, changed, started, accepted, closed; irregular steps are recorded and flagged, only the impossible is refused. */
import { malformed, mustBeInOrder, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Role } from './decider';
import { DISCLOSURE_EVENTS, decideDisclosure, disclosureRules, evolveDisclosure, isDisclosureCommand, NOTHING_POSTED, type DisclosureCommand, type Posted } from './disclosure';
import { EVIDENCE_EVENTS, NOTHING_ATTACHED, decideEvidence, evidenceRules, evolveEvidence, isEvidenceCommand, type Attached, type EvidenceCommand } from './evidence';
import { BusinessDate, Choice, Code, Codes, Fen, Id, Integer, Part, Parts, Region, Sha256, Uscc, Words, YesNo } from './field';
import { CONTRACT_COMMANDS, CONTRACT_EVENTS, NO_CONTRACTS, WorkQuantity, decideContract, evolveContracts, isContractCommand, type ContractCommand, type Contracts } from './project-contract';
import { LIBRARY_COMMANDS, LIBRARY_EVENTS, NOT_IN_LIBRARY, PROJECT_CLASSES, decideLibrary, evolveLibrary, isLibraryCommand, type Library, type LibraryCommand, type ProjectClass } from './project-library';
import { LINKAGE_COMMANDS, LINKAGE_EVENTS, NO_LINKAGES, decideLinkage, evolveLinkages, isLinkageCommand, type LinkageCommand, type Linkages } from './project-linkage';
import { Refused } from './refused';

export const PROJECT_ASPECTS = ['site', 'content', 'amount', 'unit', 'beneficiaries'] as const;

export class ProjectPlanned {
  @Region('where it is built or run') region: string;
  @Words('name', { max: 200 }) name: string;
  @Id('programme') programmeId: string;
  @Id('allocation it is paid from', { optional: true }) allocationId?: string;
  @Words('site', { max: 200 }) site: string;
  @Words('what is to be done', { max: 500 }) content: string;
  @Words('implementing unit', { max: 100 }) unitName: string;
  @Uscc('implementing unit', { optional: true }) unitUscc?: string;
  @Fen('planned amount') amountFen: number;
  @Integer('households meant to benefit', { optional: true }) beneficiaryHouseholds?: number;
  @BusinessDate('planned start') plannedStart: string;
  @BusinessDate('planned end') plannedEnd: string;
  @Choice('class of the library', PROJECT_CLASSES, { optional: true }) projectClass?: ProjectClass;
  @Words('what it is to achieve', { optional: true, max: 300 }) performanceTarget?: string;
  @YesNo('arranged through the emergency or disaster channel, before any library', { optional: true }) emergency?: boolean;
  @Code('campaign that brought it over from another system: history, not late', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) campaign?: string;
  @BusinessDate('day of the plan') occurredOn: string;
}
export class ChangeApproval {
  @Code('number of the approving document', /^.{1,40}$/u) documentNumber: string;
  @Words('approving office', { max: 100 }) office: string;
  @BusinessDate('day of approval') approvedOn: string;
}
/** A change found or made on the ground; without `approval` it is a fact to flag (A28). */
export class ProjectChanged {
  @Choice('what changed', PROJECT_ASPECTS) aspect: (typeof PROJECT_ASPECTS)[number];
  @Words('as planned', { optional: true }) before?: string;
  @Words('as changed', { optional: true }) after?: string;
  @Fen('amount after the change, where the amount changed', { optional: true }) amountFen?: number;
  @Part('approval on file', () => ChangeApproval, { optional: true }) approval?: ChangeApproval;
  @Words('why', { max: 200 }) reason: string;
  @BusinessDate('day of the change') occurredOn: string;
}
/** Approval given after the change was recorded. */
export class ProjectChangeApproved {
  @Integer('revision of the ProjectChanged in this stream') changeRevision: number;
  @Part('approval on file', () => ChangeApproval) approval: ChangeApproval;
  @BusinessDate('day the approval was entered') occurredOn: string;
}
export class ProjectStarted {
  @BusinessDate('day work began') occurredOn: string;
}
export class ProjectAccepted {
  @Fen('amount settled at acceptance', { optional: true }) settledFen?: number;
  @Sha256('hash of the acceptance record', { optional: true }) recordHash?: string;
  @Parts('what was found built or delivered', () => WorkQuantity, { optional: true, max: 100 }) quantities?: WorkQuantity[];
  @Codes('hashes of photos taken at acceptance', /^[0-9a-f]{64}$/, { optional: true, max: 100 }) photoHashes?: string[];
  @BusinessDate('day of acceptance') occurredOn: string;
}
export class ProjectClosed {
  @Fen('final account', { optional: true }) settledFen?: number;
  @Code('number of the document', /^.{1,40}$/u, { optional: true }) documentNumber?: string;
  @BusinessDate('day it was closed') occurredOn: string;
}
export class ProjectTerminated {
  @Words('why it is given up', { max: 300 }) reason: string;
  @Code('number of the document', /^.{1,40}$/u, { optional: true }) documentNumber?: string;
  @BusinessDate('day it was given up') occurredOn: string;
}

export interface ProjectState {
  /** Empty before the proposal or plan that opens it. */
  readonly region: string;
  readonly library: Library;
  readonly plan?: ProjectPlanned;
  readonly startedOn?: string;
  readonly acceptedOn?: string;
  readonly ended?: { readonly how: 'closed' | 'terminated'; readonly on: string };
  readonly contracts: Contracts;
  readonly linkages: Linkages;
  /** Revisions of the changes reported, and whether each has its approval. */
  readonly changes: ReadonlyMap<number, boolean>;
  readonly posted: Posted;
  readonly attached: Attached;
}

const own = { ProjectPlanned, ProjectChanged, ProjectChangeApproved, ProjectStarted, ProjectAccepted, ProjectClosed, ProjectTerminated };
const events = { ...own, ...LIBRARY_EVENTS, ...CONTRACT_EVENTS, ...LINKAGE_EVENTS, ...DISCLOSURE_EVENTS, ...EVIDENCE_EVENTS };
const by: readonly Role[] = ['office'];
const ownCommands = {
  PlanProject: { data: ProjectPlanned, kind: 'wish', by, opens: true },
  ReportProjectChange: { data: ProjectChanged, kind: 'report', by },
  ApproveProjectChange: { data: ProjectChangeApproved, kind: 'wish', by },
  StartProject: { data: ProjectStarted, kind: 'report', by },
  AcceptProject: { data: ProjectAccepted, kind: 'report', by },
  CloseProject: { data: ProjectClosed, kind: 'wish', by },
  TerminateProject: { data: ProjectTerminated, kind: 'wish', by },
} satisfies Record<string, CommandRule<ProjectState>>;
const commands = { ...ownCommands, ...LIBRARY_COMMANDS, ...CONTRACT_COMMANDS, ...LINKAGE_COMMANDS, ...disclosureRules(by), ...evidenceRules(by) };

type Event = MessageOf<typeof events>;
type OwnCommand = CommandOf<typeof ownCommands>;
type Command = OwnCommand | LibraryCommand | ContractCommand | LinkageCommand | DisclosureCommand | EvidenceCommand;

const WHAT = { zh: '项目', en: 'project' };

/** How far it has come, in one word. */
export function standingOf({ ended, acceptedOn, startedOn, plan, library }: ProjectState): string {
  if (ended) return ended.how;
  if (acceptedOn !== undefined) return 'accepted';
  if (startedOn !== undefined) return 'started';
  if (plan !== undefined) return 'planned';
  return library.inLibrary ? 'in-library' : 'proposed';
}

/**
 * Steps that an ended project cannot take any more. What outlives it may still be told: disclosures, papers, changes found by an audit, late invoices,
 * retention, dividends, leaving the library.
 */
const STEPS: ReadonlySet<Command['type']> = new Set<Command['type']>([
  'ProposeProject', 'ScreenProject', 'AdmitProject', 'PlanProject', 'TenderProject', 'ReportBid', 'AwardProject', 'SignContract', 'AmendContract', 'StartProject', 'ReportProgress', 'AcceptProject',
  'CloseProject', 'TerminateProject',
]);

/** A report of a step taken before the end is only late: it is recorded. */
function mustNotHaveEnded({ type, data }: Command, { ended }: ProjectState): void {
  if (!ended || !STEPS.has(type)) return;
  if (commands[type].kind === 'report' && 'occurredOn' in data && data.occurredOn < ended.on) return;
  throw ended.how === 'closed'
    ? new Refused('project-closed', { zh: `该项目已于 ${ended.on} 办结,此后不能再办理此步骤`, en: `this project was closed on ${ended.on}; this step can no longer follow` })
    : new Refused('project-terminated', { zh: `该项目已于 ${ended.on} 终止,此后不能再办理此步骤`, en: `this project was given up on ${ended.on}; this step can no longer follow` });
}

/** Proposal and plan speak of one place: a project that moves is changed, not planned elsewhere. */
function mustBeInPlace(data: { readonly region: string }, { region }: ProjectState): void {
  if (region === '' || data.region === region) return;
  throw malformed('region-differs', '/region', `该项目登记的地点是 ${region};地点变化请登记项目变更`, `this project stands under ${region}; report a move as a change of the project`);
}

function plan(data: ProjectPlanned, state: ProjectState): Event[] {
  mustBeNew(state.plan !== undefined, WHAT);
  mustBeInPlace(data, state);
  mustBeInOrder(data.plannedStart, data.plannedEnd, '/plannedEnd');
  return [{ type: 'ProjectPlanned', data }];
}

/** A change is recorded whenever it is found, also after acceptance and without approval; a changed amount must say to what. */
function reportChange(data: ProjectChanged): Event[] {
  if (data.aspect === 'amount' && data.amountFen === undefined) throw malformed('amount-missing', '/amountFen', '金额变更须填写变更后金额', 'a changed amount must say the amount after the change');
  return [{ type: 'ProjectChanged', data }];
}

function approveChange(data: ProjectChangeApproved, state: ProjectState): Event[] {
  const approved = state.changes.get(data.changeRevision);
  if (approved === undefined) throw new Refused('no-such-change', { zh: '没有这项变更', en: 'there is no such change' }, 'unknown');
  if (approved) throw new Refused('change-already-approved', { zh: '该变更已有批复', en: 'this change has its approval already' });
  if (data.approval.approvedOn > data.occurredOn) throw malformed('dates-reversed', '/approval/approvedOn', '批复日期晚于登记日期', 'the approval is dated after the day it was entered');
  return [{ type: 'ProjectChangeApproved', data }];
}

/** Starts and acceptances may be recorded late and out of order; happening twice is what cannot be. */
function start(data: ProjectStarted, state: ProjectState): Event[] {
  if (state.startedOn !== undefined) throw new Refused('project-already-started', { zh: '该项目已经开工', en: 'this project has started already' });
  return [{ type: 'ProjectStarted', data }];
}

function accept(data: ProjectAccepted, state: ProjectState): Event[] {
  if (state.acceptedOn !== undefined) throw new Refused('project-already-accepted', { zh: '该项目已经验收', en: 'this project was accepted already' });
  return [{ type: 'ProjectAccepted', data }];
}

function decide(command: Command, state: ProjectState): readonly Event[] {
  if (command.type !== 'PlanProject' && command.type !== 'ProposeProject') mustExist(state.region !== '', WHAT);
  mustNotHaveEnded(command, state);
  if (isLibraryCommand(command)) {
    if (command.type === 'ProposeProject') mustBeInPlace(command.data, state);
    return decideLibrary(command, state.library);
  }
  if (isContractCommand(command)) return decideContract(command, state.contracts);
  if (isLinkageCommand(command)) return decideLinkage(command, state.linkages);
  if (isDisclosureCommand(command)) return decideDisclosure(command, state.posted);
  if (isEvidenceCommand(command)) return decideEvidence(command, state.attached);
  return decideOwn(command, state);
}

function decideOwn(command: OwnCommand, state: ProjectState): readonly Event[] {
  switch (command.type) {
    case 'PlanProject':
      return plan(command.data, state);
    case 'ReportProjectChange':
      return reportChange(command.data);
    case 'ApproveProjectChange':
      return approveChange(command.data, state);
    case 'StartProject':
      return start(command.data, state);
    case 'AcceptProject':
      return accept(command.data, state);
    case 'CloseProject':
      return [{ type: 'ProjectClosed', data: command.data }];
    case 'TerminateProject':
      return [{ type: 'ProjectTerminated', data: command.data }];
  }
}

function evolve(before: ProjectState, event: Event): ProjectState {
  const state: ProjectState = {
    ...before, library: evolveLibrary(before.library, event), contracts: evolveContracts(before.contracts, event), linkages: evolveLinkages(before.linkages, event),
    posted: evolveDisclosure(before.posted, event), attached: evolveEvidence(before.attached, event),
  };
  switch (event.type) {
    case 'ProjectProposed':
      return { ...state, region: event.data.region };
    case 'ProjectPlanned':
      return { ...state, region: event.data.region, plan: event.data };
    case 'ProjectChanged':
      return { ...state, changes: new Map(state.changes).set(before.posted.revisions, event.data.approval !== undefined) };
    case 'ProjectChangeApproved':
      return { ...state, changes: new Map(state.changes).set(event.data.changeRevision, true) };
    case 'ProjectStarted':
      return { ...state, startedOn: event.data.occurredOn };
    case 'ProjectAccepted':
      return { ...state, acceptedOn: event.data.occurredOn };
    case 'ProjectClosed':
      return { ...state, ended: { how: 'closed', on: event.data.occurredOn } };
    case 'ProjectTerminated':
      return { ...state, ended: { how: 'terminated', on: event.data.occurredOn } };
    default:
      return state;
  }
}

const project: Decider<ProjectState, Command, Event> = {
  noun: 'project',
  events,
  commands,
  initial: { region: '', library: NOT_IN_LIBRARY, contracts: NO_CONTRACTS, linkages: NO_LINKAGES, changes: new Map(), posted: NOTHING_POSTED, attached: NOTHING_ATTACHED },
  region: (state, data) => (state.region === '' ? ((data as Partial<ProjectPlanned>).region ?? '') : state.region),
  decide,
  evolve,
};
export default project;
