/** Work on one connection of a pool. */
import type { PoolClient } from 'pg';

/** A client that saw an error may stand in a broken transaction: it does not go back to the pool. */
export async function withClient<T>(database: { connect(): Promise<PoolClient> }, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await database.connect();
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
