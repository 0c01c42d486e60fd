/** The canonical header: everything about an event but its position and payload, as the bytes that proofs rest on. */
import type { Metadata } from '../domain/decider';
import { canonicalString } from './canonical-json';

const format = 'mingzhang-header/1';

export interface Header {
  readonly streamId: string;
  readonly revision: number;
  readonly eventId: string;
  readonly type: string;
  readonly schemaVersion: number;
  readonly recordedAtUs: number;
  readonly metadata: Metadata;
}

/** The parts of a header that one append shares, written once. */
export interface HeaderFrame {
  readonly beforeId: string;
  readonly afterId: string;
  readonly afterTime: string;
  readonly beforeType: string;
}

export function headerFrame(streamId: string, metadata: Metadata): HeaderFrame {
  const { actor, causationId, correlationId, idempotencyKey, office, region } = metadata;
  return {
    beforeId: `{"actor":${canonicalString(actor)},"causationId":${canonicalString(causationId)}`
      + `,"correlationId":${canonicalString(correlationId)},"eventId":"`,
    afterId: `","format":"${format}","idempotencyKey":${canonicalString(idempotencyKey)},"office":${canonicalString(office)},"recordedAt":"`,
    afterTime: `","region":${canonicalString(region)},"revision":"`,
    beforeType: `","streamId":${canonicalString(streamId)},"type":`,
  };
}

/** Members stand in the order RFC 8785 sorts them; a property test compares with the general writer. Integers are decimal strings. */
export function framedHeader(
  frame: HeaderFrame, eventId: string, type: string, schemaVersion: number, revision: number, recordedAtUs: number,
): string {
  return `${frame.beforeId}${eventId}${frame.afterId}${String(recordedAtUs)}${frame.afterTime}${String(revision)}`
    + `","schemaVersion":"${String(schemaVersion)}${frame.beforeType}${canonicalString(type)}}`;
}

export function canonicalHeader(header: Header): string {
  const frame = headerFrame(header.streamId, header.metadata);
  return framedHeader(frame, header.eventId, header.type, header.schemaVersion, header.revision, header.recordedAtUs);
}

type Stored = Readonly<Record<'actor' | 'causationId' | 'correlationId' | 'eventId' | 'format' | 'idempotencyKey' | 'office'
  | 'recordedAt' | 'region' | 'revision' | 'schemaVersion' | 'streamId' | 'type', string>>;

export function parseHeader(bytes: Buffer): Header {
  const stored = JSON.parse(bytes.toString('utf8')) as Stored;
  if (stored.format !== format) throw new Error(`unknown header format ${stored.format}`);
  const { actor, office, region, correlationId, causationId, idempotencyKey } = stored;
  return {
    streamId: stored.streamId,
    revision: Number(stored.revision),
    eventId: stored.eventId,
    type: stored.type,
    schemaVersion: Number(stored.schemaVersion),
    recordedAtUs: Number(stored.recordedAt),
    metadata: { actor, office, region, correlationId, causationId, idempotencyKey },
  };
}
