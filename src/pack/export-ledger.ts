/** Writes a whole export: checkpoint, tiles and entries as plain files of c2sp.org/tlog-tiles, so that outside tools re-derive the root, and the events beside them. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { PoolClient } from 'pg';
import { leafHash, leafOf } from '../event-store/leaf';
import { entryBundle, GrowingTree, tilePath, tileWidth, TILE_WIDTH, type Tile } from '../proof/tiles';
import { eventsPath } from './export-layout';
import { eventLine } from './packed-event';
import type { SealedTree } from './sealed-tree';

/** The ledger does not give the root that was signed: an export would only hide that. */
export class LedgerDiffers extends Error {}

interface Row {
  readonly position: string;
  readonly header: Buffer;
  readonly payload: Buffer;
  readonly salt: Buffer;
}

/** Bundles read at once. */
const BUNDLES = 8;

function write(folder: string, name: string, bytes: Buffer | string): void {
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, bytes, { mode: 0o600, flag: 'wx' });
}

function writeTiles(folder: string, tiles: readonly Tile[], size: number): void {
  for (const tile of tiles) write(folder, tilePath(tile.level, tile.index, tileWidth(tile, size)), tile.hashes);
}

function writeBundle(folder: string, index: number, rows: readonly Row[], tree: GrowingTree, size: number): void {
  const events = rows.map(({ position, header, payload, salt }) => ({ position: Number(position), headerBytes: header, payloadBytes: payload, salt }));
  const leaves = events.map(leafOf);
  write(folder, tilePath('entries', index, rows.length), entryBundle(leaves));
  write(folder, eventsPath(index, rows.length), events.map((event) => eventLine(event.position, event, [])).join(''));
  writeTiles(folder, tree.append(Buffer.concat(leaves.map(leafHash))), size);
}

/** The folder must not exist; everything under the checkpoint is written, from the events themselves and not from stored tiles. */
export async function exportLedger(client: PoolClient, tree: SealedTree, folder: string, policy: string | undefined, progress: (position: number) => void = () => undefined): Promise<void> {
  const { size, root } = tree.checkpoint;
  fs.mkdirSync(folder, { mode: 0o700 });
  const grown = GrowingTree.of();
  for (let from = 0; from < size; from += BUNDLES * TILE_WIDTH) {
    const { rows } = await client.query<Row>('select position, header, payload, salt from ledger.event where position >= $1 and position < $2 order by position', [from, Math.min(size, from + BUNDLES * TILE_WIDTH)]);
    for (let at = 0; at < rows.length; at += TILE_WIDTH) writeBundle(folder, (from + at) / TILE_WIDTH, rows.slice(at, at + TILE_WIDTH), grown, size);
    progress(Math.min(size, from + rows.length));
  }
  writeTiles(folder, grown.openTiles(), size);
  if (!grown.root().equals(root)) throw new LedgerDiffers(`the ${String(size)} events stored do not give the root the checkpoint signs`);
  if (policy !== undefined) write(folder, 'policy', policy);
  write(folder, 'checkpoint', tree.note);
}
