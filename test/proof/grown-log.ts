/** A log of tests: one history of entries, and what it says of itself at every size. */
import { leafHash } from '../../src/event-store/leaf';
import { addCheckpointText } from '../../src/proof/add-checkpoint';
import type { Signer } from '../../src/proof/signer';
import { GrowingTree, nodesFrom, type Tile } from '../../src/proof/tiles';
import { consistencyRanges, rangeRoot } from '../../src/proof/tree';
import { signedCheckpoint } from './keys';

export class GrownLog {
  private readonly leaves: readonly Buffer[];

  /** Histories that differ in `from` share what stands before it. */
  constructor(readonly signer: Signer, size: number, differs: { readonly from: number } = { from: size }) {
    this.leaves = Array.from({ length: size }, (_, at) => leafHash(Buffer.from(at < differs.from ? `entry ${String(at)}` : `another entry ${String(at)}`)));
  }

  tiles(size: number): Tile[] {
    const tree = GrowingTree.of();
    return [...tree.append(Buffer.concat(this.leaves.slice(0, size))), ...tree.openTiles()];
  }

  root(size: number): Buffer {
    const tree = GrowingTree.of();
    tree.append(Buffer.concat(this.leaves.slice(0, size)));
    return tree.root();
  }

  checkpoint(size: number): string {
    return signedCheckpoint(this.signer, { size, root: this.root(size) });
  }

  proof(older: number, newer: number): Buffer[] {
    const node = nodesFrom(this.tiles(newer));
    return consistencyRanges(older, newer).map((range) => rangeRoot(range, node));
  }

  /** The body of `add-checkpoint`. */
  request(older: number, newer: number): string {
    return addCheckpointText({ oldSize: older, proof: this.proof(older, newer), checkpoint: this.checkpoint(newer) });
  }
}
