/** Events chosen by stream: whole ones, and of very long ones the first event and those that count. */
import type { Pool, PoolClient } from 'pg';

/** Streams up to this length are always taken whole; longer ones only where they are what it is about. */
const SHORT_STREAM = 2_000;
/** Not even those: a batch of 150,000 lines is proven by the lines that count. */
const LONGEST_WHOLE = 50_000;

export interface ChosenStream {
  readonly id: string;
  readonly whole: boolean;
  readonly positions: readonly number[];
}

interface Place {
  readonly position: number;
  readonly streamId: string;
}

export class Selection {
  /** By stream: wanted whole, or the positions wanted. */
  private readonly wanted = new Map<string, { readonly whole: boolean; readonly positions: ReadonlySet<number> }>();

  static like(other: Selection): Selection {
    const copy = new Selection();
    for (const [id, want] of other.wanted) copy.wanted.set(id, want);
    return copy;
  }

  stream(id: string): void {
    this.wanted.set(id, { whole: true, positions: new Set() });
  }

  events(places: readonly Place[]): void {
    for (const { position, streamId } of places) {
      const want = this.wanted.get(streamId);
      this.wanted.set(streamId, { whole: want?.whole ?? false, positions: new Set([...(want?.positions ?? []), position]) });
    }
  }

  drop(ids: ReadonlySet<string>): Selection {
    const left = new Selection();
    for (const [id, want] of this.wanted) if (!ids.has(id)) left.wanted.set(id, want);
    return left;
  }

  ids(): readonly string[] {
    return [...this.wanted.keys()];
  }

  /** What stands in the ledger of what is wanted, before `size`. */
  async streams(client: Pool | PoolClient, size: number): Promise<readonly ChosenStream[]> {
    const { rows: lengths } = await client.query<{ stream_id: string; length: string }>('select stream_id, revision + 1 as length from ledger.stream where stream_id = any($1)', [this.ids()]);
    const whole = lengths.filter(({ stream_id: id, length }) => Number(length) <= (this.wanted.get(id)?.whole === true ? LONGEST_WHOLE : SHORT_STREAM)).map(({ stream_id: id }) => id);
    const parted = this.ids().filter((id) => !whole.includes(id)).flatMap((id) => [...(this.wanted.get(id)?.positions ?? [])]);
    const { rows } = await client.query<{ position: string; stream_id: string }>(
      `select position, stream_id from ledger.event where position < $1 and (stream_id = any($2) or position = any($3) or (stream_id = any($4) and revision = 0)) order by position`,
      [size, whole, parted, this.ids()]);
    const found = new Map<string, number[]>();
    for (const { position, stream_id: id } of rows) found.set(id, [...(found.get(id) ?? []), Number(position)]);
    return [...found].map(([id, positions]) => ({ id, whole: whole.includes(id), positions })).sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}

export const positionsOf = (streams: readonly ChosenStream[]): number[] => streams.flatMap(({ positions }) => positions).sort((a, b) => a - b);
