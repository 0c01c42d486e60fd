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
  /** Canonical JSON in UTF-8, as it is stored. Bytes, because thousands of waiting strings are copied by every collection of garbage. */
  readonly payload: Buffer;
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

/** Where payloads are written before their length is known; grows to the largest append lately seen, within reason. */
let scratch = Buffer.allocUnsafeSlow(64 * 1024);
const mostScratch = 4 << 20;

/** Three bytes of UTF-8 per UTF-16 unit is the most there can be. */
function writePayload(payload: string, at: number): number {
  const most = at + 3 * payload.length;
  if (most > scratch.length) {
    const larger = Buffer.allocUnsafeSlow(2 * most);
    scratch.copy(larger, 0, 0, at);
    scratch = larger;
  }
  return at + scratch.write(payload, at, 'utf8');
}

function payloadsOf(append: Append): readonly Buffer[] {
  const ends = [0];
  for (const { data } of append.events) ends.push(writePayload(canonicalJson(data), ends.at(-1) ?? 0));
  const bytes = Buffer.allocUnsafe(ends.at(-1) ?? 0);
  scratch.copy(bytes, 0, 0, bytes.length);
  if (scratch.length > mostScratch) scratch = Buffer.allocUnsafeSlow(64 * 1024);
  return append.events.length === 1 ? [bytes] : append.events.map((_, i) => bytes.subarray(ends[i], ends[i + 1]));
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
  const payloads = payloadsOf(append);
  const events = append.events.map((event, ordinal): PreparedEvent => {
    if (event.type.length === 0 || event.type.includes('\0')) throw new TypeError('an event has a type');
    if (!Number.isInteger(event.schemaVersion) || event.schemaVersion < 1 || event.schemaVersion > 32767) throw new TypeError('a schema version is 1 to 32767');
    const payload = payloads[ordinal] as Buffer;
    bytes += payload.length + headerAllowance;
    return {
      type: event.type, schemaVersion: event.schemaVersion, payload,
      id: idOf(ordinal), salt: freshSalt(),
    };
  });
  const frame = headerFrame(streamId, { ...metadata, office, idempotencyKey: key });
  return { streamId, expected, office, key, keyId: keyIdOf(office, key), bodyHash, frame, events, bytes };
}
