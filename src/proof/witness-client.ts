/** Asks one witness for its signature, and believes no more of the answer than its key vouches for. */
import { addCheckpointText, parseSizeAnswer, SIZE_TYPE, type AddCheckpoint } from './add-checkpoint';
import { parseCheckpoint, type Checkpoint } from './checkpoint';
import { parseNote, signatureLine, type NoteSignature, type VerifierKey } from './note';
import type { KnownWitness } from './policy';
import { standingOf } from './signer';
import { Unreadable } from './unreadable';
import { originHash } from './witness-memory';

export type WitnessReply =
  | { readonly kind: 'signed'; readonly line: string }
  /** It has seen so many entries, not the number it was told. */
  | { readonly kind: 'size'; readonly size: number }
  /** What it was shown does not continue what it has seen. */
  | { readonly kind: 'contradicted'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string };

const ANSWER_BYTES = 64 * 1024;

async function bodyOf(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > ANSWER_BYTES) throw new Error('the answer is too long');
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
}

/** First words of an answer, for a person: it was written by somebody else. */
const shown = (body: string): string => body.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim().slice(0, 200);

function signedLine({ key }: KnownWitness, checkpoint: string, body: string): WitnessReply {
  const { text } = parseNote(checkpoint);
  let lines: readonly NoteSignature[];
  try {
    lines = parseNote(`${text}\n${body}`).signatures;
  } catch (error) {
    if (error instanceof Unreadable) return { kind: 'failed', why: 'answers with something that is no signature' };
    throw error;
  }
  const own = lines.filter((line) => standingOf(key, { text, signatures: [line] }) !== 'unsigned');
  const [good] = own;
  if (!good) return { kind: 'failed', why: 'signs with another key than the policy names' };
  return own.every((line) => standingOf(key, { text, signatures: [line] }) === 'signed') ? { kind: 'signed', line: signatureLine(good) } : { kind: 'failed', why: 'answers with a signature that is not its own' };
}

export type AskedWitness = KnownWitness & { readonly url: string };

const addressOf = ({ url }: AskedWitness, path: string): string => `${url.replace(/\/+$/, '')}/${path}`;

/** The checkpoint a witness shows for a log, if it bears the log's own signature: proof of what was signed, whoever shows it. */
export async function checkpointShown(witness: AskedWitness, origin: string, logs: readonly VerifierKey[], signal: AbortSignal): Promise<Checkpoint | undefined> {
  try {
    const response = await fetch(addressOf(witness, `${originHash(origin)}/checkpoint`), { redirect: 'error', signal });
    const note = parseNote(await bodyOf(response));
    const checkpoint = parseCheckpoint(note.text);
    return checkpoint.origin === origin && logs.some((key) => key.name === origin && standingOf(key, note) === 'signed') ? checkpoint : undefined;
  } catch {
    // Nothing shown is nothing proven.
    return undefined;
  }
}

export async function askWitness(witness: AskedWitness, request: AddCheckpoint, signal: AbortSignal): Promise<WitnessReply> {
  let response: Response;
  let body: string;
  try {
    response = await fetch(addressOf(witness, 'add-checkpoint'), { method: 'POST', body: addCheckpointText(request), redirect: 'error', signal });
    body = await bodyOf(response);
  } catch (error) {
    const cause = error instanceof Error ? (error.cause as { code?: string } | undefined)?.code ?? error.name : 'unknown';
    return { kind: 'failed', why: `does not answer (${cause})` };
  }
  if (response.status === 200) return signedLine(witness, request.checkpoint, body);
  if (response.status === 409 && response.headers.get('content-type') === SIZE_TYPE) {
    const size = parseSizeAnswer(body);
    return size === undefined ? { kind: 'failed', why: 'answers with a size that is none' } : { kind: 'size', size };
  }
  return response.status === 422 ? { kind: 'contradicted', why: shown(body) } : { kind: 'failed', why: `answers ${String(response.status)}: ${shown(body)}` };
}
