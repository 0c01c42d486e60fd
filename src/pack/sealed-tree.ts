/** The tree as the sealer stored it: its last signed checkpoint with cosignatures, and proofs of inclusion under it. */
import type { Pool, PoolClient } from 'pg';
import { parseCheckpoint, type Checkpoint } from '../proof/checkpoint';
import { noteText, parseNote, parseSignatureLine } from '../proof/note';
import { nodesFrom, tilesOf, type Tile, type TileId } from '../proof/tiles';
import { inclusionRanges, rangeRoot, type NodeHash } from '../proof/tree';

export interface SealedTree {
  /** Signed note with what witnesses added. */
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

type Session = Pool | PoolClient;

/** The newest, undefined while nothing is signed. */
export async function sealedTree(session: Session): Promise<SealedTree | undefined> {
  const { rows: [row] } = await session.query<{ size: string; note: string }>('select size, note from proof.checkpoint order by size desc limit 1');
  if (!row) return undefined;
  const { rows: lines } = await session.query<{ line: string }>('select line from proof.cosignature where size = $1 order by witness', [row.size]);
  const { text, signatures } = parseNote(row.note);
  const all = [...signatures, ...lines.map(({ line }) => parseSignatureLine(line.trimEnd()))];
  return { note: noteText({ text, signatures: all }), checkpoint: parseCheckpoint(text) };
}

async function tilesAt(session: Session, ids: readonly TileId[]): Promise<Tile[]> {
  const { rows } = await session.query<{ level: number; index: string; hashes: Buffer }>(
    'select t.level, t.index, t.hashes from proof.tile t join unnest($1::smallint[], $2::bigint[]) q (level, index) on t.level = q.level and t.index = q.index', [ids.map(({ level }) => level), ids.map(({ index }) => index)]);
  return rows.map(({ level, index, hashes }) => ({ level, index: Number(index), hashes }));
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
  const node = remembering(nodesFrom(await tilesAt(session, tilesOf([...ranges.values()].flat()))));
  return new Map([...ranges].map(([position, path]) => [position, path.map((range) => rangeRoot(range, node))]));
}
