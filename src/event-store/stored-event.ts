/** Stored bytes back to an event: the header bytes are what is believed, lifted to today's version. */
import { parseHeader } from './canonical-header';
import type { StoredEvent } from './event-store';
import { upcast } from './upcast';

export function storedEvent(position: number, headerBytes: Buffer, payloadBytes: Buffer, salt: Buffer): StoredEvent {
  const data = JSON.parse(payloadBytes.toString('utf8')) as object;
  return upcast({ position, ...parseHeader(headerBytes), data, headerBytes, payloadBytes, salt });
}
