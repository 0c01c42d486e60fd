/** Hashes of leaves made where the events lie: one round trip and 32 bytes an event. The formula is that of leaf.ts, which whoever verifies computes by; the server's word is never evidence. */
import type { Pool } from 'pg';
import { DIGEST_BYTES } from '../leaf';

/** A literal of bytes: a text that the server would turn into bytes, it would turn anew for every event. */
const bytes = (text: string): string => `'\\x${Buffer.from(text).toString('hex')}'::bytea`;
const digest = (column: 'header' | 'payload'): string => `pg_catalog.sha256(pg_catalog.sha256(${bytes(column)} || salt) || ${column})`;
const leaf = `${bytes('\0mingzhang-leaf/1\n')} || ${digest('header')} || ${digest('payload')}`;

const HASHES = `SELECT pg_catalog.string_agg(pg_catalog.sha256(${leaf}), ''::bytea ORDER BY position) AS hashes, max(position) AS last
  FROM ledger.event WHERE position >= $1 AND position < $2`;
const HOLE = `SELECT at FROM generate_series($1::bigint, $2::bigint) AS at WHERE NOT EXISTS (SELECT FROM ledger.event WHERE position = at) ORDER BY at LIMIT 1`;

export async function readLeafHashes(pool: Pick<Pool, 'query'>, from: number, max: number): Promise<Buffer> {
  const { rows: [row] } = await pool.query<{ hashes: Buffer | null; last: string | null }>({ name: 'read-leaf-hashes', text: HASHES, values: [from, from + max] });
  const hashes = row?.hashes ?? Buffer.alloc(0);
  const last = Number(row?.last ?? from - 1);
  if (hashes.length === (last - from + 1) * DIGEST_BYTES) return hashes;
  const { rows: [hole] } = await pool.query<{ at: string }>(HOLE, [from, last]);
  return hashes.subarray(0, (Number(hole?.at ?? from) - from) * DIGEST_BYTES);
}
