/** The leaf of each stored event, and which of its columns its header contradicts: all that is computed of a page of the ledger, in this thread or another. */
import { HeaderReader } from '../event-store/canonical-header';
import { DIGEST_BYTES, writeLeafHash } from '../event-store/leaf';
import { columnsUnlike, rowsIn } from './stored-rows';

export interface StoredLeaves {
  /** Rising; one that is not there has no event. */
  readonly positions: Float64Array;
  /** Hashes of leaves, RFC 6962, one after another in the order of positions. */
  readonly hashes: Uint8Array;
  /** Names of columns, of positions where there are any. */
  readonly unlike: ReadonlyMap<number, readonly string[]>;
}

/** `bytes` as `storedBytes` reads them. */
export function leavesIn(bytes: Buffer): StoredLeaves {
  const reader = new HeaderReader();
  const rows = rowsIn(bytes);
  const positions = new Float64Array(rows.length);
  const hashes = Buffer.from(new ArrayBuffer(rows.length * DIGEST_BYTES));
  const unlike = new Map<number, readonly string[]>();
  for (const [nth, row] of rows.entries()) {
    positions[nth] = row.position;
    writeLeafHash(row, hashes, nth * DIGEST_BYTES);
    const names = columnsUnlike(row, reader);
    if (names.length > 0) unlike.set(row.position, names);
  }
  return { positions, hashes, unlike };
}
