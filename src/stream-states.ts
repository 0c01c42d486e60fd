/** Folded states of recently used streams, each behind a lock, so that whoever decides on or reads one stream takes turns and others do not wait. */
import type { Decider, Message, Snapshot } from './domain/decider';
import type { EventStore } from './event-store/event-store';
import type { Snapshots } from './stream-snapshots';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
type AnyDecider = Decider<any, any, any>;

/** A stream as last seen: its state, last revision (-1 = none) and last position. May be stale: the expected revision tells. */
export interface StreamState {
  state: unknown;
  revision: number;
  position: number;
  /** Up to here it is kept for the next start; -1: not at all. */
  keptRevision: number;
}

/** A page is unpacked and folded in one go: while a long stream is loaded, everyone else has a turn every few milliseconds. */
const PAGE_EVENTS = 500;
/** Below this a fold costs less than a snapshot. */
const KEEP_FROM_EVENTS = 1_000;
const STREAM_BYTES = 1_000;
const EVENT_BYTES = 200;

export class StreamStates {
  private readonly states = new Map<string, StreamState>();
  private readonly weights = new Map<string, number>();
  private readonly turns = new Map<string, Promise<void>>();
  private readonly keeping = new Set<string>();
  private heldBytes = 0;

  /** A few batches of 150,000 lines, or some tens of thousands of short streams. */
  constructor(private readonly store: EventStore, private readonly snapshots?: Snapshots, private readonly mostBytes = 64 << 20) {}

  /** What is held, by estimate. */
  get bytes(): number {
    return this.heldBytes;
  }

  /** Waits until no other work in this process holds the stream; answers how to let go. Order of arrival is kept. */
  async take(streamId: string): Promise<() => void> {
    const before = this.turns.get(streamId) ?? Promise.resolve();
    let done: () => void = () => undefined;
    const mine = new Promise<void>((resolve) => (done = resolve));
    const turn = before.then(() => mine);
    this.turns.set(streamId, turn);
    await before;
    return () => {
      done();
      if (this.turns.get(streamId) === turn) this.turns.delete(streamId);
    };
  }

  /** Takes several streams, always in the same order, so that two takers cannot wait for each other. */
  async takeAll(streamIds: Iterable<string>): Promise<() => void> {
    const releases: (() => void)[] = [];
    for (const id of [...new Set(streamIds)].sort()) releases.push(await this.take(id));
    return () => {
      for (const release of releases) release();
    };
  }

  /** The stream's state; read and folded from the store where it is not at hand. */
  async load(decider: AnyDecider, streamId: string): Promise<StreamState> {
    const known = this.states.get(streamId);
    if (known) {
      this.states.delete(streamId);
      this.states.set(streamId, known);
      return known;
    }
    const kept = await this.keptState(decider, streamId);
    const loaded: StreamState = kept ? { ...kept, keptRevision: kept.revision } : { ...blank(decider) };
    await this.follow(decider, streamId, loaded);
    return loaded;
  }

  /** What `look` makes of the state with everything recorded by now, undefined where there is no stream; called while nobody can change the state. */
  async read<T>(decider: AnyDecider, streamId: string, look: (stream: StreamState) => T): Promise<T | undefined> {
    const release = await this.take(streamId);
    try {
      const known = this.states.get(streamId);
      const stream = await this.load(decider, streamId);
      if (known) await this.follow(decider, streamId, stream);
      return stream.revision < 0 ? undefined : look(stream);
    } finally {
      release();
    }
  }

  /** A snapshot is a cache: one that cannot be read is passed over, and the events are folded. */
  private async keptState(decider: AnyDecider, streamId: string): Promise<Awaited<ReturnType<Snapshots['load']>>> {
    return this.snapshots?.load(decider, streamId).catch(() => undefined);
  }

  /** Folds what was recorded after the state. */
  private async follow(decider: AnyDecider, streamId: string, stream: StreamState): Promise<void> {
    for (;;) {
      const page = await this.store.readRecordedStream(streamId, stream.revision + 1, PAGE_EVENTS);
      for (const event of page) {
        stream.state = decider.evolve(stream.state, event);
        stream.revision = event.revision;
        stream.position = event.position;
      }
      if (page.length < PAGE_EVENTS) break;
    }
    if (stream.revision >= 0) this.keep(decider, streamId, stream);
  }

  /** Folds what other processes have recorded since; answers whether there was anything. */
  async catchUp(decider: AnyDecider, streamId: string, stream: StreamState): Promise<boolean> {
    const before = stream.revision;
    await this.follow(decider, streamId, stream);
    return stream.revision > before;
  }

  /** The state of a stream believed new, without asking the store: the append expects that it does not exist. */
  loadForOpening(decider: AnyDecider, streamId: string): StreamState {
    return this.states.get(streamId) ?? blank(decider);
  }

  /** Folds events just recorded. A state may be mutated by its own evolve, so nobody else may hold it. */
  recorded(decider: AnyDecider, streamId: string, stream: StreamState, events: readonly Message[], lastRevision: number, lastPosition: number): void {
    for (const event of events) stream.state = decider.evolve(stream.state, event);
    stream.revision = lastRevision;
    stream.position = lastPosition;
    this.keep(decider, streamId, stream);
  }

  /** Says that the state ends with events that are recorded beyond doubt, the first of them of this type: now it may be kept for the next start. */
  durable(decider: AnyDecider, streamId: string, stream: StreamState, firstType: string): void {
    const snapshot = decider.snapshot as Snapshot | undefined;
    if (!this.snapshots || !snapshot?.after.includes(firstType) || this.keeping.has(streamId)) return;
    // A tenth of the stream at least: a long series of small files must not write the whole state each time.
    if (stream.revision - stream.keptRevision < Math.max(KEEP_FROM_EVENTS, stream.revision / 10)) return;
    const { revision } = stream;
    this.keeping.add(streamId);
    // Nobody waits for it, and failing costs the next start a fold.
    void this.snapshots.keep(decider, streamId, stream.state, revision).then(() => { stream.keptRevision = revision; }, () => undefined).finally(() => this.keeping.delete(streamId));
  }

  /** Where a foreseen append came to stand. */
  placed(streamId: string, lastPosition: number): void {
    const stream = this.states.get(streamId);
    if (stream && stream.position < lastPosition) stream.position = lastPosition;
  }

  forget(streamId: string): void {
    this.states.delete(streamId);
    this.heldBytes -= this.weights.get(streamId) ?? 0;
    this.weights.delete(streamId);
  }

  /** Least recently used goes first; the one in hand stays, whatever it weighs. */
  private keep(decider: AnyDecider, streamId: string, stream: StreamState): void {
    this.forget(streamId);
    const snapshot = decider.snapshot as Snapshot | undefined;
    const weight = STREAM_BYTES + (snapshot ? snapshot.bytes(stream.state) : EVENT_BYTES * (stream.revision + 1));
    this.states.set(streamId, stream);
    this.weights.set(streamId, weight);
    this.heldBytes += weight;
    for (const oldest of this.states.keys()) {
      if (this.heldBytes <= this.mostBytes || oldest === streamId) break;
      this.forget(oldest);
    }
  }
}

const blank = (decider: AnyDecider): StreamState => ({ state: decider.initial as unknown, revision: -1, position: -1, keptRevision: -1 });
