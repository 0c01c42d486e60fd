/** given / when / then for deciders: what was recorded, what somebody wants, what follows. Fixed people, days and references. */
import type { Actor, Context, Decider, Message, Recorded, Role } from '../../src/domain/decider';
import type { Class } from '../../src/domain/field';
import { checkMessage } from '../../src/domain/field-check';
import { Refused } from '../../src/domain/refused';

/** An event as a story tells it; `by` is who recorded it. */
export interface Told extends Message {
  readonly by?: string;
}

export interface Circumstances {
  readonly id?: string;
  readonly by?: string;
  readonly role?: Role;
  readonly region?: string;
  readonly ledgerDay?: string;
  readonly cited?: ReadonlyMap<string, readonly Recorded[]>;
}

const TELLER = 'teller';

/** A reference of the vault's form: `ref('p', 3)` is always the same person. */
export const ref = (kind: 'p' | 'a' | 'r', number: number): string => `${kind}-${String(number).padStart(26, '0')}`;

/** A hash of the right form. */
export const hash = (digit: string): string => digit.repeat(64);

export const told = (type: string, data: object, by?: string): Told => ({ type, data, ...(by === undefined ? {} : { by }) });

/** An event as it stands in the ledger, for stories of one stream and for streams cited. */
export function recorded(event: Told, revision: number, streamId: string): Recorded {
  const metadata = { actor: event.by ?? TELLER, office: 'office-1', region: '', correlationId: 'c', causationId: '', idempotencyKey: `k${String(revision)}` };
  return { position: revision, streamId, revision, eventId: `e${String(revision)}`, type: event.type, schemaVersion: 1, recordedAtUs: revision + 1, metadata, data: event.data };
}

function mustBeWellFormed(type: Class | undefined, message: Message): void {
  if (!type) throw new Error(`no class for ${message.type}`);
  const errors = checkMessage(type, message.data);
  if (errors.length > 0) throw new Error(`${message.type} is not well formed: ${errors.map(({ pointer, text }) => `${pointer} ${text.en}`).join('; ')}`);
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a story tells any noun.
export function storyOf<S>(decider: Decider<S, any, any>, usual: Circumstances = {}) {
  const fold = (events: readonly Told[]): S => events.reduce<S>((state, event, revision) => {
    mustBeWellFormed((decider.events as Record<string, Class>)[event.type], event);
    return decider.evolve(state, recorded(event, revision, `${decider.noun}-${usual.id ?? '1'}`));
  }, decider.initial);

  const decide = (history: readonly Told[], command: Message, now: Circumstances): readonly Message[] => {
    const rule = (decider.commands as Record<string, { data: Class }>)[command.type];
    mustBeWellFormed(rule?.data, command);
    const { id = '1', by = TELLER, role = 'clerk', region = '422899', ledgerDay, cited = new Map() } = { ...usual, ...now };
    const actor: Actor = { id: by, role, office: 'office-1', region };
    const context: Context = { id, actor, ledgerDay, cited };
    const events = decider.decide(command, fold(history), context) as readonly Message[];
    for (const event of events) mustBeWellFormed((decider.events as Record<string, Class>)[event.type], event);
    return events.map(({ type, data }) => ({ type, data: { ...data } }));
  };

  const given = (...history: readonly Told[]) => ({
    /** The state the history leaves. */
    state: (): S => fold(history),
    when: (type: string, data: object, now: Circumstances = {}) => ({
      then: (...expected: readonly Message[]) => expect(decide(history, { type, data }, now)).toEqual(expected.map((event) => ({ type: event.type, data: event.data }))),
      /** The command stands as it is, under the name of its event. */
      thenRecords: (eventType: string) => expect(decide(history, { type, data }, now)).toEqual([{ type: eventType, data }]),
      thenRefuses: (code: string) => expect(refusal(() => decide(history, { type, data }, now))).toBe(code),
      events: (): readonly Message[] => decide(history, { type, data }, now),
    }),
  });
  return { given, fold };
}

/** The code of the refusal, or what was answered instead. */
function refusal(attempt: () => readonly Message[]): string {
  try {
    return `not refused: ${attempt().map(({ type }) => type).join(', ')}`;
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

/** One seed for all properties of a run; fast-check prints it, `SEED=n` repeats it. */
export const seed = Number(process.env['SEED'] ?? 20181121);
