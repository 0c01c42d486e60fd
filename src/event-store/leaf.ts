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

/** The two digests of a leaf; undefined where it is no leaf of this format. */
export function digestsOf(leaf: Buffer): { readonly headerDigest: Buffer; readonly payloadDigest: Buffer } | undefined {
  if (leaf.length !== LEAF_BYTES || !leaf.subarray(0, FORMAT.length).equals(FORMAT)) return undefined;
  return { headerDigest: leaf.subarray(FORMAT.length, FORMAT.length + DIGEST_BYTES), payloadDigest: leaf.subarray(FORMAT.length + DIGEST_BYTES) };
}
