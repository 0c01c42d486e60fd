/** Replaces what is staged for one subject, together or not at all, one replacement at a time over all processes. */
import type { Pool, PoolClient } from 'pg';

/** A connection whose rollback fails is thrown away, and the first error is the one that is told. */
export async function stagingTransaction(pool: Pool, lock: string, work: (client: PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock(hashtext($1))', [lock]);
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch((lost: unknown) => (broken = lost as Error));
    throw error;
  } finally {
    client.release(broken);
  }
}
