/** Reads of single streams at a moment: their events, and the state folded from them. */
import { Inject, Injectable } from '@nestjs/common';
import type { Decider, Recorded } from '../domain/decider';
import type { EventStore } from '../event-store/event-store';
import { StreamStates } from '../stream-states';
import { EVENT_STORE } from '../tokens';
import { isPast, knownAt, type Moment } from './moment';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- states differ per noun; only their own decider looks inside.
type AnyDecider = Decider<any, any, any>;

export interface Seen {
  /** The stream exists, whatever the moment. */
  readonly exists: boolean;
  /** Those a reader at the moment knows of. */
  readonly events: readonly Recorded[];
  readonly region: string;
  /** The ledger up to here was looked at. */
  readonly position: number;
}

/** What a reader made of a stream as it stands, and where it stands. */
export interface Standing<T> {
  readonly seen: T;
  readonly revision: number;
  readonly position: number;
}

const PAGE_EVENTS = 1_000;

@Injectable()
export class LedgerReads {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore, private readonly states: StreamStates) {}

  /** Events of one stream from a revision on, a bounded number of them. */
  some(streamId: string, fromRevision: number, max: number): Promise<readonly Recorded[]> {
    return this.store.readRecordedStream(streamId, fromRevision, max);
  }

  /**
   * What `look` makes of the state with everything recorded by now; undefined where there is no stream. The state is the one commands are
   * decided on, and a fold may change it in place: `look` takes what it needs at once and keeps nothing of it.
   */
  current<T>(decider: AnyDecider, streamId: string, look: (state: unknown) => T): Promise<Standing<T> | undefined> {
    return this.states.read(decider, streamId, ({ state, revision, position }) => ({ seen: look(state), revision, position }));
  }

  /** A stream page by page, for readers that keep little of each event. */
  async *pages(streamId: string): AsyncGenerator<readonly Recorded[]> {
    for (let from = 0; ; from += PAGE_EVENTS) {
      const page = await this.store.readRecordedStream(streamId, from, PAGE_EVENTS);
      yield page;
      if (page.length < PAGE_EVENTS) return;
    }
  }

  async stream(streamId: string): Promise<readonly Recorded[]> {
    const events: Recorded[] = [];
    for await (const page of this.pages(streamId)) events.push(...page);
    return events;
  }

  /** Events at these positions, in their order. */
  at(positions: readonly number[]): Promise<readonly Recorded[]> {
    return positions.length === 0 ? Promise.resolve([]) : this.store.readPositions(positions);
  }

  /** Every event from one position to another, both included. */
  between(first: number, last: number): Promise<readonly Recorded[]> {
    return last < first ? Promise.resolve([]) : this.store.readRecorded(first, last - first + 1);
  }

  openings(streamIds: readonly string[]): Promise<readonly Recorded[]> {
    return this.store.readOpenings(streamIds);
  }

  /** Position of the last event in the ledger; -1 while it is empty. */
  async lastPosition(): Promise<number> {
    return (await this.store.head()).size - 1;
  }

  async see(decider: AnyDecider, streamId: string, moment: Moment): Promise<Seen> {
    // The head is read first, so that the position answered is one the events read do cover.
    const head = await this.lastPosition();
    const position = Math.min(head, moment.position ?? head);
    const read: Recorded[] = [];
    for await (const page of this.pages(streamId)) {
      read.push(...page);
      const last = page.at(-1);
      if (last && isPast(last, { ...moment, position })) break;
    }
    return { exists: read.length > 0, events: knownAt(read, { ...moment, position }), region: regionOf(decider, read), position };
  }
}

export function fold(decider: AnyDecider, events: readonly Recorded[]): unknown {
  return events.reduce<unknown>((state, event) => decider.evolve(state, event) as unknown, decider.initial);
}

/** The stream's region as its opening event was filed: it never changes, so it holds at every moment. */
export const regionOf = (decider: AnyDecider, events: readonly Recorded[]): string => events[0]?.metadata.region ?? '';
