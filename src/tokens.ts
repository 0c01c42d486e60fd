/** Names under which app.module.ts hands out what is not a class of ours. */

/** `Config`. */
export const CONFIG = Symbol('config');
/** `pg.Pool` for everything that is neither an append nor a follower. */
export const POOL = Symbol('pool');
/** `EventStore`. */
export const EVENT_STORE = Symbol('event store');
/** Where the database is, for those who need connections of their own. */
export const DATABASE_URL = Symbol('database url');
