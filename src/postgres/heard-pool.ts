/** A pool whose lost connections are heard of: one without a listener would end the process. */
import type { Pool } from 'pg';

export function heard<P extends Pool>(pool: P, lost: (error: Error) => void): P {
  pool.on('error', lost);
  // One in use between two queries has no listener of its own.
  pool.on('connect', (client) => { client.on('error', lost); });
  return pool;
}
