/** Keys that sign notes: Ed25519, the same as a witness with the time in it, and SM2 over SM3 beside it; and how their signatures are checked. */
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { parseCheckpoint } from './checkpoint';
import { COSIGNATURE, ED25519, NAMED_TYPE, parseNote, verifierKey, type NoteSignature, type SignedNote, type VerifierKey } from './note';

/** Type 0xff with a name of its own: verifiers that do not know it pass it over. */
const SM2_NAME = Buffer.from('mingzhang/sm2-with-sm3\n');
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const TIME_BYTES = 8;
/** Seconds of a cosignature, c2sp.org/tlog-cosignature. */
const LATEST_SECONDS = 2n ** 63n - 1n;

export interface Signer {
  readonly key: VerifierKey;
  sign(text: string): NoteSignature;
}

export interface Cosigner {
  readonly key: VerifierKey;
  /** `atSeconds`: seconds since 1970 at which this was seen. */
  cosign(text: string, atSeconds: number): NoteSignature;
}

const rawEd25519 = (key: KeyObject): Buffer => (createPublicKey(key).export({ format: 'der', type: 'spki' })).subarray(ED25519_SPKI.length);

export function ed25519Signer(name: string, privateKey: KeyObject): Signer {
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 key');
  const key = verifierKey(name, ED25519, rawEd25519(privateKey));
  return { key, sign: (text) => ({ name, keyId: key.id, signature: sign(null, Buffer.from(text), privateKey) }) };
}

/**
 * The public key travels as DER (SubjectPublicKeyInfo) after the name of the type. SM2 also signs an identifier of the signer; here it is empty, the only one the platform signs with.
 * A key that was just made would sign by ECDSA on the same curve: read from its bytes, it is one of SM2.
 */
export function sm2Signer(name: string, given: KeyObject): Signer {
  const privateKey = createPrivateKey({ key: given.export({ format: 'der', type: 'pkcs8' }), format: 'der', type: 'pkcs8' });
  if (privateKey.asymmetricKeyType !== undefined) throw new Error('not an SM2 key');
  const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const key = verifierKey(name, NAMED_TYPE, Buffer.concat([SM2_NAME, spki]));
  return { key, sign: (text) => ({ name, keyId: key.id, signature: sign('sm3', Buffer.from(text), privateKey) }) };
}

const cosigned = (text: string, atSeconds: number | bigint): Buffer => Buffer.from(`cosignature/v1\ntime ${String(atSeconds)}\n${text}`);

export function cosigner(name: string, privateKey: KeyObject): Cosigner {
  const key = verifierKey(name, COSIGNATURE, rawEd25519(privateKey));
  const cosign = (text: string, atSeconds: number): NoteSignature => {
    const time = Buffer.alloc(TIME_BYTES);
    time.writeBigUInt64BE(BigInt(atSeconds));
    return { name, keyId: key.id, signature: Buffer.concat([time, sign(null, cosigned(text, atSeconds), privateKey)]) };
  };
  return { key, cosign };
}

const ed25519Key = (raw: Buffer): KeyObject => createPublicKey({ key: Buffer.concat([ED25519_SPKI, raw]), format: 'der', type: 'spki' });

/** When a cosignature says the note was seen, in seconds since 1970. Only of one that `isSignedBy` holds for. */
export const cosignedAt = ({ signature }: NoteSignature): number => Number(signature.readBigUInt64BE(0));

function isCosigned(key: VerifierKey, text: string, signature: Buffer): boolean {
  const seconds = signature.length > TIME_BYTES ? signature.readBigUInt64BE(0) : 0n;
  // Without a time it would say nothing of when the log was this large.
  return seconds > 0n && seconds <= LATEST_SECONDS && verify(null, cosigned(text, seconds), ed25519Key(key.key), signature.subarray(TIME_BYTES));
}

const isBy = (key: VerifierKey, { name, keyId }: NoteSignature): boolean => name === key.name && keyId.equals(key.id);

/** Whether this signature is by this key, over this text. A signature by another key, or of a type we do not know, is not. */
export function isSignedBy(key: VerifierKey, text: string, line: NoteSignature): boolean {
  if (!isBy(key, line)) return false;
  try {
    switch (key.type) {
      case ED25519: return verify(null, Buffer.from(text), ed25519Key(key.key), line.signature);
      case COSIGNATURE: return isCosigned(key, text, line.signature);
      case NAMED_TYPE: return isSm2(key) && verify('sm3', Buffer.from(text), createPublicKey({ key: key.key.subarray(SM2_NAME.length), format: 'der', type: 'spki' }), line.signature);
      default: return false;
    }
  } catch {
    // Bytes that are no key or no signature at all.
    return false;
  }
}

/** `forged`: a line bears the key's name and id, and is not by it; such a note is malformed whatever else it holds (c2sp.org/signed-note). */
export type Standing = 'signed' | 'unsigned' | 'forged';

export function standingOf(key: VerifierKey, { text, signatures }: SignedNote): Standing {
  const lines = signatures.filter((line) => isBy(key, line));
  if (lines.length === 0) return 'unsigned';
  return lines.every((line) => isSignedBy(key, text, line)) ? 'signed' : 'forged';
}

/** Whether one of a note's lines is by this key. Throws `Unreadable` where it is no note. */
export function isNoteBy(key: VerifierKey, note: string): boolean {
  const { text, signatures } = parseNote(note);
  return signatures.some((line) => isSignedBy(key, text, line));
}

/** A checkpoint beside the note that is said to sign it: both say the same, of the log that is called what the key is called. */
export function isCheckpointBy(key: VerifierKey, { size, root, note }: { readonly size: number; readonly root: Buffer; readonly note: string }): boolean {
  try {
    const said = parseCheckpoint(parseNote(note).text);
    return said.origin === key.name && said.size === size && said.root.equals(root) && isNoteBy(key, note);
  } catch {
    // No note at all: nobody signed it.
    return false;
  }
}

export const isSm2 = ({ type, key }: VerifierKey): boolean => type === NAMED_TYPE && key.subarray(0, SM2_NAME.length).equals(SM2_NAME);
