/** What a log says to a witness (c2sp.org/tlog-witness, `add-checkpoint`): the size it believes the witness has seen, the proof that its tree only grew since, and the new checkpoint. */
import { DIGEST_BYTES } from '../event-store/leaf';
import { wholeNumber } from './checkpoint';
import { base64, strictText } from './note';
import { Unreadable } from './unreadable';

export const MOST_PROOF_LINES = 63;
/** Content type of the size a witness answers when it has seen another one. */
export const SIZE_TYPE = 'text/x.tlog.size';

export interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Buffer[];
  /** Signed note. */
  readonly checkpoint: string;
}

export const addCheckpointText = ({ oldSize, proof, checkpoint }: AddCheckpoint): string => [`old ${String(oldSize)}`, ...proof.map((hash) => hash.toString('base64')), '', checkpoint].join('\n');

export function parseAddCheckpoint(body: Uint8Array): AddCheckpoint {
  const text = strictText('request', body);
  const end = text.indexOf('\n\n');
  const [first = '', ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  const oldSize = first.startsWith('old ') ? wholeNumber(first.slice('old '.length)) : undefined;
  if (end < 0 || oldSize === undefined) throw new Unreadable('request', 'does not begin with the old size');
  if (lines.length > MOST_PROOF_LINES) throw new Unreadable('request', `more than ${String(MOST_PROOF_LINES)} lines of proof`);
  const proof = lines.map(base64);
  if (!proof.every((hash): hash is Buffer => hash?.length === DIGEST_BYTES)) throw new Unreadable('request', 'a line of the proof is no hash');
  return { oldSize, proof, checkpoint: text.slice(end + 2) };
}

/** The size in an answer of 409; undefined where it is none. */
export const parseSizeAnswer = (body: string): number | undefined => (body.endsWith('\n') ? wholeNumber(body.slice(0, -1)) : undefined);
