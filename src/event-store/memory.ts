/** The store in memory: the shortest thing that keeps the port's promises, and the model the others are compared with. */
import { framedHeader } from './canonical-header';
import { wallClock, type Clock } from './clock';
import type { Append, Appended, EventStore, Head, KeyRecord, StoredEvent } from './event-store';
import { leafHash, leafOf } from './leaf';
import { keyIdOf, prepare } from './prepare';
import { storedEvent } from './stored-event';

export class MemoryEventStore implements EventStore {
  private readonly events: StoredEvent[] = [];
  private readonly streams = new Map<string, number[]>();
  private readonly keys = new Map<string, KeyRecord>();
  private readonly listeners = new Set<() => void>();
  private lastUs = 0;

  constructor(private readonly clock: Clock = wallClock) {}

  // Async although it does not wait: a thrown check must be a rejection, as in every other store.
  async append(append: Append): Promise<Appended> {
    const prepared = prepare(append);
    const known = this.keys.get(prepared.keyId);
    if (known !== undefined) {
      if (known.bodyHash !== prepared.bodyHash) return { status: 'key-conflict', firstPosition: known.firstPosition };
      const { firstPosition, lastPosition, lastRevision, recordedAtUs } = known;
      return { status: 'replayed', firstPosition, lastPosition, lastRevision, recordedAtUs };
    }
    const positions = this.streams.get(prepared.streamId) ?? [];
    const actual = positions.length - 1;
    const { expected } = prepared;
    if (expected !== 'any' && actual !== (expected === 'none' ? -1 : expected)) return { status: 'wrong-revision', actual };
    this.streams.set(prepared.streamId, positions);

    const firstPosition = this.events.length;
    for (const event of prepared.events) {
      this.lastUs = Math.max(this.clock(), this.lastUs + 1);
      const header = framedHeader(prepared.frame, event.id, event.type, event.schemaVersion, positions.length, this.lastUs);
      positions.push(this.events.length);
      this.events.push(storedEvent(this.events.length, Buffer.from(header, 'utf8'), event.payload, event.salt));
    }
    const record = {
      firstPosition, lastPosition: this.events.length - 1, lastRevision: positions.length - 1, recordedAtUs: this.lastUs,
    };
    this.keys.set(prepared.keyId, { ...record, bodyHash: prepared.bodyHash, streamId: prepared.streamId });
    for (const listener of this.listeners) setImmediate(listener);
    return { status: 'recorded', ...record };
  }

  async appendMany(appends: readonly Append[]): Promise<readonly Appended[]> {
    const outcomes: Appended[] = [];
    for (const append of appends) outcomes.push(await this.append(append));
    return outcomes;
  }

  findKey(office: string, key: string): Promise<KeyRecord | undefined> {
    return Promise.resolve(this.keys.get(keyIdOf(office, key)));
  }

  readStream(streamId: string, fromRevision = 0, max = Number.MAX_SAFE_INTEGER): Promise<readonly StoredEvent[]> {
    const positions = (this.streams.get(streamId) ?? []).slice(fromRevision, fromRevision + max);
    return Promise.resolve(positions.flatMap((position) => this.events[position] ?? []));
  }

  readAll(fromPosition: number, max: number): Promise<readonly StoredEvent[]> {
    return Promise.resolve(this.events.slice(fromPosition, fromPosition + max));
  }

  readRecorded(fromPosition: number, max: number): Promise<readonly StoredEvent[]> {
    return this.readAll(fromPosition, max);
  }

  readRecordedStream(streamId: string, fromRevision: number, max: number): Promise<readonly StoredEvent[]> {
    return this.readStream(streamId, fromRevision, max);
  }

  readPositions(positions: readonly number[]): Promise<readonly StoredEvent[]> {
    return Promise.resolve([...new Set(positions)].sort((a, b) => a - b).flatMap((position) => this.events[position] ?? []));
  }

  readOpenings(streamIds: readonly string[]): Promise<readonly StoredEvent[]> {
    const positions = [...new Set(streamIds)].flatMap((streamId) => this.streams.get(streamId)?.[0] ?? []);
    return Promise.resolve(positions.sort((a, b) => a - b).flatMap((position) => this.events[position] ?? []));
  }

  head(): Promise<Head> {
    return Promise.resolve({ size: this.events.length, recordedAtUs: this.lastUs });
  }

  readLeafHashes(fromPosition: number, max: number): Promise<Buffer> {
    return Promise.resolve(Buffer.concat(this.events.slice(fromPosition, fromPosition + max).map((event) => leafHash(leafOf(event)))));
  }

  onAppended(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): Promise<void> {
    this.listeners.clear();
    return Promise.resolve();
  }
}
