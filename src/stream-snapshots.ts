/** Keeps folded states of long streams between starts: caches that anybody may drop, bound to the event they end with, believed only where nothing was changed. */
import { createHash, createHmac, timingSafeEqual, webcrypto } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { Pool } from 'pg';
import type { Decider, Snapshot } from './domain/decider';
import type { EventStore, StoredEvent } from './event-store/event-store';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
type AnyDecider = Decider<any, any, any>;

/** A state with everything up to this revision, which stands at this position. */
export interface KeptState {
  readonly state: unknown;
  readonly revision: number;
  readonly position: number;
}

export interface Snapshots {
  /** The newest that fits today's fold and the stream as it stands; undefined where there is none. */
  load(decider: AnyDecider, streamId: string): Promise<KeptState | undefined>;
  /** The state is taken as it is when called; what is answered comes when it is kept, or could not be. */
  keep(decider: AnyDecider, streamId: string, state: unknown, revision: number): Promise<void>;
}

const shapes = new WeakMap<Snapshot, string>();

/** Another text of the fold may mean another state: what an older program kept is not read by a newer one, nor the other way round. */
export function shapeOf(snapshot: Snapshot): string {
  let shape = shapes.get(snapshot);
  if (shape === undefined) shapes.set(snapshot, (shape = createHash('sha256').update(snapshot.madeBy.map(String).join('\n')).digest('hex').slice(0, 32)));
  return shape;
}

export class PostgresSnapshots implements Snapshots {
  /** `key` is derived from the master key: who can write to the database cannot make the service believe another state. */
  constructor(private readonly pool: Pool, private readonly store: Pick<EventStore, 'readStream'>, private readonly key: Buffer) {}

  async load(decider: AnyDecider, streamId: string): Promise<KeptState | undefined> {
    const snapshot = decider.snapshot as Snapshot | undefined;
    if (!snapshot) return undefined;
    const shape = shapeOf(snapshot);
    const { rows: [row] } = await this.pool.query<{ revision: string; mac: Buffer; state: Buffer }>('SELECT revision, mac, state FROM work.stream_snapshot WHERE stream_id = $1 AND shape = $2', [streamId, shape]);
    if (!row) return undefined;
    const revision = Number(row.revision);
    const [last] = await this.store.readStream(streamId, revision, 1);
    // Ahead of the stream, as after a restore of an older ledger, or of a stream that went on otherwise.
    if (!last || !timingSafeEqual(row.mac, await this.mac(shape, last, row.state))) return undefined;
    return { state: snapshot.restore(deserialize(row.state) as object), revision, position: last.position };
  }

  async keep(decider: AnyDecider, streamId: string, state: unknown, revision: number): Promise<void> {
    const snapshot = decider.snapshot as Snapshot | undefined;
    if (!snapshot) return;
    const shape = shapeOf(snapshot);
    const bytes = serialize(snapshot.hold(state));
    const [last] = await this.store.readStream(streamId, revision, 1);
    if (!last) return;
    await this.pool.query(
      `INSERT INTO work.stream_snapshot AS kept (stream_id, shape, revision, mac, state) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (stream_id, shape) DO UPDATE SET revision = excluded.revision, mac = excluded.mac, state = excluded.state, made = now() WHERE kept.revision < excluded.revision`,
      [streamId, shape, revision, await this.mac(shape, last, bytes), bytes],
    );
    await this.pool.query('DELETE FROM work.stream_snapshot WHERE stream_id = $1 AND shape <> $2 AND revision < $3', [streamId, shape, revision]);
  }

  /** Over the event it ends with, whose salt is random: another event at the same place is told apart. The long part is hashed off this thread. */
  private async mac(shape: string, last: StoredEvent, state: Buffer): Promise<Buffer> {
    const digest = await webcrypto.subtle.digest('SHA-256', state);
    const hmac = createHmac('sha256', this.key).update(`stream-snapshot|${shape}|`);
    for (const part of [last.headerBytes, last.payloadBytes, last.salt]) hmac.update(`${String(part.length)}|`).update(part);
    return hmac.update(Buffer.from(digest)).digest();
  }
}
