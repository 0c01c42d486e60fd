/** The shape every noun has: which events and commands it knows, how a command is decided, how a state evolves. */
import type { Class } from './field';

/** Who may act. `system` is the service itself (start-up release of rules, healing of what a crash left). */
export type Role =
  | 'clerk' | 'checker' | 'office' | 'bank' | 'auditor' | 'inspector' | 'supervisor' | 'admin' | 'province'
  | 'rule-maker' | 'rule-checker' | 'rule-releaser' | 'system';

/** The person (or service) that sends a command: whose key, whose office, and the region prefix it may act in. */
export interface Actor {
  readonly id: string;
  readonly role: Role;
  readonly office: string;
  /** Digits of the region tree: `42` province, `422899` county; empty = everywhere (system). */
  readonly region: string;
}

export interface Message {
  readonly type: string;
  readonly data: object;
}

/** The union of messages of a map `{ TypeName: Class }`. */
export type MessageOf<M extends Record<string, Class>> = {
  [K in keyof M & string]: { readonly type: K; readonly data: InstanceType<M[K]> };
}[keyof M & string];

/** The union of commands of a map `{ CommandName: CommandRule }`, each with the fields of its data class. */
export type CommandOf<M extends Record<string, { readonly data: Class }>> = {
  [K in keyof M & string]: { readonly type: K; readonly data: InstanceType<M[K]['data']> };
}[keyof M & string];

/** An event as it stands in the ledger, read back (and lifted to today's version). */
export interface Recorded<E extends Message = Message> {
  readonly position: number;
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: E['type'];
  readonly schemaVersion: number;
  /** Microseconds since 1970 by the recorded clock, strictly increasing over the ledger. */
  readonly recordedAtUs: number;
  readonly metadata: Metadata;
  readonly data: E['data'];
}

/** Who said it and on whose account: part of the canonical header. */
export interface Metadata {
  readonly actor: string;
  readonly office: string;
  readonly region: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly idempotencyKey: string;
}

/** What `decide` may know beside its own stream. No clock: the ledger day is data. */
export interface Context {
  /** The noun's id, without prefix. */
  readonly id: string;
  readonly actor: Actor;
  /** Day after the last DayEnded, `YYYY-MM-DD`; undefined before the first. Nothing may occur after it. */
  readonly ledgerDay: string | undefined;
  /** Events of other streams named by `cites`, whole streams in order. A stream that does not exist is an empty list. */
  readonly cited: ReadonlyMap<string, readonly Recorded[]>;
}

/** A command for another stream that this one needs first (`before`) or leaves to do (`after`). */
export interface Step {
  readonly name: string;
  readonly streamId: string;
  readonly command: Message;
}

/** One command: its data class, whether it is a wish or a report, who may send it. */
export interface CommandRule<S = unknown> {
  readonly data: Class;
  /** A wish is refused when it cannot be; a report is recorded even when irregular, and flagged. */
  readonly kind: 'wish' | 'report';
  /** Roles that may send it over HTTP; empty = only as a step of other work. */
  readonly by: readonly Role[];
  /** May open the stream (expects that it does not exist). */
  readonly opens?: boolean;
  /** Full stream ids whose events `decide` needs as evidence. */
  cites?(id: string, data: object, state: S): readonly string[];
  /** Steps on other streams, done before this event is appended, only after a trial `decide` succeeded. */
  before?(id: string, data: object, state: S, context: Context): readonly Step[];
  /** Steps that take `before` back, run when the command was refused after all once they had been done (somebody was quicker). */
  undo?(id: string, data: object, state: S, context: Context): readonly Step[];
  /** Steps on other streams that follow from the appended events; a crash before them is healed at start-up. */
  after?(id: string, events: readonly Message[], state: S, context: Context): readonly Step[];
}

export interface Decider<S = unknown, C extends Message = Message, E extends Message = Message> {
  /** Stream prefix without the dash, e.g. `allocation`. */
  readonly noun: string;
  /** Set where the noun has one stream only, whatever id the caller gives. */
  readonly onlyId?: string;
  readonly events: Readonly<Record<E['type'], Class>>;
  readonly commands: Readonly<Record<C['type'], CommandRule<S>>>;
  readonly initial: S;
  /**
   * The region the stream belongs to, for the region rule and for metadata; from the opening data while the state is initial.
   * Empty = national (days, calendars, rules): no office's prefix is asked, the role alone decides.
   */
  region(state: S, data: object): string;
  decide(command: C, state: S, context: Context): readonly E[];
  evolve(state: S, event: E): S;
  readonly snapshot?: Snapshot<S>;
}

/** For nouns whose streams may have hundreds of thousands of events: how a state is kept between starts, and what it weighs in memory. */
export interface Snapshot<S = unknown> {
  /** The functions the fold is made of: where the text of one is another, what was kept is void. */
  readonly madeBy: readonly unknown[];
  /** A state is worth keeping after an append that begins with one of these events. */
  readonly after: readonly string[];
  /** The state as plain data, maps, sets and typed arrays, sharing nothing that `evolve` changes. */
  hold(state: S): object;
  restore(held: object): S;
  bytes(state: S): number;
}

/**
 * Who recorded an event, for invariants about persons (maker ≠ checker). `evolve` is typed by type and data alone, but every event it is
 * given was read back from the ledger, or just recorded, and carries its metadata; the actor is there and nowhere else, so no command can claim another's name.
 */
export const recordedBy = (event: Message): string | undefined => (event as Partial<Recorded>).metadata?.actor;

export const streamId = (noun: string, id: string): string => `${noun}-${id}`;

/** `allocation-2018-07` → noun `allocation`, id `2018-07`. */
export function splitStreamId(id: string): { noun: string; id: string } {
  const dash = id.indexOf('-');
  return { noun: id.slice(0, dash), id: id.slice(dash + 1) };
}

/** True when an office with this region prefix may act in that region. Codes nest by prefix; 4290xx counties hang directly under 42. A national stream ('') is open to every prefix. */
export const covers = (prefix: string, region: string): boolean => region === '' || region.startsWith(prefix);
