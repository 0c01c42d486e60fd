/** The leaf of an event in the proof tree: digests of header and payload, each under a salt of its own, so that a leaf alone tells nothing. */
import { hash } from 'node:crypto';

const FORMAT = Buffer.from('mingzhang-leaf/1\n');
const HEADER_SALT = Buffer.from('header');
const PAYLOAD_SALT = Buffer.from('payload');
const LEAF_PREFIX = Buffer.from([0]);

export const DIGEST_BYTES = 32;
export const LEAF_BYTES = FORMAT.length + 2 * DIGEST_BYTES;

/** What is stored of an event, byte for byte. */
export interface StoredBytes {
  readonly headerBytes: Buffer;
  readonly payloadBytes: Buffer;
  readonly salt: Buffer;
}

/** At once, and told as a string of bytes: fed piece by piece or told as a buffer a hash costs twice as much, and five are taken of every event. */
const sha256 = (...parts: readonly Buffer[]): Buffer => Buffer.from(hash('sha256', Buffer.concat(parts), 'binary'), 'latin1');

/** The header's own salt: who is shown a header and this cannot guess at the payload. */
export const headerSaltOf = (salt: Buffer): Buffer => sha256(HEADER_SALT, salt);
export const payloadSaltOf = (salt: Buffer): Buffer => sha256(PAYLOAD_SALT, salt);
/** Digest of header or payload under its own salt. */
export const saltedDigest = (ownSalt: Buffer, bytes: Buffer): Buffer => sha256(ownSalt, bytes);

/** `mingzhang-leaf/1`, a line feed, digest of the header, digest of the payload: 81 bytes. */
export const leafFromDigests = (headerDigest: Buffer, payloadDigest: Buffer): Buffer => Buffer.concat([FORMAT, headerDigest, payloadDigest]);

export const leafOf = ({ headerBytes, payloadBytes, salt }: StoredBytes): Buffer =>
  leafFromDigests(saltedDigest(headerSaltOf(salt), headerBytes), saltedDigest(payloadSaltOf(salt), payloadBytes));

/** Hash of a leaf, RFC 6962 §2.1: SHA-256(0x00 ‖ leaf). */
export const leafHash = (leaf: Buffer): Buffer => sha256(LEAF_PREFIX, leaf);

/** The prefix of RFC 6962, the name of the format, and room for two digests. */
const leafScratch = Buffer.concat([LEAF_PREFIX, FORMAT, Buffer.alloc(2 * DIGEST_BYTES)]);
const HEADER_AT = LEAF_PREFIX.length + FORMAT.length;
const longestPrefix = Math.max(HEADER_SALT.length, PAYLOAD_SALT.length);
let scratch = Buffer.allocUnsafe(4_096);
/** The digest of the first `length` bytes of the scratch, written to where `at` says. */
const digestTo = (into: Buffer, at: number, length: number): unknown => into.write(hash('sha256', scratch.subarray(0, length), 'binary'), at, DIGEST_BYTES, 'latin1');

/**
 * `leafHash(leafOf(stored))` of a whole ledger: the same five digests, in memory that is used again. Written to `into`; what is allocated for each of
 * them costs as much as the digest.
 */
export function writeLeafHash({ headerBytes, payloadBytes, salt }: StoredBytes, into: Buffer, at: number): void {
  const needed = Math.max(longestPrefix + salt.length, DIGEST_BYTES + Math.max(headerBytes.length, payloadBytes.length));
  if (scratch.length < needed) scratch = Buffer.allocUnsafe(needed * 2);
  const digest = (name: Buffer, bytes: Buffer, place: number): void => {
    scratch.set(name);
    scratch.set(salt, name.length);
    digestTo(scratch, 0, name.length + salt.length);
    scratch.set(bytes, DIGEST_BYTES);
    digestTo(leafScratch, place, DIGEST_BYTES + bytes.length);
  };
  digest(HEADER_SALT, headerBytes, HEADER_AT);
  digest(PAYLOAD_SALT, payloadBytes, HEADER_AT + DIGEST_BYTES);
  into.write(hash('sha256', leafScratch, 'binary'), at, DIGEST_BYTES, 'latin1');
}

/** The two digests of a leaf; undefined where it is no leaf of this format. */
export function digestsOf(leaf: Buffer): { readonly headerDigest: Buffer; readonly payloadDigest: Buffer } | undefined {
  if (leaf.length !== LEAF_BYTES || !leaf.subarray(0, FORMAT.length).equals(FORMAT)) return undefined;
  return { headerDigest: leaf.subarray(FORMAT.length, FORMAT.length + DIGEST_BYTES), payloadDigest: leaf.subarray(FORMAT.length + DIGEST_BYTES) };
}
