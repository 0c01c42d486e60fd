/** A second connection on which a part of many pairs is judged while the first judges the others: two processors of the database at work on one page. */
import type { Pool, PoolClient } from 'pg';
import { ask, type Answered, type Pair, type Version } from './judge';

/**
 * Behind a rebuild that waits to exchange the tables, and so for the first connection's transaction, this one would wait for ever: it gives up, and the
 * first connection, which holds its locks already, is asked instead.
 */
const SETTINGS = `set lock_timeout = '250ms'; set default_transaction_read_only = on`;

export class AskedBeside {
  private connection: PoolClient | undefined;

  constructor(private readonly pool: Pool, private readonly lookUps: string) {}

  /** Facts up to the page's end are committed, and flags are not read: it sees what the first connection sees. Undefined: could not be asked. */
  async ask(version: Version, pairs: readonly Pair[]): Promise<Answered | undefined> {
    try {
      return await ask((this.connection ??= await this.connect()), version, pairs);
    } catch {
      // What is wrong with the question itself, the first connection will hear too.
      this.letGo();
      return undefined;
    }
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
