/** One event as it stands in a pack: its stored bytes with the salt, or, redacted, its header alone; with the proof that it is in the tree. */
import { DIGEST_BYTES, headerSaltOf, leafFromDigests, leafOf, payloadSaltOf, saltedDigest, type StoredBytes } from '../event-store/leaf';
import { parseHeader, type Header } from '../event-store/canonical-header';
import { base64 } from '../proof/note';
import { Unreadable } from '../proof/unreadable';
import { Fields, parsedJson } from './json';

const SALT_BYTES = 16;
/** Enough for a tree larger than any integer here. */
const LONGEST_PROOF = 64;

export interface PackedEvent {
  readonly position: number;
  readonly header: Header;
  /** The leaf that header and payload, or header and digest, give. */
  readonly leaf: Buffer;
  /** Undefined where it is withheld. */
  readonly payload: object | undefined;
  readonly proof: readonly Buffer[];
}

const line = (fields: object): string => `${JSON.stringify(fields)}\n`;
const inBase64 = (bytes: readonly Buffer[]): string[] => bytes.map((one) => one.toString('base64'));

export const eventLine = (position: number, { headerBytes, payloadBytes, salt }: StoredBytes, proof: readonly Buffer[]): string =>
  line({ position, header: headerBytes.toString('base64'), payload: payloadBytes.toString('base64'), salt: salt.toString('base64'), proof: inBase64(proof) });

/** The header's own salt opens the header and says nothing of the payload's. */
export const redactedLine = (position: number, { headerBytes, payloadBytes, salt }: StoredBytes, proof: readonly Buffer[]): string => line({
  position, header: headerBytes.toString('base64'), headerSalt: headerSaltOf(salt).toString('base64'),
  payloadDigest: saltedDigest(payloadSaltOf(salt), payloadBytes).toString('base64'), proof: inBase64(proof),
});

function headerFrom(what: string, bytes: Buffer): Header {
  const read = Fields.of(what, parsedJson(what, bytes.toString('utf8')));
  // What `parseHeader` takes for granted of our own bytes is asked of a stranger's.
  for (const name of ['actor', 'causationId', 'correlationId', 'eventId', 'format', 'idempotencyKey', 'office', 'region', 'streamId', 'type']) read.text(name);
  for (const name of ['recordedAt', 'revision', 'schemaVersion']) read.text(name, /^(0|[1-9]\d{0,15})$/);
  try {
    return parseHeader(bytes.toString('utf8'));
  } catch (error) {
    throw new Unreadable(what, (error as Error).message);
  }
}

function proofFrom(read: Fields, what: string): readonly Buffer[] {
  return read.list('proof').map((text, at, all) => {
    const hash = typeof text === 'string' && all.length <= LONGEST_PROOF ? base64(text) : undefined;
    if (hash?.length !== DIGEST_BYTES) throw new Unreadable(what, `hash ${String(at)} of its proof is none`);
    return hash;
  });
}

/** A line as it was sent: its bytes give a leaf, whatever they say. */
export interface RawEvent {
  readonly position: number;
  readonly leaf: Buffer;
  readonly proof: readonly Buffer[];
  readonly headerBytes: Buffer;
  readonly payloadBytes: Buffer | undefined;
}

export function rawEvent(text: string, number: number): RawEvent {
  const read = Fields.of(`event line ${String(number)}`, parsedJson(`event line ${String(number)}`, text));
  const position = read.whole('position');
  const headerBytes = read.bytes('header');
  const proof = proofFrom(read, `event ${String(position)}`);
  if (!read.has('salt')) {
    const headerDigest = saltedDigest(read.bytes('headerSalt', DIGEST_BYTES), headerBytes);
    return { position, leaf: leafFromDigests(headerDigest, read.bytes('payloadDigest', DIGEST_BYTES)), proof, headerBytes, payloadBytes: undefined };
  }
  const payloadBytes = read.bytes('payload');
  return { position, leaf: leafOf({ headerBytes, payloadBytes, salt: read.bytes('salt', SALT_BYTES) }), proof, headerBytes, payloadBytes };
}

/** What the bytes say. What the ledger recorded always reads; bytes that somebody changed may not. */
export function opened({ position, leaf, proof, headerBytes, payloadBytes }: RawEvent): PackedEvent {
  const what = `event ${String(position)}`;
  const header = headerFrom(what, headerBytes);
  const payload = payloadBytes && parsedJson(what, payloadBytes.toString('utf8'));
  if (payloadBytes && (typeof payload !== 'object' || payload === null)) throw new Unreadable(what, 'its payload is no object');
  return { position, header, leaf, payload: payload as object | undefined, proof };
}

export const packedEvent = (text: string, number: number): PackedEvent => opened(rawEvent(text, number));

/** Lines of a file, each ended by a line feed. */
export function linesOf(bytes: Buffer, what: string): readonly string[] {
  if (bytes.length === 0) return [];
  if (bytes.at(-1) !== 0x0a) throw new Unreadable(what, 'its last line is cut short');
  return bytes.toString('utf8').slice(0, -1).split('\n');
}
