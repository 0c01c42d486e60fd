/** Stored bytes back to an event: the header bytes are what is believed, lifted to today's version. */
import { HeaderReader, parseHeader } from './canonical-header';
import type { Recorded } from '../domain/decider';
import type { StoredEvent } from './event-store';
import { upcast } from './upcast';

export function storedEvent(position: number, headerBytes: Buffer, payloadBytes: Buffer, salt: Buffer): StoredEvent {
  const data = JSON.parse(payloadBytes.toString('utf8')) as object;
  return upcast({ position, ...parseHeader(headerBytes.toString('utf8')), data, headerBytes, payloadBytes, salt });
}

/** Many in the order of the ledger, from the bytes as text, for who has no use for the bytes. */
export function recordedEvents(rows: readonly (readonly [position: string, header: string, payload: string])[]): Recorded[] {
  const headers = new HeaderReader();
  return rows.map(([position, header, payload]) => {
    const { streamId, revision, eventId, type, schemaVersion, recordedAtUs, metadata } = headers.read(header);
    return upcast({ position: Number(position), streamId, revision, eventId, type, schemaVersion, recordedAtUs, metadata, data: JSON.parse(payload) as object });
  });
}
