/** What was done with personal data: read in clear, exported, erased. One stream per subject, file or case the caller names. */
import { recordedBy, type CommandOf, type CommandRule, type Decider, type MessageOf } from './decider';
import { BusinessDate, Choice, Code, Codes, Integer, Region, Sha256, Words } from './field';
import { Refused } from './refused';

/** A reference to anybody or anything in the vault. */
export const anySubject = /^[par]-[0-9a-z]{26}$/;
export const PURPOSES = ['payment', 'audit', 'inspection', 'eligibility-check', 'complaint', 'erasure', 'other'] as const;

export class PersonalDataRevealed {
  @Codes('subjects opened', anySubject) subjectRefs: string[];
  @Choice('purpose', PURPOSES) purpose: (typeof PURPOSES)[number];
  @Words('why, without naming anybody', { max: 200 }) reason: string;
  @Code('case or engagement it belongs to', /^(case|engagement)-[A-Za-z0-9-]{1,64}$/, { optional: true, max: 96 }) caseStreamId?: string;
}
export class FileExported {
  @Code('what was exported', /^[a-z][a-z-]{0,39}$/) content: string;
  @Region('region it covers') region: string;
  @Integer('rows') rowCount: number;
  @Sha256('content hash of the file') contentHash: string;
  @Choice('purpose', PURPOSES) purpose: (typeof PURPOSES)[number];
  @Words('why, without naming anybody', { max: 200 }) reason: string;
}
export class ErasureRequested {
  @Code('subject', anySubject) subjectRef: string;
  @Words('legal basis', { max: 200 }) basis: string;
  @BusinessDate('day the request came in', { optional: true }) occurredOn?: string;
}
export class SubjectErased {
  @Code('subject', anySubject) subjectRef: string;
  @Code('who asked for it', /^.{1,200}$/u, { max: 200 }) requestedBy: string;
}
/** Names the subject once more, so that nobody approves another one by mistake; who asked is read from the stream. */
export class EraseSubject {
  @Code('subject', anySubject) subjectRef: string;
}

export interface AccessState {
  /** Subject → who asked that it be erased. */
  readonly requested: ReadonlyMap<string, string>;
  readonly erased: ReadonlySet<string>;
}

const events = { PersonalDataRevealed, FileExported, ErasureRequested, SubjectErased };
/** Those without a role are sent by the service when it opens, exports or erases for the actor: nobody may record a deed that was not done. */
const commands = {
  RevealPersonalData: { data: PersonalDataRevealed, kind: 'wish', by: [], opens: true },
  ExportFile: { data: FileExported, kind: 'wish', by: [], opens: true },
  RequestErasure: { data: ErasureRequested, kind: 'wish', by: ['admin', 'office'], opens: true },
  EraseSubject: { data: EraseSubject, kind: 'wish', by: [] },
} satisfies Record<string, CommandRule<AccessState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

function requestErasure(data: ErasureRequested, state: AccessState): Event[] {
  if (state.erased.has(data.subjectRef)) throw new Refused('already-erased', { zh: '该主体的个人信息已经删除', en: "this subject's personal data is already erased" });
  if (state.requested.has(data.subjectRef)) throw new Refused('already-requested', { zh: '该主体的删除申请已在办理', en: 'the erasure of this subject is already asked for' });
  return [{ type: 'ErasureRequested', data }];
}

/** The approver is whoever sends this; the vault's own check of open flags, cases and retention comes before it. */
function eraseSubject(data: EraseSubject, state: AccessState, actorId: string): Event[] {
  if (state.erased.has(data.subjectRef)) throw new Refused('already-erased', { zh: '该主体的个人信息已经删除', en: "this subject's personal data is already erased" });
  const requestedBy = state.requested.get(data.subjectRef);
  if (requestedBy === undefined) throw new Refused('erasure-not-requested', { zh: '没有针对该主体的删除申请', en: 'nobody has asked that this subject be erased' });
  if (requestedBy === actorId) throw new Refused('same-person', { zh: '申请与批准不得为同一人', en: 'whoever asked for an erasure may not approve it' });
  return [{ type: 'SubjectErased', data: { subjectRef: data.subjectRef, requestedBy } }];
}

function evolve(state: AccessState, event: Event): AccessState {
  if (event.type === 'ErasureRequested') return { ...state, requested: new Map(state.requested).set(event.data.subjectRef, recordedBy(event) ?? '') };
  if (event.type === 'SubjectErased') return { ...state, erased: new Set(state.erased).add(event.data.subjectRef) };
  return state;
}

const access: Decider<AccessState, Command, Event> = {
  noun: 'access',
  events,
  commands,
  initial: { requested: new Map(), erased: new Set() },
  region: (_state, data) => (data as { region?: string }).region ?? '',
  decide(command, state, { actor }) {
    switch (command.type) {
      case 'RevealPersonalData':
        return [{ type: 'PersonalDataRevealed', data: command.data }];
      case 'ExportFile':
        return [{ type: 'FileExported', data: command.data }];
      case 'RequestErasure':
        return requestErasure(command.data, state);
      case 'EraseSubject':
        return eraseSubject(command.data, state, actor.id);
    }
  },
  evolve,
};
export default access;
