/** The sequencer's own connection: settings it depends on, one exchange at a time, and what kind of trouble an error is. */
import { Client, type ClientConfig } from 'pg';

const name = 'mingzhang-sequencer';

/*
 * Every look-up is by key, so the planner may not choose a scan from statistics of an empty table and keep that plan for ever.
 * A stopped process must not hold the head row: between statements the server ends its transaction, in the middle of its rows who waits does.
 */
const settings = (turnMs: number): string => `
  SET synchronous_commit = on; SET plan_cache_mode = force_generic_plan;
  SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off; SET jit = off;
  SET idle_in_transaction_session_timeout = '10s'; SET statement_timeout = '120s'; SET lock_timeout = ${String(turnMs)}; SET search_path = ledger, pg_catalog`;

export class Session {
  /** Set when the connection broke while nobody was asking. */
  broken = false;

  private constructor(readonly client: Client) {
    client.on('error', () => { this.broken = true; });
    client.on('end', () => { this.broken = true; });
  }

  static async open(config: ClientConfig, turnMs: number): Promise<Session> {
    const session = new Session(new Client({ ...config, keepAlive: true, connectionTimeoutMillis: 10_000, application_name: name }));
    try {
      await session.client.connect();
      await session.client.query(settings(turnMs));
      return session;
    } catch (error) {
      session.drop();
      throw error;
    }
  }

  /** No timeout of the server reaches a session that waits for more rows of a COPY: one that holds the head so for longer than a turn is ended. */
  async endStalled(turnMs: number): Promise<void> {
    await this.client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity a
       WHERE application_name = $1 AND state = 'active' AND wait_event = 'ClientRead' AND now() - xact_start > $2 * interval '1 millisecond'
         AND EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.relation = 'ledger.log_head'::regclass AND l.mode = 'RowExclusiveLock' AND l.granted)`, [name, turnMs]);
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
