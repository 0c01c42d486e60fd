/** Records incidents as actor `system`, after the answer was given; the same incident within one ledger day is one event. */
import { createHash } from 'node:crypto';
import type { CommandRequest } from './command-request';
import type { Actor } from './domain/decider';
import type { IncidentRecorded } from './domain/incident';
import type { Refused } from './domain/refused';
import type { EventStore } from './event-store/event-store';

const SYSTEM: Actor = { id: 'system', role: 'system', office: 'system', region: '' };
/** An id may hold anything its sender chose: one with a number as long as a person's is not repeated. */
const STREAM = /^(?!.*\d{15})[a-z]+-[A-Za-z0-9-]{1,64}$/;
/** Beyond this a flood is cut: the first ones tell what there is to tell. */
const WAITING_MAX = 1_000;

export interface Incident extends Omit<IncidentRecorded, 'occurredOn'> {
  /** What makes two of them the same, beside kind and day; hashed into the id, never stored. */
  readonly sameBy: string;
}

interface Recording {
  readonly store: Pick<EventStore, 'findKey'>;
  readonly execute: (request: CommandRequest) => Promise<unknown>;
  readonly ledgerDay: () => Promise<string | undefined>;
  /** Hears of an incident that could not be recorded. */
  readonly troubled?: (error: unknown) => void;
}

export class Incidents {
  private waiting = 0;
  private recording: Promise<void> = Promise.resolve();

  constructor(private readonly into: Recording) {}

  /** Looks at what was refused: a step of other work is told by the command it belongs to. */
  refused(request: CommandRequest, refusal: Refused): void {
    if (refusal.code !== 'key-conflict' || request.asStep === true) return;
    this.queue(() => this.keyConflict(request));
  }

  /** Tells of an incident; recorded soon, in order. */
  record(incident: Incident): void {
    this.queue(() => this.write(incident));
  }

  /** Resolves when all that was told is recorded. */
  flush(): Promise<void> {
    return this.recording;
  }

  private queue(work: () => Promise<void>): void {
    if (this.waiting >= WAITING_MAX) return;
    this.waiting += 1;
    this.recording = this.recording.then(work).catch((error: unknown) => this.into.troubled?.(error)).finally(() => { this.waiting -= 1; });
  }

  private async keyConflict({ actor, key, streamId, command }: CommandRequest): Promise<void> {
    const first = await this.into.store.findKey(actor.office, key);
    await this.write({
      kind: 'key-conflict', attempted: '同一幂等键用于另一请求 · another request under a used idempotency key', command: command.type,
      ...(STREAM.test(streamId) ? { aboutStreamId: streamId } : {}), ...(first ? { firstPosition: first.firstPosition } : {}),
      byActor: actor.id, byOffice: actor.office, ...(actor.region === '' ? {} : { region: actor.region }), sameBy: JSON.stringify([actor.office, key, streamId, actor.id]),
    });
  }

  private async write({ sameBy, ...incident }: Incident): Promise<void> {
    const day = await this.into.ledgerDay();
    const id = createHash('sha256').update(JSON.stringify([incident.kind, incident.command ?? '', sameBy, day ?? ''])).digest('hex').slice(0, 32);
    const data: IncidentRecorded = { ...incident, ...(day === undefined ? {} : { occurredOn: day }) };
    await this.into.execute({ streamId: `incident-${id}`, actor: SYSTEM, key: `incident-${id}`, command: { type: 'RecordIncident', data }, asStep: true });
  }
}
