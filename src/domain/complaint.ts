/** A complaint (信访举报): what came in over 12317, 12388 or otherwise, what it was linked to, what was answered. Who informed is known to the vault alone. */
import { malformed, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf } from './decider';
import { BusinessDate, Choice, Codes, Id, Part, PersonRef, Region, Words } from './field';
import { FLAG_ID } from './case-events';
import { mustNameSubject, OVERSEERS, Subject } from './oversight';
import { Refused } from './refused';

/** 12317 poverty relief, 12388 discipline, 舆情 what the press and the net say. */
export const CHANNELS = ['12317', '12388', 'letter', 'visit', 'online', 'public-opinion'] as const;

export class ComplaintReceived {
  @Region('region it concerns') region: string;
  @Choice('how it came', CHANNELS) channel: (typeof CHANNELS)[number];
  @Choice('what it is about', ['eligibility', 'payment', 'project', 'loan', 'housing', 'disclosure', 'conduct', 'other']) category: string;
  @Words('matter, nothing personal', { max: 300 }) matter: string;
  @Part('whom or what it is about', () => Subject, { optional: true }) subject?: Subject;
  @PersonRef('who informed, where they gave their name', { optional: true }) informantRef?: string;
  @BusinessDate('day it came in') occurredOn: string;
}
export class ComplaintLinked {
  @Codes('flags it bears on', FLAG_ID) flagIds: string[];
  @Id('case that takes it up', { optional: true }) caseId?: string;
  @BusinessDate('day') occurredOn: string;
}
export class ComplaintAnswered {
  @Choice('outcome', ['substantiated', 'unsubstantiated', 'referred']) outcome: 'substantiated' | 'unsubstantiated' | 'referred';
  @Words('answer, nothing personal', { max: 300 }) text: string;
  @BusinessDate('day') occurredOn: string;
}

export interface ComplaintState {
  readonly status: 'none' | 'open' | 'answered';
  readonly received?: ComplaintReceived;
  readonly flagIds: readonly string[];
  readonly caseIds: readonly string[];
  readonly answer?: ComplaintAnswered;
}

const events = { ComplaintReceived, ComplaintLinked, ComplaintAnswered };
const commands = {
  ReceiveComplaint: { data: ComplaintReceived, kind: 'report', by: OVERSEERS, opens: true },
  LinkComplaint: { data: ComplaintLinked, kind: 'wish', by: OVERSEERS },
  AnswerComplaint: { data: ComplaintAnswered, kind: 'wish', by: OVERSEERS },
} satisfies Record<string, CommandRule<ComplaintState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

const WHAT = { zh: '信访举报', en: 'complaint' };

function decide(command: Command, state: ComplaintState): readonly Event[] {
  if (command.type === 'ReceiveComplaint') {
    mustBeNew(state.status !== 'none', WHAT);
    if (command.data.subject) mustNameSubject(command.data.subject, '/subject');
    return [{ type: 'ComplaintReceived', data: command.data }];
  }
  mustExist(state.status !== 'none', WHAT);
  if (command.type === 'LinkComplaint') {
    if (command.data.flagIds.length === 0 && command.data.caseId === undefined) throw malformed('linked-to-nothing', '/flagIds', '须写明疑点或案件', 'it is linked to a flag or to a case');
    return [{ type: 'ComplaintLinked', data: command.data }];
  }
  if (state.status === 'answered') throw new Refused('complaint-already-answered', { zh: '该信访举报已答复', en: 'this complaint was answered already' });
  return [{ type: 'ComplaintAnswered', data: command.data }];
}

function evolve(state: ComplaintState, event: Event): ComplaintState {
  switch (event.type) {
    case 'ComplaintReceived':
      return { ...state, status: 'open', received: event.data };
    case 'ComplaintLinked':
      return { ...state, flagIds: [...new Set([...state.flagIds, ...event.data.flagIds])], caseIds: event.data.caseId === undefined ? state.caseIds : [...new Set([...state.caseIds, event.data.caseId])] };
    case 'ComplaintAnswered':
      return { ...state, status: 'answered', answer: event.data };
  }
}

const complaint: Decider<ComplaintState, Command, Event> = {
  noun: 'complaint',
  events,
  commands,
  initial: { status: 'none', flagIds: [], caseIds: [] },
  region: (state, data) => state.received?.region ?? (data as Partial<ComplaintReceived>).region ?? '',
  decide,
  evolve,
};
export default complaint;
