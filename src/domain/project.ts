/** A project (项目): planned, changed, started, accepted; irregular steps are recorded and flagged, only the impossible is refused. */
import { malformed, mustBeInOrder, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Role } from './decider';
import { DISCLOSURE_EVENTS, decideDisclosure, disclosureRules, evolveDisclosure, isDisclosureCommand, NOTHING_POSTED, type DisclosureCommand, type Posted } from './disclosure';
import { EVIDENCE_EVENTS, NOTHING_ATTACHED, decideEvidence, evidenceRules, evolveEvidence, isEvidenceCommand, type Attached, type EvidenceCommand } from './evidence';
import { BusinessDate, Choice, Code, Fen, Id, Integer, Part, Region, Sha256, Uscc, Words } from './field';
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
  @BusinessDate('day of acceptance') occurredOn: string;
}

export interface ProjectState {
  /** Empty before the plan. */
  readonly region: string;
  readonly started: boolean;
  readonly accepted: boolean;
  /** Revisions of the changes reported, and whether each has its approval. */
  readonly changes: ReadonlyMap<number, boolean>;
  readonly posted: Posted;
  readonly attached: Attached;
}

const events = { ProjectPlanned, ProjectChanged, ProjectChangeApproved, ProjectStarted, ProjectAccepted, ...DISCLOSURE_EVENTS, ...EVIDENCE_EVENTS };
const by: readonly Role[] = ['office'];
const own = {
  PlanProject: { data: ProjectPlanned, kind: 'wish', by, opens: true },
  ReportProjectChange: { data: ProjectChanged, kind: 'report', by },
  ApproveProjectChange: { data: ProjectChangeApproved, kind: 'wish', by },
  StartProject: { data: ProjectStarted, kind: 'report', by },
  AcceptProject: { data: ProjectAccepted, kind: 'report', by },
} satisfies Record<string, CommandRule<ProjectState>>;
const commands = { ...own, ...disclosureRules(by), ...evidenceRules(by) };

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof own> | DisclosureCommand | EvidenceCommand;

const WHAT = { zh: '项目', en: 'project' };

function plan(data: ProjectPlanned, state: ProjectState): Event[] {
  mustBeNew(state.region !== '', WHAT);
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
  if (state.started) throw new Refused('project-already-started', { zh: '该项目已经开工', en: 'this project has started already' });
  return [{ type: 'ProjectStarted', data }];
}

function accept(data: ProjectAccepted, state: ProjectState): Event[] {
  if (state.accepted) throw new Refused('project-already-accepted', { zh: '该项目已经验收', en: 'this project was accepted already' });
  return [{ type: 'ProjectAccepted', data }];
}

function decide(command: Command, state: ProjectState): readonly Event[] {
  if (command.type === 'PlanProject') return plan(command.data, state);
  mustExist(state.region !== '', WHAT);
  if (isDisclosureCommand(command)) return decideDisclosure(command, state.posted);
  if (isEvidenceCommand(command)) return decideEvidence(command, state.attached);
  switch (command.type) {
    case 'ReportProjectChange':
      return reportChange(command.data);
    case 'ApproveProjectChange':
      return approveChange(command.data, state);
    case 'StartProject':
      return start(command.data, state);
    case 'AcceptProject':
      return accept(command.data, state);
  }
}

function evolve(before: ProjectState, event: Event): ProjectState {
  const state = { ...before, posted: evolveDisclosure(before.posted, event), attached: evolveEvidence(before.attached, event) };
  switch (event.type) {
    case 'ProjectPlanned':
      return { ...state, region: event.data.region };
    case 'ProjectChanged':
      return { ...state, changes: new Map(state.changes).set(before.posted.revisions, event.data.approval !== undefined) };
    case 'ProjectChangeApproved':
      return { ...state, changes: new Map(state.changes).set(event.data.changeRevision, true) };
    case 'ProjectStarted':
      return { ...state, started: true };
    case 'ProjectAccepted':
      return { ...state, accepted: true };
    case 'DisclosurePosted':
    case 'DisclosureWithdrawn':
    case 'EvidenceAttached':
      return state;
  }
}

const project: Decider<ProjectState, Command, Event> = {
  noun: 'project',
  events,
  commands,
  initial: { region: '', started: false, accepted: false, changes: new Map(), posted: NOTHING_POSTED, attached: NOTHING_ATTACHED },
  region: (state, data) => (state.region === '' ? ((data as Partial<ProjectPlanned>).region ?? '') : state.region),
  decide,
  evolve,
};
export default project;
