/** The tree as the sealer stored it: its last signed checkpoint with cosignatures, and proofs of inclusion under it. */
import type { Pool } from 'pg';
import { parseCheckpoint, type Checkpoint } from '../proof/checkpoint';
import { noteText, parseNote, parseSignatureLine } from '../proof/note';
import { ProofTables } from '../proof/proof-tables';
import { nodesFrom, tilesOf } from '../proof/tiles';
import { inclusionRanges, rangeRoot, type NodeHash } from '../proof/tree';

export interface SealedTree {
  /** Signed note with what witnesses added. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

type Session = Pick<Pool, 'query'>;

/** The newest, undefined while nothing is signed. */
export async function sealedTree(session: Session): Promise<SealedTree | undefined> {
  const tables = new ProofTables(session);
  const newest = await tables.newest();
  if (!newest) return undefined;
  const lines = await tables.cosignatures(newest.size);
  const { text, signatures } = parseNote(newest.note);
  const all = [...signatures, ...lines.map((line) => parseSignatureLine(line.trimEnd()))];
  return { note: noteText({ text, signatures: all }), checkpoint: parseCheckpoint(text) };
}

/** A node of the upper levels is in the proof of nearly every event. */
function remembering(node: NodeHash): NodeHash {
  const known = new Map<string, Buffer>();
  return (level, index) => {
    const key = `${String(level)}/${String(index)}`;
    const hash = known.get(key) ?? node(level, index);
    known.set(key, hash);
    return hash;
  };
}

/** By position, all under the tree of `size`. */
export async function inclusionProofs(session: Session, positions: readonly number[], size: number): Promise<ReadonlyMap<number, readonly Buffer[]>> {
  const ranges = new Map(positions.map((position) => [position, inclusionRanges(position, size)]));
  const node = remembering(nodesFrom(await new ProofTables(session).tiles(tilesOf([...ranges.values()].flat()))));
  return new Map([...ranges].map(([position, path]) => [position, path.map((range) => rangeRoot(range, node))]));
}
