/** Proofs read from stored tiles: that an event is in a signed tree, and that one tree begins another. */
import type { ProofTables, SignedCheckpoint } from './proof-tables';
import { nodesFrom, tilesOf } from './tiles';
import { consistencyRanges, inclusionRanges, rangeRoot, type Range } from './tree';

export class Proofs {
  constructor(private readonly tables: ProofTables) {}

  /** Hashes that lead from leaf `position` to the root of the tree of `size`, nearest first. */
  inclusion(position: number, size: number): Promise<Buffer[]> {
    return this.roots(inclusionRanges(position, size));
  }

  /** Hashes that show the tree of `older` events to be how the one of `newer` begins. */
  consistency(older: number, newer: number): Promise<Buffer[]> {
    return this.roots(consistencyRanges(older, newer));
  }

  async rootAt(size: number): Promise<Buffer> {
    const [root] = await this.roots([[0, size]]);
    return root as Buffer;
  }

  /** The checkpoint a proof of this event stands on: the newest a witness has seen, if it covers the event; else the newest there is. */
  async checkpointFor(position: number): Promise<SignedCheckpoint | undefined> {
    const found = await this.tables.newestCosigned(position + 1) ?? await this.tables.newest();
    return found && found.size > position ? found : undefined;
  }

  /** The signed note with the lines of its witnesses. */
  async noteOf({ size, note }: Pick<SignedCheckpoint, 'size' | 'note'>): Promise<string> {
    const lines = await this.tables.cosignatures(size);
    return note + lines.map((line) => (line.endsWith('\n') ? line : `${line}\n`)).join('');
  }

  private async roots(ranges: readonly Range[]): Promise<Buffer[]> {
    const node = nodesFrom(await this.tables.tiles(tilesOf(ranges)));
    return ranges.map((range) => rangeRoot(range, node));
  }
}
