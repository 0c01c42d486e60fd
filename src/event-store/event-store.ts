/** The port: what any event store must do. Every store passes the one conformance suite in test/event-store. */
import type { Metadata, Recorded } from '../domain/decider';

export interface NewEvent {
  readonly type: string;
  readonly schemaVersion: number;
  /** Stored as RFC 8785 bytes. */
  readonly data: object;
}

/** `none`: the stream must not exist; a number: its last revision must be this; `any`: no check. */
export type Expected = 'none' | 'any' | number;

/** One append to one stream under one key. The events are recorded together or not at all. */
export interface Append {
  readonly streamId: string;
  readonly expected: Expected;
  readonly events: readonly NewEvent[];
  readonly metadata: Omit<Metadata, 'office' | 'idempotencyKey'>;
  /** Keys belong to an office. `bodyHash` (hex SHA-256) covers the command, not the events, so a re-decision under the same key is the same request. */
  readonly key: { readonly office: string; readonly key: string; readonly bodyHash: string };
}

export type Appended =
  | { readonly status: 'recorded' | 'replayed'; readonly firstPosition: number; readonly lastPosition: number; readonly lastRevision: number; readonly recordedAtUs: number }
  | { readonly status: 'wrong-revision'; /** -1: no such stream. */ readonly actual: number }
  /** The key was used for another body. */
  | { readonly status: 'key-conflict'; readonly firstPosition: number };

export interface KeyRecord {
  readonly bodyHash: string;
  readonly streamId: string;
  readonly firstPosition: number;
  readonly lastPosition: number;
  readonly lastRevision: number;
  readonly recordedAtUs: number;
}

/** Size = number of events = next position. */
export interface Head {
  readonly size: number;
  readonly recordedAtUs: number;
}

/** An event with its stored bytes, for proof and export. */
export interface StoredEvent extends Recorded {
  /** RFC 8785 canonical header, see canonical-header.ts. */
  readonly headerBytes: Buffer;
  readonly payloadBytes: Buffer;
  readonly salt: Buffer;
}

export interface EventStore {
  append(append: Append): Promise<Appended>;
  /** Independent appends, one outcome each in order, never atomic across streams; two for one stream are taken in order. */
  appendMany(appends: readonly Append[]): Promise<readonly Appended[]>;
  findKey(office: string, key: string): Promise<KeyRecord | undefined>;
  /** Events of one stream in order, from a revision (inclusive); `max` bounds the page. An unknown stream is empty. */
  readStream(streamId: string, fromRevision?: number, max?: number): Promise<readonly StoredEvent[]>;
  /** Events in ledger order from a position (inclusive). */
  readAll(fromPosition: number, max: number): Promise<readonly StoredEvent[]>;
  /** The same without the stored bytes, at half the cost: for whoever folds the whole ledger. */
  readRecorded(fromPosition: number, max: number): Promise<readonly Recorded[]>;
  /** Of one stream, likewise. */
  readRecordedStream(streamId: string, fromRevision: number, max: number): Promise<readonly Recorded[]>;
  /** Events at these positions, those that exist, in order of position. */
  readPositions(positions: readonly number[]): Promise<readonly Recorded[]>;
  /** The first event of each stream that exists, in order of position. */
  readOpenings(streamIds: readonly string[]): Promise<readonly Recorded[]>;
  head(): Promise<Head>;
  /** Hashes of the leaves (leaf.ts) from a position on, 32 bytes each in order; stops at the head, and at a position that holds no event. */
  readLeafHashes(fromPosition: number, max: number): Promise<Buffer>;
  /** Calls back some time after something was appended: a hint, never a promise. Answers how to stop listening. */
  onAppended(listener: () => void): () => void;
  close(): Promise<void>;
}

/** The queue is full: the caller answers 503 with this Retry-After. Nothing was recorded. */
export class Overloaded extends Error {
  constructor(readonly retryAfterSeconds: number) {
    super('the ledger queue is full');
    this.name = 'Overloaded';
  }
}

/** Another sequencer holds a newer epoch: this process may not write any more. */
export class Fenced extends Error {
  constructor(readonly mine: number, readonly current: number) {
    super(`fenced: epoch ${String(mine)} was superseded by ${String(current)}`);
    this.name = 'Fenced';
  }
}

/** The database could not be reached for long: whether this append was recorded is unknown. The same key again gives the answer. */
export class Unsettled extends Error {
  constructor(options: { cause: unknown }) {
    super('the ledger could not be reached; send the same key again', options);
    this.name = 'Unsettled';
  }
}
