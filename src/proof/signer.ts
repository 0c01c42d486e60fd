/** Keys that sign notes: Ed25519, the same as a witness with the time in it, and SM2 over SM3 beside it; and how their signatures are checked. */
import { createPublicKey, sign, verify, type KeyObject } from 'node:crypto';
import { COSIGNATURE, ED25519, NAMED_TYPE, verifierKey, type NoteSignature, type VerifierKey } from './note';

/** Type 0xff with a name of its own: verifiers that do not know it pass it over. */
const SM2_NAME = Buffer.from('mingzhang/sm2-with-sm3\n');
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const TIME_BYTES = 8;

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

/** The public key travels as DER (SubjectPublicKeyInfo) after the name of the type. */
export function sm2Signer(name: string, privateKey: KeyObject): Signer {
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

/** Whether this signature is by this key, over this text. A signature by another key, or of a type we do not know, is not. */
export function isSignedBy(key: VerifierKey, text: string, { name, keyId, signature }: NoteSignature): boolean {
  if (name !== key.name || !keyId.equals(key.id)) return false;
  try {
    switch (key.type) {
      case ED25519: return verify(null, Buffer.from(text), ed25519Key(key.key), signature);
      case COSIGNATURE: return signature.length > TIME_BYTES && verify(null, cosigned(text, signature.readBigUInt64BE(0)), ed25519Key(key.key), signature.subarray(TIME_BYTES));
      case NAMED_TYPE: return key.key.subarray(0, SM2_NAME.length).equals(SM2_NAME)
        && verify('sm3', Buffer.from(text), createPublicKey({ key: key.key.subarray(SM2_NAME.length), format: 'der', type: 'spki' }), signature);
      default: return false;
    }
  } catch {
    // Bytes that are no key or no signature at all.
    return false;
  }
}
