/** Before the first signature: memory, database and key must tell of one log, and the ledger must still be the one that was signed. */
import type { EventStore } from '../event-store/event-store';
import { DIGEST_BYTES } from '../event-store/leaf';
import type { DisagreementKind } from './disagreements';
import type { LeafLog } from './leaf-log';
import { Proofs } from './proofs';
import type { ProofTables, SignedCheckpoint } from './proof-tables';
import type { SealKeys } from './seal-keys';
import type { Remembered, SealMemory } from './seal-memory';
import { NotOurLog, SealRefused } from './seal-refused';
import { isCheckpointBy, isNoteBy } from './signer';
import { GrowingTree, openTilesAt, TILE_WIDTH, widthOf, type Tile } from './tiles';

export interface SealGround {
  readonly store: Pick<EventStore, 'head' | 'readLeafHashes'>;
  readonly tables: ProofTables;
  readonly memory: SealMemory;
  readonly leaves: LeafLog;
  readonly keys: SealKeys;
}

/** A log as far as it was signed. */
export interface Begun {
  readonly tree: GrowingTree;
  /** Whole tiles up to there that are not stored yet. */
  readonly tiles: readonly Tile[];
  readonly remembered: Remembered | undefined;
  /** Size of the newest checkpoint in the database. */
  readonly published: number;
}

export const PAGE_LEAVES = 32 * TILE_WIDTH;
const TILES_AT_ONCE = 512;

const refuse = (position: number, kind: DisagreementKind, detail: string): never => {
  throw new SealRefused({ position, kind, detail });
};

/** What was signed before, from this folder, by this key, under this name; or that it never was. */
function recall({ memory, keys }: SealGround, stored: SignedCheckpoint | undefined, owner: string | undefined): Remembered | undefined {
  const remembered = memory.read();
  const [own] = keys.vkeys;
  if (!remembered) {
    const ours = owner === own || (stored !== undefined && isNoteBy(keys.signers[0].key, stored.note));
    if (stored === undefined) {
      if (owner !== undefined && !ours) throw new NotOurLog(keys.origin);
      return undefined;
    }
    if (!ours) throw new NotOurLog(keys.origin);
    return refuse(stored.size, 'memory-missing', `checkpoints up to ${String(stored.size)} are signed, and ${memory.file} is not there`);
  }
  const { origin, size } = remembered.checkpoint;
  if (origin !== keys.origin) refuse(size, 'origin-changed', `signed so far as ${origin}, now ${keys.origin}`);
  if (!isNoteBy(keys.signers[0].key, remembered.note)) refuse(size, 'key-changed', `the last checkpoint is not signed with ${String(own)}`);
  return remembered;
}

/** A checkpoint in the database that we did not sign, or that was changed since. */
function checkStored(keys: SealKeys, stored: SignedCheckpoint): void {
  const { size } = stored;
  if (!isCheckpointBy(keys.signers[0].key, stored)) refuse(size, 'checkpoint-foreign', `the checkpoint of size ${String(size)} in the database is not one this key signed`);
}

async function storedTree({ tables }: SealGround, stored: SignedCheckpoint | undefined): Promise<GrowingTree> {
  if (!stored) return GrowingTree.of();
  const open = await tables.tiles(openTilesAt(stored.size));
  try {
    const tree = GrowingTree.of(stored.size, open);
    if (tree.root().equals(stored.root)) return tree;
  } catch {
    // A tile at the edge is missing or cut: no root can be made of it.
  }
  return refuse(stored.size - 1, 'tile-differs', `the tiles at the edge do not have the root of the checkpoint of size ${String(stored.size)}`);
}

/** Folds on to `size`; whole tiles are stored on the way where they would be too many to hold. */
async function foldTo(ground: SealGround, tree: GrowingTree, size: number): Promise<Tile[]> {
  let tiles: Tile[] = [];
  while (tree.size < size) {
    const hashes = await ground.store.readLeafHashes(tree.size, Math.min(PAGE_LEAVES, size - tree.size));
    if (hashes.length === 0) refuse(tree.size, 'event-missing', 'signed, and not in the ledger');
    tiles.push(...tree.append(hashes));
    if (tiles.length < TILES_AT_ONCE) continue;
    await ground.tables.putTiles(tiles);
    tiles = [];
  }
  return tiles;
}

/** The remembered leaves cut to what was signed. Where they are fewer they are read again from the ledger, and kept only if they have the root that was signed: else the tiles must do until they have. */
async function mendLeaves({ leaves, store }: SealGround, tree: GrowingTree): Promise<void> {
  if (leaves.size() > tree.size) await leaves.cut(tree.size);
  if (leaves.size() === tree.size) return;
  for (let from = leaves.size(); from < tree.size;) {
    const hashes = await store.readLeafHashes(from, Math.min(PAGE_LEAVES, tree.size - from));
    if (hashes.length === 0) break;
    await leaves.write(from, hashes);
    from += widthOf(hashes);
  }
  if (!(await leaves.root(tree.size))?.equals(tree.root())) await leaves.cut(0);
}

export async function beginSealing(ground: SealGround): Promise<Begun> {
  const { tables, keys, memory, store } = ground;
  const stored = await tables.newest();
  const remembered = recall(ground, stored, (await tables.log())?.vkeys[0]);
  if (stored) checkStored(keys, stored);
  const announced = await tables.announce(keys, remembered !== undefined);
  if (announced?.vkeys[0] !== keys.vkeys[0]) throw new NotOurLog(keys.origin);
  const before = remembered?.checkpoint.size ?? 0;
  const published = stored?.size ?? 0;
  const { size: head } = await store.head();
  if (head < Math.max(before, published)) refuse(head, 'ledger-shorter', `${String(Math.max(before, published))} events were signed, the ledger holds ${String(head)}`);
  const tree = await storedTree(ground, stored);
  if (remembered && published > before && !(await new Proofs(tables).rootAt(before)).equals(remembered.checkpoint.root)) {
    refuse(before, 'root-differs', `the stored tree does not begin with the one signed last, of size ${String(before)}`);
  }
  const tiles = await foldTo(ground, tree, before);
  if (remembered && before >= published && !tree.root().equals(remembered.checkpoint.root)) {
    refuse(await firstChanged(ground, published, before), 'root-differs', `the tree of size ${String(before)} does not have the root that was signed`);
  }
  // The folder may be older than the database, brought back from a copy: what we signed since then stands there, and begins with what is remembered.
  if (stored && published > before) await memory.write(stored.note);
  await mendLeaves(ground, tree);
  return { tree, tiles, remembered: memory.read(), published };
}

/** Where the ledger first differs from what was signed, told by the remembered leaves; the first that was not published, where they do not tell. */
async function firstChanged({ store, leaves }: SealGround, published: number, size: number): Promise<number> {
  for (let from = published; from < size; from += PAGE_LEAVES) {
    const count = Math.min(PAGE_LEAVES, size - from);
    const [now, then] = [await store.readLeafHashes(from, count), await leaves.read(from, count)];
    for (let at = 0; at < widthOf(then) && at < widthOf(now); at += 1) {
      if (!now.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES).equals(then.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES))) return from + at;
    }
  }
  return published;
}
