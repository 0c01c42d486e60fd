/** Follows the ledger from a remembered position: a page's effect and the new position commit together, so each event takes effect exactly once. */
import type { PoolClient } from 'pg';
import type { EventStore, StoredEvent } from './event-store';
import { isTransient } from './postgres/trouble';
import { withClient } from './postgres/with-client';
import { Pursuit } from './pursuit';

/** What was read of as many events as its length says: the events themselves, or what a reader already made of them. */
export interface Page {
  readonly length: number;
}

/** Writes the effect of a page through the client it is given, inside the open transaction. What it throws stops the follower, unless the database was at fault. */
export type Effect<P extends Page = readonly StoredEvent[]> = (page: P, client: PoolClient) => Promise<void>;

/** Where pages come from. A page is read while the one before it is being written. */
export interface Source<P extends Page> extends Pick<EventStore, 'head' | 'onAppended'> {
  readAll(fromPosition: number, max: number): Promise<P>;
}

export interface FollowerOptions<P extends Page = readonly StoredEvent[]> {
  readonly name: string;
  readonly store: Source<P>;
  /** Where `work.follower` and the effect live; a `pg.Pool` will do. */
  readonly database: { connect(): Promise<PoolClient> };
  readonly effect: Effect<P>;
  readonly pageSize?: number;
  /** Pages are not flushed to disk one by one: position and effect are lost or kept together, and whoever flushes later flushes them too. */
  readonly flushLater?: boolean;
  /** Called after each page and each halt. */
  readonly moved?: (position: number) => void;
  /** Hears of trouble that is being waited out. */
  readonly troubled?: (error: unknown) => void;
}

export interface FollowerStatus {
  readonly name: string;
  /** Next position to take: everything before it has had its effect. */
  readonly position: number;
  /** Events of the ledger not yet taken; never 0 while halted. */
  readonly lag: number;
  readonly halted?: { readonly position: number; readonly error: string };
}

interface Cursor {
  readonly position: number;
  readonly halted?: { readonly position: number; readonly error: string };
}

const usualPage = 4_000;
/** What a reader who waits for facts does not notice. */
const REST_MS = 50;

/** Thrown by an effect whose tables belong to somebody else for now: nothing is recorded of it, the page is tried again later. */
export class NotOurs extends Error {}

export class Follower<P extends Page = readonly StoredEvent[]> {
  private cursor: Cursor | undefined;
  private readonly pursuit: Pursuit;
  private deaf: (() => void) | undefined;
  private stopping = false;
  /** Shrinks to one when a page fails, to find the very event that does. */
  private page: number;
  /** The page after the one in hand, on its way. */
  private ahead: { readonly from: number; readonly max: number; readonly read: Promise<P> } | undefined;
  private readonly watchers = new Set<() => void>();

  constructor(private readonly options: FollowerOptions<P>) {
    this.page = options.pageSize ?? usualPage;
    this.pursuit = new Pursuit({
      begin: () => this.begin(), step: () => this.step(),
      troubled: (error) => {
        options.troubled?.(error);
        this.cursor = undefined;
      },
    }, REST_MS);
  }

  /** A follower that was halted tries again: what stopped it may have been mended since. */
  start(): void {
    this.stopping = false;
    this.deaf ??= this.options.store.onAppended(() => { this.pursuit.rouse(); });
    this.pursuit.start();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await this.pursuit.stop();
    this.deaf?.();
    this.deaf = undefined;
  }

  async status(): Promise<FollowerStatus> {
    const { name, store } = this.options;
    const cursor = await withClient(this.options.database, (client) => this.readCursor(client));
    const { size } = await store.head();
    const lag = Math.max(cursor.halted === undefined ? 0 : 1, size - cursor.position);
    return { name, position: cursor.position, lag, ...(cursor.halted && { halted: cursor.halted }) };
  }

  /** True once everything before `position` has had its effect; false when that did not happen in time. */
  async reaches(position: number, withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs;
    while ((this.cursor?.position ?? -1) < position) {
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) return false;
      await new Promise<void>((resolve) => {
        const done = (): void => {
          clearTimeout(timer);
          this.watchers.delete(done);
          resolve();
        };
        const timer = setTimeout(done, leftMs);
        this.watchers.add(done);
      });
    }
    return true;
  }

  /** Takes pages until there is nothing left, the follower halts or is stopped; for rebuilds and tests. */
  async catchUp(): Promise<FollowerStatus> {
    await this.begin();
    while (!this.stopping && (await this.step()));
    return this.status();
  }

  private async begin(): Promise<void> {
    await withClient(this.options.database, async (client) => {
      await client.query('INSERT INTO work.follower (name) VALUES ($1) ON CONFLICT DO NOTHING', [this.options.name]);
      await client.query('UPDATE work.follower SET halted_position = NULL, error = NULL, updated_at = now() WHERE name = $1 AND error IS NOT NULL', [this.options.name]);
      this.cursor = await this.readCursor(client);
    });
  }

  /** Takes one page. False: nothing to do now, or halted. */
  private async step(): Promise<boolean> {
    const { pageSize = usualPage } = this.options;
    this.cursor ??= await withClient(this.options.database, (client) => this.readCursor(client));
    if (this.cursor.halted !== undefined) return false;
    const from = this.cursor.position;
    let size = this.page;
    try {
      const page = await this.read(from, size);
      if (page.length === 0) return false;
      // A page that is not full was the last there is for now.
      if (page.length === size) this.readAhead(from + size);
      size = page.length;
      await this.take(from, page);
      this.page = Math.min(pageSize, this.page * 2);
    } catch (error) {
      if (isTransient(error) || error instanceof NotOurs) throw error;
      if (size > 1) this.page = Math.ceil(size / 2);
      else await this.halt(from, error);
    }
    this.announce();
    return true;
  }

  private read(from: number, max: number): Promise<P> {
    const { ahead } = this;
    this.ahead = undefined;
    return ahead?.from === from && ahead.max === max ? ahead.read : this.options.store.readAll(from, max);
  }

  private readAhead(from: number): void {
    const max = Math.min(this.options.pageSize ?? usualPage, this.page * 2);
    const read = this.options.store.readAll(from, max);
    // Its failure is heard when it is wanted.
    read.catch(() => undefined);
    this.ahead = { from, max, read };
  }

  /** The position moves first: whoever is late by a page finds it moved and writes nothing. */
  private async take(from: number, page: P): Promise<void> {
    const to = from + page.length;
    await withClient(this.options.database, async (client) => {
      await client.query(this.options.flushLater ? 'BEGIN; SET LOCAL synchronous_commit = off' : 'BEGIN');
      const { rowCount } = await client.query(
        'UPDATE work.follower SET position = $3, updated_at = now() WHERE name = $1 AND position = $2 AND error IS NULL', [this.options.name, from, to]);
      if (rowCount !== 1) {
        await client.query('ROLLBACK');
        this.cursor = await this.readCursor(client);
        return;
      }
      await this.options.effect(page, client);
      const { command } = await client.query('COMMIT');
      if (command !== 'COMMIT') throw new Error(`COMMIT was answered ${command}`);
      this.cursor = { position: to };
    });
  }

  private async halt(position: number, cause: unknown): Promise<void> {
    const error = describe(cause);
    await withClient(this.options.database, async (client) => {
      await client.query(
        'UPDATE work.follower SET halted_position = $2, error = $3, updated_at = now() WHERE name = $1 AND position = $2', [this.options.name, position, error]);
      this.cursor = await this.readCursor(client);
    });
  }

  private async readCursor(client: PoolClient): Promise<Cursor> {
    const { rows: [row] } = await client.query<{ position: string; halted_position: string | null; error: string | null }>(
      'SELECT position, halted_position, error FROM work.follower WHERE name = $1', [this.options.name]);
    if (row === undefined) return { position: 0 };
    const position = Number(row.position);
    return row.error === null ? { position } : { position, halted: { position: Number(row.halted_position), error: row.error } };
  }

  private announce(): void {
    if (this.cursor !== undefined) this.options.moved?.(this.cursor.position);
    for (const watcher of [...this.watchers]) watcher();
  }
}

const describe = (error: unknown): string => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 500);
