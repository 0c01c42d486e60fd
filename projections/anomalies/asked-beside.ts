/** A second connection on which a part of a page is looked at while the first looks at the rest: two processors of the database at work on one page. */
import type { Pool, PoolClient } from 'pg';
import { oneByOne } from '../../src/event-store/one-by-one';

/**
 * Behind a rebuild that waits to exchange the tables, and so for the first connection's transaction, this one would wait for ever: it gives up, and the
 * first connection, which holds its locks already, is asked instead.
 */
const SETTINGS = `set lock_timeout = '250ms'; set default_transaction_read_only = on`;

export class AskedBeside {
  private connection: PoolClient | undefined;
  private readonly inTurn = oneByOne();

  constructor(private readonly pool: Pool, private readonly lookUps: string) {}

  /** Facts up to the page's end are committed, and flags are not read: it sees what the first connection sees. Undefined: could not be asked. */
  ask<T>(question: (client: PoolClient) => Promise<T>): Promise<T | undefined> {
    return this.inTurn(async () => {
      try {
        return await question((this.connection ??= await this.connect()));
      } catch {
        // What is wrong with the question itself, the first connection will hear too.
        this.letGo();
        return undefined;
      }
    });
  }

  letGo(): void {
    this.connection?.release(true);
    this.connection = undefined;
  }

  private async connect(): Promise<PoolClient> {
    const client = await this.pool.connect();
    client.on('error', () => { if (this.connection === client) this.letGo(); });
    try {
      await client.query(`${this.lookUps}; ${SETTINGS}`);
      return client;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }
}
