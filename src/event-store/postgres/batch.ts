/** Decides a batch in memory: who is recorded where, who replays, who is turned down. Pure; the database then confirms or denies it whole. */
import { framedHeader } from '../canonical-header';
import type { Appended, KeyRecord } from '../event-store';
import type { Prepared, PreparedEvent } from '../prepare';

/** What is believed about the ledger while a batch is decided. `certain`: read under the head lock, nothing is assumed. */
export interface Belief {
  readonly size: number;
  readonly lastUs: number;
  readonly certain: boolean;
  /** Last revision, -1 for no stream; undefined: not known. */
  revisionOf(streamId: string): number | undefined;
  keyOf(keyId: string): KeyRecord | undefined;
}

export interface Row {
  readonly position: number;
  readonly streamId: string;
  readonly revision: number;
  readonly recordedUs: number;
  readonly header: string;
  readonly event: PreparedEvent;
}

export interface KeyRow extends KeyRecord {
  readonly office: string;
  readonly key: string;
}

export interface Plan {
  readonly outcomes: readonly Appended[];
  readonly rows: readonly Row[];
  readonly keys: ReadonlyMap<string, KeyRow>;
  /** Streams that grow: revision before and after, position of their last event. */
  readonly streams: ReadonlyMap<string, { readonly was: number; readonly now: number; readonly position: number }>;
  /** Turned down without having looked for their key: right only if the key does not exist. */
  readonly absent: readonly Prepared[];
  readonly size: number;
  readonly lastUs: number;
}

interface Growth { was: number; now: number; position: number }

/** undefined: cannot be decided without reading (any revision of a stream not known). */
export function decideBatch(batch: readonly Prepared[], belief: Belief, now: number): Plan | undefined {
  const outcomes: Appended[] = [];
  const rows: Row[] = [];
  const keys = new Map<string, KeyRow>();
  const streams = new Map<string, Growth>();
  const absent: Prepared[] = [];
  let lastUs = belief.lastUs;

  for (const append of batch) {
    const known = keys.get(append.keyId) ?? belief.keyOf(append.keyId);
    if (known !== undefined) {
      outcomes.push(answerAgain(known, append.bodyHash));
      continue;
    }
    const actual = streams.get(append.streamId)?.now ?? belief.revisionOf(append.streamId) ?? assumed(append);
    if (actual === undefined) return undefined;
    if (append.expected !== 'any' && actual !== (append.expected === 'none' ? -1 : append.expected)) {
      outcomes.push({ status: 'wrong-revision', actual });
      if (!belief.certain) absent.push(append);
      continue;
    }
    const firstPosition = belief.size + rows.length;
    let revision = actual;
    for (const event of append.events) {
      revision += 1;
      lastUs = Math.max(now, lastUs + 1);
      const header = framedHeader(append.frame, event.id, event.type, event.schemaVersion, revision, lastUs);
      rows.push({ position: belief.size + rows.length, streamId: append.streamId, revision, recordedUs: lastUs, header, event });
    }
    const lastPosition = belief.size + rows.length - 1;
    const growth = streams.get(append.streamId);
    if (growth === undefined) streams.set(append.streamId, { was: actual, now: revision, position: lastPosition });
    else Object.assign(growth, { now: revision, position: lastPosition });
    const { office, key, bodyHash, streamId } = append;
    keys.set(append.keyId, { office, key, bodyHash, streamId, firstPosition, lastPosition, lastRevision: revision, recordedAtUs: lastUs });
    outcomes.push({ status: 'recorded', firstPosition, lastPosition, lastRevision: revision, recordedAtUs: lastUs });
  }
  return { outcomes, rows, keys, streams, absent, size: belief.size + rows.length, lastUs };
}

/** A caller who names a revision has usually just read it; the database denies the batch where that is stale. */
function assumed({ expected }: Prepared): number | undefined {
  if (expected === 'any') return undefined;
  return expected === 'none' ? -1 : expected;
}

export function answerAgain(known: KeyRecord, bodyHash: string): Appended {
  const { firstPosition, lastPosition, lastRevision, recordedAtUs } = known;
  if (known.bodyHash !== bodyHash) return { status: 'key-conflict', firstPosition };
  return { status: 'replayed', firstPosition, lastPosition, lastRevision, recordedAtUs };
}
