/** A roster (花名册): who is to be paid what, compiled, posted in the village, objected to, sealed. */
import { createHash } from 'node:crypto';
import { malformed, mustBeInOrder, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Role } from './decider';
import { DISCLOSURE_EVENTS, decideDisclosure, disclosureRules, evolveDisclosure, isDisclosureCommand, LEVELS, NOTHING_POSTED, type DisclosureCommand, type Posted } from './disclosure';
import { BusinessDate, Choice, Codes, Fen, Id, Integer, Month, Parts, PersonRef, Region, Sha256, Words, YesNo } from './field';
import { Refused } from './refused';

export class RosterEntry {
  @PersonRef('payee') payeeRef: string;
  @Id('household', { optional: true }) householdId?: string;
  @Fen('amount') amountFen: number;
}
class RosterOfPeriod {
  @Region('village or township') region: string;
  @Id('programme') programmeId: string;
  @Month('first month of the benefit period') benefitFrom: string;
  @Month('last month of the benefit period') benefitTo: string;
  @Parts('entries', () => RosterEntry, { max: 500 }) entries: RosterEntry[];
  @BusinessDate('day of compiling') occurredOn: string;
}
/** What the office sends. Hashes over references are made here: an office that sends names in clear cannot know them; one it does send must fit. */
export class RosterDraft extends RosterOfPeriod {
  @Sha256('hash of the entries in references', { optional: true }) contentHash?: string;
}
export class RosterCompiled extends RosterOfPeriod {
  @Sha256('hash of the entries in references') contentHash: string;
}
class RosterShown {
  @Choice('level', LEVELS) level: string;
  @Words('board or site', { max: 100 }) venueName: string;
  @BusinessDate('first day shown') occurredOn: string;
  @BusinessDate('last day shown') until: string;
  @BusinessDate('day the posted sheet or photo says it was made', { optional: true }) createdOn?: string;
  @Codes('hashes of photos that show it hanging', /^[0-9a-f]{64}$/, { optional: true, max: 20 }) photoHashes?: string[];
}
export class RosterPosting extends RosterShown {
  @Sha256('hash of what was posted; the roster as it stands where absent', { optional: true }) contentHash?: string;
}
export class RosterPosted extends RosterShown {
  @Sha256('hash of what was posted') contentHash: string;
}
export class ObjectionRaised {
  @Id('names the objection') objectionId: string;
  @PersonRef('entry objected to', { optional: true }) payeeRef?: string;
  @Words('what is objected, nothing personal', { max: 200 }) matter: string;
  @BusinessDate('day') occurredOn: string;
}
export class ObjectionAnswered {
  @Id('objection') objectionId: string;
  @YesNo('objection was right') upheld: boolean;
  @Words('answer, nothing personal', { max: 200 }) answer: string;
  @BusinessDate('day') occurredOn: string;
}
class RosterFinal {
  @Parts('final entries, where they differ from those compiled', () => RosterEntry, { max: 500, optional: true }) entries?: RosterEntry[];
  @BusinessDate('day of sealing') occurredOn: string;
}
export class RosterSealing extends RosterFinal {
  @Integer('entries', { optional: true }) count?: number;
  @Fen('total', { optional: true }) totalFen?: number;
  @Sha256('final hash of the entries', { optional: true }) contentHash?: string;
}
export class RosterSealed extends RosterFinal {
  @Integer('entries') count: number;
  @Fen('total') totalFen: number;
  @Sha256('final hash of the entries') contentHash: string;
}

interface Content {
  readonly count: number;
  readonly totalFen: number;
  readonly contentHash: string;
}

export interface RosterState {
  /** Empty before it is compiled. */
  readonly region: string;
  /** As compiled; once sealed, final. */
  readonly content: Content;
  /** Objections by id, and whether each is answered. */
  readonly objections: ReadonlyMap<string, boolean>;
  readonly sealed: boolean;
  readonly posted: Posted;
}

const events = { RosterCompiled, RosterPosted, ObjectionRaised, ObjectionAnswered, RosterSealed, ...DISCLOSURE_EVENTS };
const by: readonly Role[] = ['office'];
const own = {
  CompileRoster: { data: RosterDraft, kind: 'wish', by, opens: true },
  PostRoster: { data: RosterPosting, kind: 'report', by },
  RaiseObjection: { data: ObjectionRaised, kind: 'report', by },
  AnswerObjection: { data: ObjectionAnswered, kind: 'report', by },
  SealRoster: { data: RosterSealing, kind: 'wish', by },
} satisfies Record<string, CommandRule<RosterState>>;
const commands = { ...own, ...disclosureRules(by) };

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof own> | DisclosureCommand;

const WHAT = { zh: '花名册', en: 'roster' };

/** Count, total and hash of entries. The hash covers references, households and amounts in sorted order: the same list has the same hash. Do not reorder. */
export function contentOf(entries: readonly RosterEntry[]): Content {
  const rows = entries.map(({ payeeRef, householdId, amountFen }) => JSON.stringify([payeeRef, householdId ?? '', amountFen])).sort();
  return {
    count: entries.length,
    totalFen: entries.reduce((sum, { amountFen }) => sum + amountFen, 0),
    contentHash: createHash('sha256').update(`[${rows.join(',')}]`).digest('hex'),
  };
}

function mustBeList(entries: readonly RosterEntry[]): void {
  if (entries.length === 0) throw malformed('roster-empty', '/entries', '花名册没有人', 'the roster names nobody');
  const rows = entries.map(({ payeeRef, householdId, amountFen }) => JSON.stringify([payeeRef, householdId, amountFen]));
  const twice = rows.findIndex((row, index) => rows.indexOf(row) !== index);
  if (twice >= 0) throw malformed('entry-twice', `/entries/${String(twice)}`, '同一行列了两次', 'the same entry stands twice');
}

/** What the sender says about the content must be what it is. */
function mustFit(said: Partial<Content>, content: Content): void {
  for (const name of ['count', 'totalFen', 'contentHash'] as const) {
    if (said[name] === undefined || said[name] === content[name]) continue;
    throw new Refused('roster-differs', {
      zh: `${name} 与花名册不符,应为 ${String(content[name])}`, en: `${name} is not that of the roster, which has ${String(content[name])}`,
    }, 'refused', [{ pointer: `/${name}`, code: 'roster-differs', text: { zh: `应为 ${String(content[name])}`, en: `should be ${String(content[name])}` } }]);
  }
}

function compile(data: RosterDraft, state: RosterState): Event[] {
  mustBeNew(state.region !== '', WHAT);
  mustBeList(data.entries);
  if (data.benefitTo < data.benefitFrom) throw malformed('dates-reversed', '/benefitTo', '受益期止早于起', 'the benefit period ends before it begins');
  const content = contentOf(data.entries);
  mustFit({ contentHash: data.contentHash }, content);
  return [{ type: 'RosterCompiled', data: { ...data, contentHash: content.contentHash } }];
}

/** What hung on the board may differ from the list: that is for rule A25 to say. */
function post(data: RosterPosting, state: RosterState): Event[] {
  mustBeInOrder(data.occurredOn, data.until, '/until');
  return [{ type: 'RosterPosted', data: { ...data, contentHash: data.contentHash ?? state.content.contentHash } }];
}

function raise(data: ObjectionRaised, state: RosterState): Event[] {
  if (state.objections.has(data.objectionId)) throw new Refused('objection-already-raised', { zh: '该异议编号已登记', en: 'an objection of this id is on record already' });
  return [{ type: 'ObjectionRaised', data }];
}

function answer(data: ObjectionAnswered, state: RosterState): Event[] {
  const answered = state.objections.get(data.objectionId);
  if (answered === undefined) throw new Refused('no-such-objection', { zh: '没有这项异议', en: 'there is no such objection' }, 'unknown');
  if (answered) throw new Refused('objection-already-answered', { zh: '该异议已答复', en: 'this objection was answered already' });
  return [{ type: 'ObjectionAnswered', data }];
}

/** A changed list may be sealed, with its entries said: whether objections carry the change is for rule A27. An unanswered objection may not be sealed away. */
function seal(data: RosterSealing, state: RosterState): Event[] {
  if (state.sealed) throw new Refused('roster-already-sealed', { zh: '花名册已封存,内容不可再变', en: 'the roster is sealed; its content is final' });
  if ([...state.objections.values()].includes(false)) throw new Refused('objection-open', { zh: '尚有异议未答复', en: 'an objection is not answered yet' });
  if (data.entries) mustBeList(data.entries);
  const content = data.entries ? contentOf(data.entries) : state.content;
  mustFit(data, content);
  return [{ type: 'RosterSealed', data: { ...data, ...content } }];
}

function decide(command: Command, state: RosterState): readonly Event[] {
  if (command.type === 'CompileRoster') return compile(command.data, state);
  mustExist(state.region !== '', WHAT);
  if (isDisclosureCommand(command)) return decideDisclosure(command, state.posted);
  switch (command.type) {
    case 'PostRoster':
      return post(command.data, state);
    case 'RaiseObjection':
      return raise(command.data, state);
    case 'AnswerObjection':
      return answer(command.data, state);
    case 'SealRoster':
      return seal(command.data, state);
  }
}

function evolve(before: RosterState, event: Event): RosterState {
  const state = { ...before, posted: evolveDisclosure(before.posted, event) };
  switch (event.type) {
    case 'RosterCompiled':
      return { ...state, region: event.data.region, content: contentOf(event.data.entries) };
    case 'ObjectionRaised':
      return { ...state, objections: new Map(state.objections).set(event.data.objectionId, false) };
    case 'ObjectionAnswered':
      return { ...state, objections: new Map(state.objections).set(event.data.objectionId, true) };
    case 'RosterSealed': {
      const { count, totalFen, contentHash } = event.data;
      return { ...state, sealed: true, content: { count, totalFen, contentHash } };
    }
    case 'RosterPosted':
    case 'DisclosurePosted':
    case 'DisclosureWithdrawn':
    case 'StreamAttested':
      return state;
  }
}

const roster: Decider<RosterState, Command, Event> = {
  noun: 'roster',
  events,
  commands,
  initial: { region: '', content: { count: 0, totalFen: 0, contentHash: '' }, objections: new Map(), sealed: false, posted: NOTHING_POSTED },
  region: (state, data) => (state.region === '' ? ((data as Partial<RosterDraft>).region ?? '') : state.region),
  decide,
  evolve,
};
export default roster;
