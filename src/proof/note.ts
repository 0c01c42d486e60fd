/** Signed notes (c2sp.org/signed-note): a text and the lines of those who signed it, and verifier keys (vkey) to check them with. */
import { createHash } from 'node:crypto';
import { Unreadable } from './unreadable';

/** Signature types of the registry in c2sp.org/signed-note: Ed25519, cosignature with a time, and those that name themselves. */
export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;
export const NAMED_TYPE = 0xff;

const KEY_ID_BYTES = 4;
const ED25519_KEY_BYTES = 32;
const SIGNATURE_LINE = /^— ([^ ]+) ([^ ]+)$/;
/** No Unicode space and no plus, which part the fields of a verifier key. */
const NAME = /^[^\p{White_Space}+]+$/u;
/** Control characters but the line feed, and halves of characters that UTF-8 cannot write. */
// eslint-disable-next-line no-control-regex -- these are what must not stand in a note.
const NO_TEXT = /[\u0000-\u0009\u000b-\u001f\p{Surrogate}]/u;
const LONGEST_BYTES = 1_000_000;
const MOST_SIGNATURES = 100;

export interface VerifierKey {
  readonly name: string;
  /** Four bytes, as in the signature line. */
  readonly id: Buffer;
  readonly type: number;
  /** The public key, after the type byte. */
  readonly key: Buffer;
}

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Buffer;
  readonly signature: Buffer;
}

export interface SignedNote {
  /** Ends with a line feed; this is what was signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** First four bytes of SHA-256(name ‖ LF ‖ type ‖ key). */
export const keyIdOf = (name: string, type: number, key: Buffer): Buffer =>
  createHash('sha256').update(`${name}\n`).update(Buffer.from([type])).update(key).digest().subarray(0, KEY_ID_BYTES);

export const verifierKey = (name: string, type: number, key: Buffer): VerifierKey => ({ name, id: keyIdOf(name, type, key), type, key });

/** `name+id+base64(type ‖ key)`. */
export const vkeyText = ({ name, id, type, key }: VerifierKey): string => `${name}+${id.toString('hex')}+${Buffer.concat([Buffer.from([type]), key]).toString('base64')}`;

export function parseVkey(text: string): VerifierKey {
  const [name = '', id = '', ...rest] = text.split('+');
  const bytes = base64(rest.join('+'));
  const type = bytes?.[0];
  if (!NAME.test(name) || !bytes || type === undefined || bytes.length < 2) throw new Unreadable('vkey', `not a verifier key: ${text.slice(0, 200)}`);
  if ((type === ED25519 || type === COSIGNATURE) && bytes.length !== 1 + ED25519_KEY_BYTES) throw new Unreadable('vkey', `the key of ${name} has ${String(bytes.length - 1)} bytes, not ${String(ED25519_KEY_BYTES)}`);
  const key = verifierKey(name, type, bytes.subarray(1));
  if (key.id.toString('hex') !== id) throw new Unreadable('vkey', `the id of verifier key ${name} is ${key.id.toString('hex')}, not ${id}`);
  return key;
}

/** Bytes of base64 written as it must be, with its padding; undefined otherwise. */
export function base64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

export const signatureLine = ({ name, keyId, signature }: NoteSignature): string => `— ${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;

export const noteText = ({ text, signatures }: SignedNote): string => `${text}\n${signatures.map(signatureLine).join('')}`;

export function parseSignatureLine(line: string): NoteSignature {
  const [, name = '', blob = ''] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = base64(blob);
  if (!NAME.test(name) || !bytes || bytes.length <= KEY_ID_BYTES) throw new Unreadable('note', `not a signature line: ${line.slice(0, 200)}`);
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}

/** Text of a file or an answer, byte for byte. */
export function strictText(what: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unreadable(what, 'not UTF-8');
  }
}

/**
 * The signatures follow the last empty line. A note that was already read as text is refused where U+FFFD stands in it: there bytes were lost that were signed or were not.
 */
export function parseNote(note: string | Uint8Array): SignedNote {
  const size = typeof note === 'string' ? Buffer.byteLength(note) : note.length;
  if (size > LONGEST_BYTES) throw new Unreadable('note', 'too long');
  const text = typeof note === 'string' ? note : strictText('note', note);
  if (NO_TEXT.test(text) || (text === note && text.includes('\ufffd'))) throw new Unreadable('note', 'not plain text');
  const end = text.lastIndexOf('\n\n');
  if (end < 0 || !text.endsWith('\n')) throw new Unreadable('note', 'no signatures after an empty line');
  const lines = text.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) throw new Unreadable('note', `more than ${String(MOST_SIGNATURES)} signatures`);
  return { text: text.slice(0, end + 1), signatures: lines.map(parseSignatureLine) };
}
