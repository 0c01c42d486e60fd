/** The proof as it lies in the database: tiles, signed checkpoints with their cosignatures, and whose log it is. Whatever is read here was written by us or by somebody else: signatures tell. */
import type { Pool } from 'pg';
import type { Tile, TileId } from './tiles';

export interface SignedCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  /** Signed note, without cosignatures. */
  readonly note: string;
  readonly signedUs: number;
}

export interface LogName {
  readonly origin: string;
  /** Verifier keys, Ed25519 first. */
  readonly vkeys: readonly string[];
}

interface CheckpointRow {
  readonly size: string;
  readonly root: Buffer;
  readonly note: string;
  readonly signed_us: string;
}

/** So many of the newest checkpoints stay; of those before, the last of each hour, and whatever was cosigned. */
const NEWEST_KEPT = 1_000;
const HOUR_US = 3_600_000_000;

/** A whole tile never changes and an open one only grows; what is written again over something else mends it. */
const PUT_TILES = `INSERT INTO proof.tile (level, index, hashes) SELECT * FROM unnest($1::smallint[], $2::bigint[], $3::bytea[])
  ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes
  WHERE octet_length(excluded.hashes) >= octet_length(tile.hashes) AND excluded.hashes <> tile.hashes`;
/** One statement: the tiles are there with the checkpoint that signs them, or neither is. */
const PUBLISH = `WITH put AS (${PUT_TILES}) INSERT INTO proof.checkpoint (size, root, note, signed_us) VALUES ($4, $5, $6, $7) ON CONFLICT (size) DO NOTHING`;

const columnsOf = (tiles: readonly Tile[]): [levels: number[], indexes: number[], hashes: Buffer[]] => [tiles.map(({ level }) => level), tiles.map(({ index }) => index), tiles.map(({ hashes }) => hashes)];
const THIN = `DELETE FROM proof.checkpoint c WHERE size < (SELECT size FROM proof.checkpoint ORDER BY size DESC OFFSET ${String(NEWEST_KEPT - 1)} LIMIT 1)
  AND NOT EXISTS (SELECT FROM proof.cosignature s WHERE s.size = c.size)
  AND EXISTS (SELECT FROM proof.checkpoint later WHERE later.size > c.size AND later.signed_us / ${String(HOUR_US)} = c.signed_us / ${String(HOUR_US)})`;

export class ProofTables {
  constructor(private readonly pool: Pick<Pool, 'query'>) {}

  /** Those of these tiles that are stored. */
  async tiles(ids: readonly TileId[]): Promise<Tile[]> {
    if (ids.length === 0) return [];
    const { rows } = await this.pool.query<{ level: number; index: string; hashes: Buffer }>({
      name: 'proof-tiles', text: 'SELECT level, index, hashes FROM proof.tile JOIN unnest($1::smallint[], $2::bigint[]) AS t (level, index) USING (level, index)',
      values: [ids.map(({ level }) => level), ids.map(({ index }) => index)],
    });
    return rows.map(({ level, index, hashes }) => ({ level, index: Number(index), hashes }));
  }

  newest(): Promise<SignedCheckpoint | undefined> {
    return this.one('ORDER BY size DESC LIMIT 1', []);
  }

  /** The newest that a witness has seen too and that covers so many events. */
  newestCosigned(atLeast: number): Promise<SignedCheckpoint | undefined> {
    return this.one('WHERE size = (SELECT max(s.size) FROM proof.cosignature s WHERE s.size >= $1)', [atLeast]);
  }

  at(size: number): Promise<SignedCheckpoint | undefined> {
    return this.one('WHERE size = $1', [size]);
  }

  /** Sizes that were signed, in order. */
  async sizes(): Promise<number[]> {
    const { rows } = await this.pool.query<{ size: string }>('SELECT size FROM proof.checkpoint ORDER BY size');
    return rows.map(({ size }) => Number(size));
  }

  /** Events covered by the newest checkpoint; 0 where there is none. */
  async provenSize(): Promise<number> {
    const { rows: [row] } = await this.pool.query<{ size: string | null }>({ name: 'proof-size', text: 'SELECT max(size) AS size FROM proof.checkpoint' });
    return Number(row?.size ?? 0);
  }

  /** Signature lines of witnesses, as they gave them. */
  async cosignatures(size: number): Promise<string[]> {
    const { rows } = await this.pool.query<{ line: string }>('SELECT line FROM proof.cosignature WHERE size = $1 ORDER BY witness', [size]);
    return rows.map(({ line }) => line);
  }

  /** Tiles ahead of the checkpoint that will cover them: nobody is served what is not signed. */
  async putTiles(tiles: readonly Tile[]): Promise<void> {
    if (tiles.length > 0) await this.pool.query(PUT_TILES, columnsOf(tiles));
  }

  /** A checkpoint and the tiles that it signs, together. */
  async publish({ size, root, note, signedUs }: SignedCheckpoint, tiles: readonly Tile[]): Promise<void> {
    await this.pool.query(PUBLISH, [...columnsOf(tiles), size, root, note, signedUs]);
  }

  async thin(): Promise<void> {
    await this.pool.query(THIN);
  }

  async log(): Promise<LogName | undefined> {
    const { rows: [row] } = await this.pool.query<{ origin: string; vkeys: string[] }>('SELECT origin, vkeys FROM proof.log');
    return row;
  }

  /** The first one to say whose log it is has said it; answers what stands. */
  async announce({ origin, vkeys }: LogName, anew: boolean): Promise<LogName | undefined> {
    await this.pool.query(`INSERT INTO proof.log (origin, vkeys) VALUES ($1, $2) ON CONFLICT (log_id) ${anew ? 'DO UPDATE SET origin = excluded.origin, vkeys = excluded.vkeys' : 'DO NOTHING'}`, [origin, vkeys]);
    return this.log();
  }

  /** For a log that begins anew under another name: what was signed under the old one is no part of it. */
  async clear(): Promise<void> {
    await this.pool.query('TRUNCATE proof.tile, proof.checkpoint, proof.cosignature, proof.log');
  }

  private async one(where: string, values: readonly number[]): Promise<SignedCheckpoint | undefined> {
    const { rows: [row] } = await this.pool.query<CheckpointRow>(`SELECT size, root, note, signed_us FROM proof.checkpoint c ${where}`, [...values]);
    return row && { size: Number(row.size), root: row.root, note: row.note, signedUs: Number(row.signed_us) };
  }
}
