/** Folded states of recently used streams, each behind a lock, so that commands to one stream take turns and others do not wait. */
import type { Decider, Message, Recorded } from './domain/decider';
import type { EventStore } from './event-store/event-store';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
type AnyDecider = Decider<any, any, any>;

/** A stream as last seen: its state, last revision (-1 = none) and last position. May be stale: the expected revision tells. */
export interface StreamState {
  state: unknown;
  revision: number;
  position: number;
}

const PAGE_EVENTS = 5_000;

export class StreamStates {
  private readonly states = new Map<string, StreamState>();
  private readonly turns = new Map<string, Promise<void>>();

  constructor(private readonly store: EventStore, private readonly capacity = 5_000) {}

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
    const loaded: StreamState = { state: decider.initial as unknown, revision: -1, position: -1 };
    for (;;) {
      const page = await this.store.readStream(streamId, loaded.revision + 1, PAGE_EVENTS);
      for (const event of page) this.advance(decider, loaded, event, event);
      if (page.length < PAGE_EVENTS) break;
    }
    if (loaded.revision >= 0) this.keep(streamId, loaded);
    return loaded;
  }

  /** Folds what other processes have recorded since; answers whether there was anything. */
  async catchUp(decider: AnyDecider, streamId: string, stream: StreamState): Promise<boolean> {
    const news = await this.store.readStream(streamId, stream.revision + 1, PAGE_EVENTS);
    for (const event of news) this.advance(decider, stream, event, event);
    if (news.length > 0) this.keep(streamId, stream);
    return news.length > 0;
  }

  /** The state of a stream believed new, without asking the store: the append expects that it does not exist. */
  loadForOpening(decider: AnyDecider, streamId: string): StreamState {
    return this.states.get(streamId) ?? { state: decider.initial as unknown, revision: -1, position: -1 };
  }

  /** Folds events just recorded. A state may be mutated by its own evolve, so nobody else may hold it. */
  recorded(decider: AnyDecider, streamId: string, stream: StreamState, events: readonly Message[], lastRevision: number, lastPosition: number): void {
    for (const event of events) stream.state = decider.evolve(stream.state, event);
    stream.revision = lastRevision;
    stream.position = lastPosition;
    this.keep(streamId, stream);
  }

  /** Where a foreseen append came to stand. */
  placed(streamId: string, lastPosition: number): void {
    const stream = this.states.get(streamId);
    if (stream && stream.position < lastPosition) stream.position = lastPosition;
  }

  forget(streamId: string): void {
    this.states.delete(streamId);
  }

  private advance(decider: AnyDecider, stream: StreamState, event: Message, at: Pick<Recorded, 'revision' | 'position'>): void {
    stream.state = decider.evolve(stream.state, event);
    stream.revision = at.revision;
    stream.position = at.position;
  }

  private keep(streamId: string, stream: StreamState): void {
    this.states.delete(streamId);
    this.states.set(streamId, stream);
    if (this.states.size <= this.capacity) return;
    const oldest = this.states.keys().next();
    if (!oldest.done) this.states.delete(oldest.value);
  }
}
