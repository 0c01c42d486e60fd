/** A rectification (整改): what an office must put right by a day, its reports, and whether somebody else accepted them. It names no case. */
import { RectificationOrder, type RectificationOrdered } from './case-events';
import { mustBeInOrder, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Context, Decider, MessageOf, Recorded, Role } from './decider';
import { recordedBy } from './decider';
import { BusinessDate, Codes, Words } from './field';
import { decideEvidence, EVIDENCE_EVENTS, evidenceRules, evolveEvidence, isEvidenceCommand, NOTHING_ATTACHED, type Attached, type EvidenceCommand } from './evidence';
import { mustBeAnother, OVERSEERS } from './oversight';
import { Refused } from './refused';

export class RectificationOpened extends RectificationOrder {}
export class RectificationReported {
  @Words('what was done, nothing personal') text: string;
  @Codes('hashes of the evidence', /^[0-9a-f]{64}$/) evidenceHashes: string[];
  @BusinessDate('day of the report') occurredOn: string;
}
class Answered {
  @Words('why', { max: 300 }) reason: string;
  @BusinessDate('day') occurredOn: string;
}
export class RectificationAccepted extends Answered {}
export class RectificationRejected extends Answered {
  @BusinessDate('new last day, where one is given', { optional: true }) dueOn?: string;
}
export class RectificationWithdrawn extends Answered {}

export interface RectificationState {
  readonly status: 'none' | 'ordered' | 'reported' | 'accepted' | 'withdrawn';
  readonly order?: RectificationOpened;
  /** The day that holds now: a rejection may give another. */
  readonly dueOn?: string;
  readonly reports: readonly RectificationReported[];
  /** Whoever reported may not accept. */
  readonly reporters: readonly string[];
  readonly attached: Attached;
}

const events = { RectificationOpened, RectificationReported, RectificationAccepted, RectificationRejected, RectificationWithdrawn, ...EVIDENCE_EVENTS };
const reporting: readonly Role[] = ['office', 'clerk'];
const own = {
  /** As a step of OrderRectification on the case. */
  OpenRectification: { data: RectificationOpened, kind: 'wish', by: [], opens: true },
  ReportRectification: { data: RectificationReported, kind: 'report', by: reporting },
  AcceptRectification: { data: RectificationAccepted, kind: 'wish', by: OVERSEERS },
  RejectRectification: { data: RectificationRejected, kind: 'wish', by: OVERSEERS },
  WithdrawRectification: { data: RectificationWithdrawn, kind: 'wish', by: OVERSEERS },
} satisfies Record<string, CommandRule<RectificationState>>;
const commands = { ...own, ...evidenceRules(reporting) };

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof own> | EvidenceCommand;

const WHAT = { zh: '整改', en: 'rectification' };

export const openRectification = ({ rectificationId: _, ...order }: RectificationOrdered): RectificationOpened => order;

/** Whether something is still to be done, by the events of the stream. */
export const rectificationStands = (stream: readonly Recorded[]): boolean => !stream.some(({ type }) => type === 'RectificationAccepted' || type === 'RectificationWithdrawn');

const isOver = ({ status }: RectificationState): boolean => status === 'accepted' || status === 'withdrawn';

/** A report without evidence, or after the last day, is a report: rule A38 says what it is worth. */
function decide(command: Command, state: RectificationState, { actor }: Context): readonly Event[] {
  if (command.type === 'OpenRectification') {
    mustBeNew(state.status !== 'none', WHAT);
    return [{ type: 'RectificationOpened', data: command.data }];
  }
  mustExist(state.status !== 'none', WHAT);
  if (isEvidenceCommand(command)) return decideEvidence(command, state.attached);
  if (isOver(state)) throw new Refused('rectification-over', { zh: '该整改已验收或撤销', en: 'this rectification was accepted or withdrawn already' });
  switch (command.type) {
    case 'ReportRectification':
      return [{ type: 'RectificationReported', data: command.data }];
    case 'AcceptRectification':
      mustAwaitAnswer(state, actor.id);
      return [{ type: 'RectificationAccepted', data: command.data }];
    case 'RejectRectification':
      mustAwaitAnswer(state, actor.id);
      mustBeInOrder(command.data.occurredOn, command.data.dueOn, '/dueOn');
      return [{ type: 'RectificationRejected', data: command.data }];
    case 'WithdrawRectification':
      return [{ type: 'RectificationWithdrawn', data: command.data }];
  }
}

function mustAwaitAnswer({ status, reporters }: RectificationState, actor: string): void {
  if (status !== 'reported') throw new Refused('rectification-not-reported', { zh: '整改尚未报告,无从验收', en: 'nothing was reported yet that could be accepted or rejected' });
  mustBeAnother(actor, reporters, 'rectification-maker-is-checker', '整改须由报告人以外的人验收', 'a rectification must be answered by somebody other than who reported it');
}

function evolve(before: RectificationState, event: Event): RectificationState {
  const state = { ...before, attached: evolveEvidence(before.attached, event) };
  switch (event.type) {
    case 'RectificationOpened':
      return { ...state, status: 'ordered', order: event.data, dueOn: event.data.dueOn };
    case 'RectificationReported': {
      const by = recordedBy(event);
      return { ...state, status: 'reported', reports: [...state.reports, event.data], reporters: by === undefined ? state.reporters : [...state.reporters, by] };
    }
    case 'RectificationAccepted':
      return { ...state, status: 'accepted' };
    case 'RectificationRejected':
      return { ...state, status: 'ordered', dueOn: event.data.dueOn ?? state.dueOn };
    case 'RectificationWithdrawn':
      return { ...state, status: 'withdrawn' };
    case 'EvidenceAttached':
      return state;
  }
}

const rectification: Decider<RectificationState, Command, Event> = {
  noun: 'rectification',
  events,
  commands,
  initial: { status: 'none', reports: [], reporters: [], attached: NOTHING_ATTACHED },
  region: (state, data) => state.order?.region ?? (data as Partial<RectificationOpened>).region ?? '',
  decide,
  evolve,
};
export default rectification;
