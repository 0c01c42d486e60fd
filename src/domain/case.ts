/** A case (案件): human work on flags and complaints; conclusion and closure need a second person. Orders to the audited stand on streams of their own, so that nothing of the case is seen by whom it is about. */
import {
  CaseClosed, CaseConcluded, CaseOpened, CHAINS, ConcludeCase, ConclusionProposed, DishonestyReferred, FlagsAddedToCase, NoticeSent, RecoveryOrdered, RectificationOrdered, ResponsibilityAssigned, TalkHeld,
} from './case-events';
import { malformed, mustBeInOrder, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Context, Decider, MessageOf, Step } from './decider';
import { covers, recordedBy, streamId } from './decider';
import { decideEvidence, EVIDENCE_EVENTS, evidenceRules, evolveEvidence, isEvidenceCommand, NOTHING_ATTACHED, type Attached, type EvidenceCommand } from './evidence';
import { mustBeAnother, mustNameSubject, OVERSEERS } from './oversight';
import { mustCarryInstalments, openRecovery, recoveryStands } from './recovery';
import { openRectification, rectificationStands } from './rectification';
import { Refused } from './refused';

const events = {
  CaseOpened, FlagsAddedToCase, TalkHeld, ConclusionProposed, CaseConcluded, ResponsibilityAssigned, RectificationOrdered, RecoveryOrdered, DishonestyReferred, NoticeSent, CaseClosed, ...EVIDENCE_EVENTS,
};

export interface CaseState {
  readonly status: 'none' | 'open' | 'concluded' | 'closed';
  readonly opened?: CaseOpened;
  readonly flagIds: readonly string[];
  /** Who opened it. */
  readonly opener?: string;
  /** The proposal nobody has answered yet, and whose it is. */
  readonly proposal?: { readonly data: ConclusionProposed; readonly by: string | undefined };
  readonly conclusion?: CaseConcluded;
  /** Everybody who proposed a conclusion that stood. */
  readonly proposers: readonly string[];
  readonly talks: readonly TalkHeld[];
  readonly notices: readonly NoticeSent[];
  readonly responsibilities: readonly ResponsibilityAssigned[];
  readonly rectificationIds: readonly string[];
  readonly recoveryIds: readonly string[];
  readonly referrals: readonly DishonestyReferred[];
  readonly attached: Attached;
}

type Event = MessageOf<typeof events>;

const FLAGS_MAX = 500;
const WHAT = { zh: '案件', en: 'case' };

const onRectification = (name: string, type: string) => (_id: string, data: object): readonly Step[] => {
  const order = data as RectificationOrdered;
  return [{ name, streamId: streamId('rectification', order.rectificationId), command: { type, data: type === 'OpenRectification' ? openRectification(order) : { reason: '所属案件未能登记此令', occurredOn: order.occurredOn } } }];
};
const onRecovery = (name: string, type: string) => (_id: string, data: object): readonly Step[] => {
  const order = data as RecoveryOrdered;
  return [{ name, streamId: streamId('recovery', order.recoveryId), command: { type, data: type === 'OpenRecovery' ? openRecovery(order) : { reason: '所属案件未能登记此令', occurredOn: order.occurredOn } } }];
};

const own = {
  OpenCase: { data: CaseOpened, kind: 'wish', by: OVERSEERS, opens: true },
  AddFlagsToCase: { data: FlagsAddedToCase, kind: 'wish', by: OVERSEERS },
  HoldTalk: { data: TalkHeld, kind: 'report', by: OVERSEERS },
  ProposeConclusion: { data: ConclusionProposed, kind: 'wish', by: ['inspector', 'auditor'] },
  ConcludeCase: { data: ConcludeCase, kind: 'wish', by: ['inspector', 'auditor'] },
  AssignResponsibility: { data: ResponsibilityAssigned, kind: 'wish', by: ['inspector'] },
  OrderRectification: { data: RectificationOrdered, kind: 'wish', by: OVERSEERS, before: onRectification('open', 'OpenRectification'), undo: onRectification('withdraw', 'WithdrawRectification') },
  OrderRecovery: { data: RecoveryOrdered, kind: 'wish', by: ['inspector', 'auditor'], before: onRecovery('open', 'OpenRecovery'), undo: onRecovery('withdraw', 'WithdrawRecovery') },
  ReferDishonesty: { data: DishonestyReferred, kind: 'wish', by: ['inspector'] },
  NotifyParties: { data: NoticeSent, kind: 'report', by: OVERSEERS },
  CloseCase: {
    data: CaseClosed, kind: 'wish', by: OVERSEERS,
    cites: (_id, _data, { rectificationIds, recoveryIds }) => [...rectificationIds.map((id) => streamId('rectification', id)), ...recoveryIds.map((id) => streamId('recovery', id))],
  },
} satisfies Record<string, CommandRule<CaseState>>;
const commands = { ...own, ...evidenceRules(OVERSEERS) };
type Command = CommandOf<typeof own> | EvidenceCommand;

function mustBeFew(flagIds: readonly string[]): void {
  if (flagIds.length > FLAGS_MAX) throw new Refused('case-too-many-flags', { zh: `一案至多并入 ${String(FLAGS_MAX)} 条疑点,请分案`, en: `a case takes up ${String(FLAGS_MAX)} flags at most; open another` });
}

function open(data: CaseOpened, state: CaseState): Event[] {
  mustBeNew(state.status !== 'none', WHAT);
  for (const [index, subject] of data.subjects.entries()) mustNameSubject(subject, `/subjects/${String(index)}`);
  if (data.subjects.length + data.flagIds.length === 0) throw malformed('case-about-nothing', '/subjects', '案件须写明对象或所依疑点', 'a case is about somebody, something or a flag');
  return [{ type: 'CaseOpened', data }];
}

/** What is on the case already is not said again. */
function addFlags(data: FlagsAddedToCase, { flagIds }: CaseState): Event[] {
  const known = new Set(flagIds);
  const added = [...new Set(data.flagIds)].filter((id) => !known.has(id));
  if (added.length === 0) throw new Refused('case-flags-known', { zh: '这些疑点均已并入本案', en: 'the case holds all of these flags already' });
  mustBeFew([...flagIds, ...added]);
  return [{ type: 'FlagsAddedToCase', data: { ...data, flagIds: added } }];
}

function propose(data: ConclusionProposed, { flagIds }: CaseState): Event[] {
  if (data.conclusion === 'confirmed' && data.violation === undefined) throw malformed('violation-missing', '/violation', '查实须写明违规类型', 'what is confirmed must be called by its violation');
  if (data.conclusion !== 'confirmed' && data.violation !== undefined) throw malformed('violation-unfit', '/violation', '未查实的不写违规类型', 'what is not confirmed has no violation');
  if ((data.conclusion === 'transferred') !== (data.transferredTo !== undefined)) throw malformed('transfer-unclear', '/transferredTo', '移送须写明接收机关,不移送的不写', 'a transfer says to which office, and nothing else does');
  const strange = (data.refutedFlagIds ?? []).find((id) => !flagIds.includes(id));
  if (strange !== undefined) throw new Refused('flag-not-of-case', { zh: `疑点 ${strange} 不在本案`, en: `flag ${strange} is not of this case` });
  if (data.refutedFlagIds !== undefined && data.conclusion !== 'confirmed') throw malformed('refuted-flags-unfit', '/refutedFlagIds', '只有查实的案件才需另列查否的疑点', 'only a confirmed case sets some of its flags apart');
  if (data.tolerance && (data.tolerance.basis === 'none') === data.tolerance.tolerated) throw malformed('tolerance-unclear', '/tolerance/basis', '容错须写明属“三个区分开来”的哪一种;不容错的写 none', 'what is tolerated says by which of the three distinctions; what is not says none');
  return [{ type: 'ConclusionProposed', data }];
}

function conclude({ occurredOn }: ConcludeCase, { proposal, flagIds }: CaseState, { actor }: Context): Event[] {
  if (!proposal) throw new Refused('conclusion-not-proposed', { zh: '尚无待定的结论', en: 'no conclusion awaits a second person' });
  mustBeAnother(actor.id, [proposal.by], 'case-maker-is-checker', '结论须由提出人以外的人审定', 'a conclusion must be settled by somebody other than who proposed it');
  mustBeInOrder(proposal.data.occurredOn, occurredOn, '/occurredOn');
  return [{ type: 'CaseConcluded', data: { ...proposal.data, occurredOn, flagIds: [...flagIds] } }];
}

function mustBeConfirmed({ conclusion }: CaseState): void {
  if (conclusion?.conclusion !== 'confirmed') throw new Refused('case-not-confirmed', { zh: '案件尚未查实,不能据以追责、追回或列入失信', en: 'the case is not confirmed: nobody is held responsible, asked to pay or called dishonest on it' });
}

/** An order opens a stream of its own, so its region is asked like that of anything else somebody opens. */
function mustReach(region: string, { actor }: Context): void {
  if (!covers(actor.region, region)) throw new Refused('region-not-yours', { zh: `区划 ${region} 不在您的辖区 ${actor.region} 内`, en: `region ${region} lies outside your region ${actor.region}` }, 'forbidden');
}

function orderRectification(data: RectificationOrdered, state: CaseState, context: Context): Event[] {
  mustReach(data.region, context);
  if (state.rectificationIds.includes(data.rectificationId)) throw new Refused('rectification-already-ordered', { zh: '该编号的整改已下令', en: 'a rectification of this id was ordered already' });
  mustBeInOrder(data.occurredOn, data.dueOn, '/dueOn');
  return [{ type: 'RectificationOrdered', data }];
}

function orderRecovery(data: RecoveryOrdered, state: CaseState, context: Context): Event[] {
  mustReach(data.region, context);
  mustBeConfirmed(state);
  if (state.recoveryIds.includes(data.recoveryId)) throw new Refused('recovery-already-ordered', { zh: '该编号的追回已下令', en: 'a recovery of this id was ordered already' });
  mustNameSubject(data.from, '/from');
  if (data.from.kind !== 'person' && data.from.kind !== 'organisation') throw malformed('recovery-from-unclear', '/from/kind', '追回对象应为个人或单位', 'money is recovered from a person or an organisation');
  mustCarryInstalments(data);
  return [{ type: 'RecoveryOrdered', data }];
}

function close(data: CaseClosed, state: CaseState, { actor, cited }: Context): Event[] {
  if (!state.conclusion || state.proposal) throw new Refused('case-not-concluded', { zh: '案件尚无审定的结论,或另有结论待审定', en: 'the case has no settled conclusion, or another one awaits its second person' });
  mustBeAnother(actor.id, [state.opener, ...state.proposers], 'case-maker-is-checker', '结案须由立案人、结论提出人以外的人办理', 'a case must be closed by somebody other than who opened it and who proposed its conclusion');
  const chains = new Set(state.responsibilities.map(({ chain }) => chain));
  if (state.conclusion.conclusion === 'confirmed' && CHAINS.some((chain) => !chains.has(chain))) {
    throw new Refused('case-responsibility-open', { zh: '查实案件须“双查”:主体责任、监督责任各至少一条(核查无责的也写明)', en: 'a confirmed case looks into both chains, principal and supervision; where nobody is at fault, that is written down too' });
  }
  const openOrder = [
    ...state.rectificationIds.filter((id) => rectificationStands(cited.get(streamId('rectification', id)) ?? [])).map((id) => `rectification-${id}`),
    ...state.recoveryIds.filter((id) => recoveryStands(cited.get(streamId('recovery', id)) ?? [])).map((id) => `recovery-${id}`),
  ][0];
  if (openOrder !== undefined) throw new Refused('case-orders-open', { zh: `${openOrder} 尚未办结,不能结案`, en: `${openOrder} is not done yet; the case stays open` });
  return [{ type: 'CaseClosed', data }];
}

function decide(command: Command, state: CaseState, context: Context): readonly Event[] {
  if (command.type === 'OpenCase') return open(command.data, state);
  mustExist(state.status !== 'none', WHAT);
  if (isEvidenceCommand(command)) return decideEvidence(command, state.attached);
  if (state.status === 'closed') throw new Refused('case-closed', { zh: '案件已结;新的事实另立新案', en: 'the case is closed; new facts open a new one' });
  switch (command.type) {
    case 'AddFlagsToCase':
      return addFlags(command.data, state);
    case 'HoldTalk':
      return [{ type: 'TalkHeld', data: command.data }];
    case 'ProposeConclusion':
      return propose(command.data, state);
    case 'ConcludeCase':
      return conclude(command.data, state, context);
    case 'AssignResponsibility':
      mustBeConfirmed(state);
      return [{ type: 'ResponsibilityAssigned', data: command.data }];
    case 'OrderRectification':
      return orderRectification(command.data, state, context);
    case 'OrderRecovery':
      return orderRecovery(command.data, state, context);
    case 'ReferDishonesty':
      mustBeConfirmed(state);
      mustNameSubject(command.data.subject, '/subject');
      return [{ type: 'DishonestyReferred', data: command.data }];
    case 'NotifyParties':
      mustBeInOrder(command.data.occurredOn, command.data.dueOn, '/dueOn');
      return [{ type: 'NoticeSent', data: command.data }];
    case 'CloseCase':
      return close(command.data, state, context);
  }
}

function evolve(before: CaseState, event: Event): CaseState {
  const state = { ...before, attached: evolveEvidence(before.attached, event) };
  switch (event.type) {
    case 'CaseOpened':
      return { ...state, status: 'open', opened: event.data, flagIds: [...new Set(event.data.flagIds)], opener: recordedBy(event) };
    case 'FlagsAddedToCase':
      return { ...state, flagIds: [...state.flagIds, ...event.data.flagIds] };
    case 'TalkHeld':
      return { ...state, talks: [...state.talks, event.data] };
    case 'ConclusionProposed':
      return { ...state, proposal: { data: event.data, by: recordedBy(event) } };
    case 'CaseConcluded': {
      const { proposal, ...settled } = state;
      return { ...settled, status: 'concluded', conclusion: event.data, proposers: proposal?.by === undefined ? state.proposers : [...state.proposers, proposal.by] };
    }
    case 'ResponsibilityAssigned':
      return { ...state, responsibilities: [...state.responsibilities, event.data] };
    case 'RectificationOrdered':
      return { ...state, rectificationIds: [...state.rectificationIds, event.data.rectificationId] };
    case 'RecoveryOrdered':
      return { ...state, recoveryIds: [...state.recoveryIds, event.data.recoveryId] };
    case 'DishonestyReferred':
      return { ...state, referrals: [...state.referrals, event.data] };
    case 'NoticeSent':
      return { ...state, notices: [...state.notices, event.data] };
    case 'CaseClosed':
      return { ...state, status: 'closed' };
    case 'EvidenceAttached':
      return state;
  }
}

const caseDecider: Decider<CaseState, Command, Event> = {
  noun: 'case',
  events,
  commands,
  initial: { status: 'none', flagIds: [], proposers: [], talks: [], notices: [], responsibilities: [], rectificationIds: [], recoveryIds: [], referrals: [], attached: NOTHING_ATTACHED },
  region: (state, data) => state.opened?.region ?? (data as Partial<CaseOpened>).region ?? '',
  decide,
  evolve,
};
export default caseDecider;
