/**
 * The ledger in PostgreSQL: one serialised log under one head row.
 * Several stores may share a database: each batch takes the head row and checks size and epoch, so they take turns and none can
 * be wrong, only slower. A store opened with `takeOver` raises the epoch: stores opened before it are refused from then on (`Fenced`).
 */
import { Pool, type ClientConfig } from 'pg';
import type { Recorded } from '../../domain/decider';
import { wallClock, type Clock } from '../clock';
import type { Append, Appended, EventStore, Head, KeyRecord, StoredEvent } from '../event-store';
import { prepare } from '../prepare';
import { recordedEvents, storedEvent } from '../stored-event';
import { findKey, readHead } from './batch-statements';
import { Hints } from './hints';
import { readLeafHashes } from './leaf-hashes';
import { Sequencer, usualLimits, type Limits } from './sequencer';

export interface PostgresEventStoreOptions {
  readonly connection: ClientConfig;
  readonly takeOver?: boolean;
  readonly clock?: Clock;
  readonly limits?: Partial<Limits>;
  readonly readers?: number;
}

interface StoredRow {
  readonly position: string;
  readonly header: Buffer;
  readonly payload: Buffer;
  readonly salt: Buffer;
}

/** Events of one call in flight at a time: enough to fill batches, too few to fill the queue for everyone else. */
const windowEvents = 4_000;

export class PostgresEventStore implements EventStore {
  private readonly pool: Pool;
  private readonly hints: Hints;
  private readonly sequencer: Sequencer;

  private constructor({ connection, takeOver = false, clock = wallClock, limits = {}, readers = 4 }: PostgresEventStoreOptions) {
    this.pool = new Pool({ ...connection, max: readers, application_name: 'mingzhang-ledger-reader' });
    // An idle reader that loses its connection is replaced at the next read.
    this.pool.on('error', () => undefined);
    this.hints = new Hints(connection, this.pool);
    this.sequencer = new Sequencer({
      connection, clock, takeOver, limits: { ...usualLimits, ...limits }, committed: (size) => { this.hints.appended(size); },
    });
  }

  static async open(options: PostgresEventStoreOptions): Promise<PostgresEventStore> {
    const store = new PostgresEventStore(options);
    try {
      await store.sequencer.open();
      return store;
    } catch (error) {
      await store.close();
      throw error;
    }
  }

  // Async although it does not wait: what prepare throws must be a rejection.
  async append(append: Append): Promise<Appended> {
    return this.sequencer.enqueue(prepare(append));
  }

  async appendMany(appends: readonly Append[]): Promise<readonly Appended[]> {
    const outcomes: Appended[] = [];
    while (outcomes.length < appends.length) {
      let to = outcomes.length;
      for (let events = 0; to < appends.length && events < windowEvents; to += 1) events += appends[to]?.events.length ?? 0;
      outcomes.push(...await Promise.all(appends.slice(outcomes.length, to).map((append) => this.append(append))));
    }
    return outcomes;
  }

  findKey(office: string, key: string): Promise<KeyRecord | undefined> {
    return findKey(this.pool, office, key);
  }

  readStream(streamId: string, fromRevision = 0, max?: number): Promise<readonly StoredEvent[]> {
    return this.read('WHERE stream_id = $1 AND revision >= $2 ORDER BY revision LIMIT $3', [streamId, fromRevision, max ?? null]);
  }

  readAll(fromPosition: number, max: number): Promise<readonly StoredEvent[]> {
    return this.read('WHERE position >= $1 AND position < $2 ORDER BY position', [fromPosition, fromPosition + max]);
  }

  readRecorded(fromPosition: number, max: number): Promise<readonly Recorded[]> {
    return this.recorded('read-recorded', 'position >= $1 AND position < $2 ORDER BY position', [fromPosition, fromPosition + max]);
  }

  readRecordedStream(streamId: string, fromRevision: number, max: number): Promise<readonly Recorded[]> {
    return this.recorded('read-recorded-stream', 'stream_id = $1 AND revision >= $2 AND revision < $3 ORDER BY revision', [streamId, fromRevision, fromRevision + max]);
  }

  readPositions(positions: readonly number[]): Promise<readonly Recorded[]> {
    return this.recorded('read-positions', 'position = ANY ($1) ORDER BY position', [positions]);
  }

  readOpenings(streamIds: readonly string[]): Promise<readonly Recorded[]> {
    return this.recorded('read-openings', 'stream_id = ANY ($1) AND revision = 0 ORDER BY position', [streamIds]);
  }

  async head(): Promise<Head> {
    const { size, lastUs } = await readHead(this.pool);
    return { size, recordedAtUs: lastUs };
  }

  readLeafHashes(fromPosition: number, max: number): Promise<Buffer> {
    return readLeafHashes(this.pool, fromPosition, max);
  }

  onAppended(listener: () => void): () => void {
    return this.hints.listen(listener);
  }

  async close(): Promise<void> {
    await this.sequencer.close();
    await this.hints.close();
    await this.pool.end();
  }

  /** As text and row by row without names: half of the cost of a page is unpacking it. */
  private async recorded(name: string, where: string, values: readonly (string | number | readonly string[] | readonly number[])[]): Promise<readonly Recorded[]> {
    const { rows } = await this.pool.query<[position: string, header: string, payload: string]>({
      name, rowMode: 'array', values: [...values], text: `SELECT position, convert_from(header, 'UTF8'), convert_from(payload, 'UTF8') FROM ledger.event WHERE ${where}`,
    });
    return recordedEvents(rows);
  }

  private async read(where: string, values: readonly (string | number | null)[]): Promise<readonly StoredEvent[]> {
    const { rows } = await this.pool.query<StoredRow>(`SELECT position, header, payload, salt FROM ledger.event ${where}`, [...values]);
    return rows.map(({ position, header, payload, salt }) => storedEvent(Number(position), header, payload, salt));
  }
}
