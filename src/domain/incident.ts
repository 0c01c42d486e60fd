/** An incident (安全事件): an attempt on the service itself, or a check of itself that failed; told once, never with what was sent. */
import type { CommandOf, CommandRule, Decider, MessageOf } from './decider';
import { BusinessDate, Choice, Code, Integer, Region, Words } from './field';

/** key-conflict: another request under a used idempotency key · fencing: a writer that had been replaced · scrub-failed: stored bytes are not what they were · seal-refused: the ledger is not the one that was signed. */
export const INCIDENT_KINDS = ['key-conflict', 'fencing', 'scrub-failed', 'seal-refused'] as const;

export class IncidentRecorded {
  @Choice('kind', INCIDENT_KINDS) kind: (typeof INCIDENT_KINDS)[number];
  @Words('what was tried or found, nothing personal', { max: 200 }) attempted: string;
  @Code('command that was sent, by its name alone', /^[A-Za-z]{1,60}$/, { optional: true }) command?: string;
  @Code('stream it was meant for', /^[a-z]+-[A-Za-z0-9-]{1,64}$/, { optional: true, max: 96 }) aboutStreamId?: string;
  @Integer('position in the ledger of what it collides with', { optional: true }) firstPosition?: number;
  @Code('who tried it, as signed in', /^[^\s]{1,100}$/u, { optional: true, max: 100 }) byActor?: string;
  @Code('office of who tried it', /^[^\s]{1,100}$/u, { optional: true, max: 100 }) byOffice?: string;
  @Region('region of who tried it', { optional: true }) region?: string;
  @BusinessDate('ledger day; absent before the first day-end', { optional: true }) occurredOn?: string;
}

interface IncidentState {
  readonly recorded: boolean;
}

const events = { IncidentRecorded };
/** For the service alone: nobody may record an incident that was none. The id says what is the same one: told a second time, nothing new is recorded. */
const commands = {
  RecordIncident: { data: IncidentRecorded, kind: 'report', by: [], opens: true },
} satisfies Record<string, CommandRule<IncidentState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

const incident: Decider<IncidentState, Command, Event> = {
  noun: 'incident',
  events,
  commands,
  initial: { recorded: false },
  region: (_state, data) => (data as Partial<IncidentRecorded>).region ?? '',
  decide: (command, state) => (state.recorded ? [] : [{ type: 'IncidentRecorded', data: command.data }]),
  evolve: () => ({ recorded: true }),
};
export default incident;
