/** The sequencer's own connection: settings it depends on, one exchange at a time, and what kind of trouble an error is. */
import { Client, type ClientConfig } from 'pg';

/*
 * Every look-up is by key, so the planner may not choose a scan from statistics of an empty table and keep that plan for ever.
 * A stopped process must not hold the head row: the server ends its transaction.
 */
const settings = `
  SET synchronous_commit = on; SET plan_cache_mode = force_generic_plan;
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
  SET idle_in_transaction_session_timeout = '10s'; SET statement_timeout = '120s'; SET search_path = ledger, pg_catalog`;

export class Session {
  /** Set when the connection broke while nobody was asking. */
  broken = false;

  private constructor(readonly client: Client) {
    client.on('error', () => { this.broken = true; });
    client.on('end', () => { this.broken = true; });
  }

  static async open(config: ClientConfig): Promise<Session> {
    const session = new Session(new Client({ ...config, keepAlive: true, connectionTimeoutMillis: 10_000, application_name: 'mingzhang-sequencer' }));
    try {
      await session.client.connect();
      await session.client.query(settings);
      return session;
    } catch (error) {
      session.drop();
      throw error;
    }
  }

  /** A failed statement turns COMMIT into ROLLBACK without an error: the tag says which it was. */
  async commit(): Promise<void> {
    const { command } = await this.client.query('COMMIT');
    if (command !== 'COMMIT') throw new Error(`COMMIT was answered ${command}`);
  }

  /** Leaves without waiting: the peer may be gone. */
  drop(): void {
    this.broken = true;
    this.client.end().catch(() => { /* it was broken before */ });
  }
}
