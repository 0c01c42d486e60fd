/** What kind of trouble an error is: of the moment, of memory, or of the thing asked for. */

const sqlState = (error: unknown): string | undefined => {
  const code: unknown = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('E') ? code : undefined;
};

/** The database denied what a batch assumed of keys or streams: look, then decide again. */
export function isStale(error: unknown): boolean {
  const { constraint } = (error ?? {}) as { constraint?: unknown };
  return sqlState(error) === 'LK002' || (sqlState(error) === '23505' && (constraint === 'append_key_pkey' || constraint === 'stream_pkey'));
}

export const isLockTimeout = (error: unknown): boolean => sqlState(error) === '55P03';

const brokenNetwork = /^E(CONN|PIPE|TIMEDOUT|HOST|NET|AI_AGAIN)/;
/** The driver's own words for a connection that is gone; it gives them no code. */
const brokenConnection = /connection terminated|connection error|closed and is not queryable|timeout exceeded when trying to connect|timeout expired/i;

/** Where the server's own dealings with its files are written: what goes wrong there (no room, no leave to write) is not the fault of what was asked, whatever its code. */
const serverFiles = /^(md|fd|xlog|slru|buffile|copydir)\.c$/;

/** Trouble of the server, the network or the moment: the same statements may succeed later. Everything else is the fault of what was asked. */
export function isTransient(error: unknown): boolean {
  const state = sqlState(error);
  // Connection, rollback to be retried, resources, operator, system; lock not available; transaction timeouts.
  if (state !== undefined) return /^(08|40|53|57|58|55P03|25P0[34]|25006)/.test(state) || serverFiles.test(String((error as { file?: unknown }).file));
  // By shape, not by class: an error of the network may come from another realm than this module.
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (typeof code === 'string' && brokenNetwork.test(code)) || (typeof message === 'string' && brokenConnection.test(message));
}
