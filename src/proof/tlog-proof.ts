/** Proof files (c2sp.org/tlog-proof): that one leaf is in the tree a checkpoint signs, in one text file. */
import { DIGEST_BYTES } from '../event-store/leaf';
import { wholeNumber } from './checkpoint';
import { base64 } from './note';
import { Unreadable } from './unreadable';

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';

export interface TlogProof {
  /** The leaf itself. */
  readonly extra: Buffer | undefined;
  readonly index: number;
  readonly hashes: readonly Buffer[];
  /** Signed note with its cosignatures. */
  readonly checkpoint: string;
}

export const tlogProofText = ({ extra, index, hashes, checkpoint }: TlogProof): string =>
  [FIRST_LINE, ...(extra ? [`extra ${extra.toString('base64')}`] : []), `index ${String(index)}`, ...hashes.map((hash) => hash.toString('base64')), '', checkpoint].join('\n');

export function parseTlogProof(text: string): TlogProof {
  const end = text.indexOf('\n\n');
  const [first, ...lines] = text.slice(0, Math.max(end, 0)).split('\n');
  if (end < 0 || first !== FIRST_LINE) throw new Unreadable('proof', `does not begin with ${FIRST_LINE}`);
  const extraText = lines[0]?.startsWith('extra ') ? lines.shift()?.slice('extra '.length) : undefined;
  const extra = extraText === undefined ? undefined : base64(extraText);
  const [, indexText = ''] = /^index (.*)$/.exec(lines.shift() ?? '') ?? [];
  const index = wholeNumber(indexText);
  const hashes = lines.map(base64);
  if (index === undefined || (extraText !== undefined && !extra) || !hashes.every((hash): hash is Buffer => hash?.length === DIGEST_BYTES)) throw new Unreadable('proof', 'not an index and hashes');
  return { extra, index, hashes, checkpoint: text.slice(end + 2) };
}
