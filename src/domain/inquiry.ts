/** An inquiry (征求意见): what auditors put to the audited office in writing, and its replies; the one part of their work the audited sees. */
import { mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Role } from './decider';
import { BusinessDate, Choice, Codes, Id, Region, Sha256, Words } from './field';
import { decideEvidence, EVIDENCE_EVENTS, evidenceRules, evolveEvidence, isEvidenceCommand, NOTHING_ATTACHED, type Attached, type EvidenceCommand } from './evidence';

export class ReplyRequested {
  @Region('region of the office asked') region: string;
  @Words('office asked', { max: 100 }) office: string;
  @Words('what is put to it, nothing personal') matter: string;
  @Id('engagement, as named in the audit notice', { optional: true }) engagementId?: string;
  @Sha256('hash of the draft report', { optional: true }) contentHash?: string;
  @BusinessDate('day the office received it') occurredOn: string;
}
export class AuditReplied {
  @Choice('accepts, disputes or accepts in part', ['accepts', 'disputes', 'partly']) stance: 'accepts' | 'disputes' | 'partly';
  @Words('reply, nothing personal') text: string;
  @Codes('hashes of the evidence', /^[0-9a-f]{64}$/) evidenceHashes: string[];
  @BusinessDate('day of the reply') occurredOn: string;
}

export interface InquiryState {
  readonly request?: ReplyRequested;
  readonly replies: readonly AuditReplied[];
  readonly attached: Attached;
}

const events = { ReplyRequested, AuditReplied, ...EVIDENCE_EVENTS };
const replying: readonly Role[] = ['office', 'clerk'];
const own = {
  RequestReply: { data: ReplyRequested, kind: 'wish', by: ['auditor', 'supervisor'], opens: true },
  ReplyToAudit: { data: AuditReplied, kind: 'report', by: replying },
} satisfies Record<string, CommandRule<InquiryState>>;
const commands = { ...own, ...evidenceRules(replying) };

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof own> | EvidenceCommand;

const WHAT = { zh: '征求意见', en: 'inquiry' };

/** A late reply is a reply, and one may be added to: the duty says by when the first was due. */
function decide(command: Command, state: InquiryState): readonly Event[] {
  if (command.type === 'RequestReply') {
    mustBeNew(state.request !== undefined, WHAT);
    return [{ type: 'ReplyRequested', data: command.data }];
  }
  mustExist(state.request !== undefined, WHAT);
  if (isEvidenceCommand(command)) return decideEvidence(command, state.attached);
  return [{ type: 'AuditReplied', data: command.data }];
}

function evolve(before: InquiryState, event: Event): InquiryState {
  const state = { ...before, attached: evolveEvidence(before.attached, event) };
  switch (event.type) {
    case 'ReplyRequested':
      return { ...state, request: event.data };
    case 'AuditReplied':
      return { ...state, replies: [...state.replies, event.data] };
    case 'EvidenceAttached':
      return state;
  }
}

const inquiry: Decider<InquiryState, Command, Event> = {
  noun: 'inquiry',
  events,
  commands,
  initial: { replies: [], attached: NOTHING_ATTACHED },
  region: (state, data) => state.request?.region ?? (data as Partial<ReplyRequested>).region ?? '',
  decide,
  evolve,
};
export default inquiry;
