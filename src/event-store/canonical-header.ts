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

export function parseHeader(text: string): Header {
  const stored = JSON.parse(text) as Stored;
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

const uuidLength = 36;
const afterRevision = '","schemaVersion":"';

/**
 * Reads headers in the order of the ledger. Those of one append differ in id, time, revision, version and type only: where the rest stands letter by
 * letter as in the one before, it is not parsed again and its strings are shared. A quote within a string is escaped, so no text can pass for a frame.
 */
export class HeaderReader {
  private last: { readonly header: Header; readonly frame: HeaderFrame } | undefined;

  read(text: string): Header {
    const alike = this.asLast(text);
    if (alike) return alike;
    const header = parseHeader(text);
    this.last = { header, frame: headerFrame(header.streamId, header.metadata) };
    return header;
  }

  private asLast(text: string): Header | undefined {
    if (!this.last) return undefined;
    const { header: { streamId, metadata }, frame: { beforeId, afterId, afterTime, beforeType } } = this.last;
    const idEnd = beforeId.length + uuidLength;
    if (!text.startsWith(beforeId) || !text.startsWith(afterId, idEnd)) return undefined;
    const time = idEnd + afterId.length;
    const timeEnd = text.indexOf('"', time);
    if (!text.startsWith(afterTime, timeEnd)) return undefined;
    const revision = timeEnd + afterTime.length;
    const revisionEnd = text.indexOf('"', revision);
    if (!text.startsWith(afterRevision, revisionEnd)) return undefined;
    const version = revisionEnd + afterRevision.length;
    const versionEnd = text.indexOf('"', version);
    if (!text.startsWith(beforeType, versionEnd)) return undefined;
    const type = text.slice(versionEnd + beforeType.length + 1, -2);
    if (type.includes('\\')) return undefined;
    return {
      streamId, revision: Number(text.slice(revision, revisionEnd)), eventId: text.slice(beforeId.length, idEnd), type,
      schemaVersion: Number(text.slice(version, versionEnd)), recordedAtUs: Number(text.slice(time, timeEnd)), metadata,
    };
  }
}
