/** The sessions facts and flags are written through: none of them, its process stopped in the middle of a page, may hold up those who need the same rows. */
import { Pool } from 'pg';
import { heard } from './heard-pool';

const NAME = 'mingzhang-follower';
/** Facts, flags, and a look at how far they are. */
const SESSIONS = 6;
/** Between two statements of a transaction; the server ends it. */
const SILENT_MS = 10_000;
/** In the middle of the rows of a page, which take milliseconds to send. */
const STALLED_MS = 20_000;
const LOOK_EVERY_MS = 2_000;

export const followerSessions = (databaseUrl: string, lost: (error: Error) => void): Pool =>
  heard(new Pool({ connectionString: databaseUrl, max: SESSIONS, application_name: NAME, idle_in_transaction_session_timeout: SILENT_MS }), lost);

/** No timeout of the server reaches a session that waits for more rows of a COPY. */
const endStalled = (pool: Pool): Promise<unknown> => pool.query(
  `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
   WHERE datname = current_database() AND application_name = $1 AND state = 'active' AND wait_event = 'ClientRead' AND now() - query_start > $2 * interval '1 millisecond'`, [NAME, STALLED_MS]);

/** Ends stalled sessions, of whatever process, until it is told to stop. */
export function watchStalled(pool: Pool): () => void {
  const timer = setInterval(() => {
    // A database that is away is told of elsewhere, and asked again.
    endStalled(pool).catch(() => undefined);
  }, LOOK_EVERY_MS).unref();
  return () => { clearInterval(timer); };
}
