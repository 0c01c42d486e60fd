/** Reads of single streams at a moment: their events, and the state folded from them. */
import { Inject, Injectable } from '@nestjs/common';
import type { Decider, Recorded } from '../domain/decider';
import type { EventStore } from '../event-store/event-store';
import { EVENT_STORE } from '../tokens';
import { knownAt, type Moment } from './moment';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
type AnyDecider = Decider<any, any, any>;

export interface Seen {
  /** Every event of the stream, whatever the moment. */
  readonly all: readonly Recorded[];
  /** Those a reader at the moment knows of. */
  readonly events: readonly Recorded[];
  readonly region: string;
  /** The ledger up to here was looked at. */
  readonly position: number;
}

/** A stream as it stands: enough to answer without reading it again from the start. */
export interface Standing {
  readonly state: unknown;
  readonly first: Recorded;
  readonly last: Recorded;
}

const PAGE_EVENTS = 5_000;
/** Streams whose state is kept between reads; a batch of 150,000 lines is folded once and then followed. */
const KEPT_STREAMS = 300;

@Injectable()
export class LedgerReads {
  private readonly kept = new Map<string, Promise<Standing | undefined>>();

  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  /** Events of one stream from a revision on, a bounded number of them. */
  some(streamId: string, fromRevision: number, max: number): Promise<readonly Recorded[]> {
    return this.store.readStream(streamId, fromRevision, max);
  }

  /**
   * The state with everything recorded by now; undefined where there is no stream. Readers of one stream take turns, because a fold may
   * change its state in place: use what is answered before waiting for anything else.
   */
  current(decider: AnyDecider, streamId: string): Promise<Standing | undefined> {
    const before = this.kept.get(streamId) ?? Promise.resolve(undefined);
    const now = before.catch(() => undefined).then((standing) => this.follow(decider, streamId, standing));
    this.kept.delete(streamId);
    this.kept.set(streamId, now);
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_STREAMS && oldest !== undefined) this.kept.delete(oldest);
    return now;
  }

  private async follow(decider: AnyDecider, streamId: string, known: Standing | undefined): Promise<Standing | undefined> {
    let standing = known;
    for (;;) {
      const page = await this.store.readStream(streamId, (standing?.last.revision ?? -1) + 1, PAGE_EVENTS);
      const [first] = page;
      const last = page.at(-1);
      if (first && last) {
        const state = page.reduce((folded, event) => decider.evolve(folded, event) as unknown, standing ? standing.state : (decider.initial as unknown));
        standing = { state, first: standing?.first ?? first, last };
      }
      if (page.length < PAGE_EVENTS) return standing;
    }
  }

  /** A stream page by page, for readers that keep little of each event. */
  async *pages(streamId: string): AsyncGenerator<readonly Recorded[]> {
    for (let from = 0; ; from += PAGE_EVENTS) {
      const page = await this.store.readStream(streamId, from, PAGE_EVENTS);
      yield page;
      if (page.length < PAGE_EVENTS) return;
    }
  }

  async stream(streamId: string): Promise<readonly Recorded[]> {
    const events: Recorded[] = [];
    for (;;) {
      const page = await this.store.readStream(streamId, events.length, PAGE_EVENTS);
      events.push(...page);
      if (page.length < PAGE_EVENTS) return events;
    }
  }

  /** Position of the last event in the ledger; -1 while it is empty. */
  async lastPosition(): Promise<number> {
    return (await this.store.head()).size - 1;
  }

  async see(decider: AnyDecider, streamId: string, moment: Moment): Promise<Seen> {
    // The head is read first, so that the position answered is one the events read do cover.
    const head = await this.lastPosition();
    const position = Math.min(head, moment.position ?? head);
    const all = await this.stream(streamId);
    const events = knownAt(all.filter((event) => event.position <= head), moment);
    return { all, events, region: regionOf(decider, all), position };
  }
}

export function fold(decider: AnyDecider, events: readonly Recorded[]): unknown {
  return events.reduce<unknown>((state, event) => decider.evolve(state, event) as unknown, decider.initial);
}

/** The stream's region as its opening event was filed: it never changes, so it holds at every moment. */
export const regionOf = (decider: AnyDecider, events: readonly Recorded[]): string => events[0]?.metadata.region ?? '';
