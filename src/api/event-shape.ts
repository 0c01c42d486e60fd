/** How an event is shown over HTTP: envelope, metadata and data, with the recorded time as RFC 3339 in microseconds. */
import type { Recorded } from '../domain/decider';

export interface ShownEvent {
  readonly position: number;
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly recordedAt: string;
  readonly metadata: object;
  readonly data: object;
  /** Where it is proven to be in the signed tree. */
  readonly proof: string;
}

/** Microseconds since 1970 as `2018-03-01T08:00:00.000123Z`. */
export function timeText(recordedAtUs: number): string {
  const seconds = Math.floor(recordedAtUs / 1_000_000);
  const micros = recordedAtUs - seconds * 1_000_000;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${String(micros).padStart(6, '0')}Z`;
}

export function shownEvent(event: Recorded): ShownEvent {
  const { actor, office, region, correlationId, causationId } = event.metadata;
  return {
    position: event.position, streamId: event.streamId, revision: event.revision, eventId: event.eventId, type: event.type,
    schemaVersion: event.schemaVersion, recordedAt: timeText(event.recordedAtUs), metadata: { actor, office, region, correlationId, causationId }, data: event.data,
    proof: `/v1/proofs/${String(event.position)}`,
  };
}
