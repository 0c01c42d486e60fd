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

/** Lines after the third are extensions, which we do not know and which are signed like the rest. */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...more] = text.split('\n');
  const rootBytes = base64(root);
  if (origin === '' || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)) || rootBytes?.length !== DIGEST_BYTES || more.at(-1) !== '') {
    throw new Unreadable('checkpoint', 'not origin, size and root on three lines');
  }
  return { origin, size: Number(size), root: rootBytes };
}
