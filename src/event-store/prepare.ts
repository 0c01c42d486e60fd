/** What can be done to an append before anyone decides on it: checks, canonical bytes, ids. Every store shares it. */
import { randomFillSync } from 'node:crypto';
import type { Append } from './event-store';
import { canonicalJson } from './canonical-json';
import { headerFrame, type HeaderFrame } from './canonical-header';
import { eventIds } from './event-id';

export interface PreparedEvent {
  readonly type: string;
  readonly schemaVersion: number;
  /** UUID as text. */
  readonly id: string;
  /** Canonical JSON; its UTF-8 bytes are what is stored. */
  readonly payload: string;
  readonly salt: Buffer;
}

export interface Prepared {
  readonly streamId: string;
  readonly expected: Append['expected'];
  readonly office: string;
  readonly key: string;
  /** Office and key as one map key; the length keeps `a|b` + `c` apart from `a` + `b|c`. */
  readonly keyId: string;
  readonly bodyHash: string;
  readonly frame: HeaderFrame;
  readonly events: readonly PreparedEvent[];
  readonly bytes: number;
}

const streamIdShape = /^[A-Za-z0-9][A-Za-z0-9._:~-]{0,199}$/;
const hashShape = /^[0-9a-f]{64}$/;
const headerAllowance = 512;

export const keyIdOf = (office: string, key: string): string => `${String(office.length)}|${office}|${key}`;

/** Random bytes are drawn for many salts at once: one call each would cost more than all the rest of a small append. */
const saltBytes = 16;
let salts = Buffer.alloc(0);
let used = 0;

function freshSalt(): Buffer {
  if (used === salts.length) {
    salts = randomFillSync(Buffer.allocUnsafeSlow(512 * saltBytes));
    used = 0;
  }
  used += saltBytes;
  return salts.subarray(used - saltBytes, used);
}

/** Throws on what no store could hold, so that a bad append fails alone, before it joins others. */
export function prepare(append: Append): Prepared {
  const { streamId, expected, metadata, key: { office, key, bodyHash } } = append;
  if (!streamIdShape.test(streamId)) throw new TypeError('a stream id is 1 to 200 of A-Z a-z 0-9 . _ : ~ -');
  if (typeof expected === 'number' && (!Number.isSafeInteger(expected) || expected < 0)) throw new TypeError('an expected revision is a whole number');
  if (append.events.length === 0) throw new TypeError('an append has at least one event');
  if (!hashShape.test(bodyHash)) throw new TypeError('a body hash is 64 lower-case hex digits');
  for (const word of [office, key]) {
    if (word.length === 0 || word.length > 400 || word.includes('\0')) throw new TypeError('office and key are 1 to 400 characters without U+0000');
  }
  let bytes = 0;
  const idOf = eventIds(office, key);
  const events = append.events.map((event, ordinal): PreparedEvent => {
    if (event.type.length === 0 || event.type.includes('\0')) throw new TypeError('an event has a type');
    if (!Number.isInteger(event.schemaVersion) || event.schemaVersion < 1 || event.schemaVersion > 32767) throw new TypeError('a schema version is 1 to 32767');
    const payload = canonicalJson(event.data);
    bytes += Buffer.byteLength(payload, 'utf8') + headerAllowance;
    return {
      type: event.type, schemaVersion: event.schemaVersion, payload,
      id: idOf(ordinal), salt: freshSalt(),
    };
  });
  const frame = headerFrame(streamId, { ...metadata, office, idempotencyKey: key });
  return { streamId, expected, office, key, keyId: keyIdOf(office, key), bodyHash, frame, events, bytes };
}
