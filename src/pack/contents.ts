/** What goes into a pack, chosen and proven, before it is written down. */
import type { StoredBytes } from '../event-store/leaf';
import type { PackManifest, PackedStream } from './manifest';
import type { SealedTree } from './sealed-tree';
import type { VerdictLine } from './verdict';

export interface ChosenEvent extends StoredBytes {
  readonly position: number;
  readonly streamId: string;
  readonly type: string;
  readonly recordedAt: string;
  readonly data: object;
}

export interface PackContents {
  readonly subject: PackManifest['subject'];
  readonly madeAt: string;
  readonly tree: SealedTree;
  /** In order of position. */
  readonly events: readonly ChosenEvent[];
  readonly proofs: ReadonlyMap<number, readonly Buffer[]>;
  readonly streams: readonly PackedStream[];
  readonly redacted: ReadonlySet<number>;
  readonly verdicts: readonly VerdictLine[];
  readonly scope: PackManifest['scope'];
  /** Rows of facts that are no event's but other rules': table and row. */
  readonly derived: readonly { readonly table: string; readonly row: object }[];
  /** By content hash. */
  readonly attachments: ReadonlyMap<string, Buffer>;
  readonly policy?: string | undefined;
  /** The verifier's single file. */
  readonly verifier?: Buffer | undefined;
}
