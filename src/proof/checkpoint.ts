/** Checkpoints (c2sp.org/tlog-checkpoint): origin, size and root of the tree, as the text of a signed note. */
import { DIGEST_BYTES } from '../event-store/leaf';
import { base64 } from './note';
import { Unreadable } from './unreadable';

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

export const checkpointText = ({ origin, size, root }: Checkpoint): string => `${origin}\n${String(size)}\n${root.toString('base64')}\n`;

/** Lines after the third are extensions, which we do not know and which are signed like the rest; none may be empty. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', sizeText = '', root = '', ...more] = text.split('\n');
  const size = wholeNumber(sizeText);
  const rootBytes = base64(root);
  if (origin === '' || size === undefined || rootBytes?.length !== DIGEST_BYTES || more.at(-1) !== '' || more.indexOf('') < more.length - 1) {
    throw new Unreadable('checkpoint', 'not origin, size and root on three lines');
  }
  return { origin, size, root: rootBytes };
}

/** Decimal without leading zeroes; undefined for anything else, or beyond what can be counted here. */
export function wholeNumber(text: string): number | undefined {
  const value = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
