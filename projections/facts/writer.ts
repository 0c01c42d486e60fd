/** Folds pages of the ledger into fact rows: one bulk insert per table, in the transaction that moves the cursor. Its position is *visible*. */
import type { Pool, PoolClient } from 'pg';
import type { Recorded } from '../../src/domain/decider';
import type { EventStore } from '../../src/event-store/event-store';
import { Follower, type Page } from '../../src/event-store/follower';
import { copyText, lineOf } from './copy';
import type { FactTable, Fold, Row } from './fact';
import { factTables, mustBeOurs } from './schema';

export type FactsStore = Pick<EventStore, 'readRecorded' | 'readStream' | 'head' | 'onAppended'>;

/** More streams than are open at once in a county. */
const REMEMBERED = 20_000;

/** Events come in order of time: the second is spelt once for all that fell into it. */
class RecordedTimes {
  private second = -1;
  private spelt = '';

  of(us: number): string {
    const second = Math.floor(us / 1_000_000);
    if (second !== this.second) this.spelt = new Date(second * 1000).toISOString().slice(0, 19);
    this.second = second;
    return `${this.spelt}.${String(us - second * 1_000_000).padStart(6, '0')}Z`;
  }
}

/** Data of the first event of each stream, remembered: a line's row copies what its batch said when it opened. */
class Openings {
  private readonly known = new Map<string, object>();

  constructor(private readonly store: Pick<EventStore, 'readStream'>) {}

  /** A promise only where the ledger must be asked. */
  of(event: Recorded): object | Promise<object> {
    const opening = event.revision === 0 ? event.data : this.known.get(event.streamId);
    if (!opening) return this.fetched(event);
    if (event.revision === 0) this.remember(event.streamId, opening);
    return opening;
  }

  private async fetched({ streamId }: Recorded): Promise<object> {
    const [first] = await this.store.readStream(streamId, 0, 1);
    if (!first) throw new Error(`stream ${streamId} has no first event`);
    this.remember(streamId, first.data);
    return first.data;
  }

  private remember(streamId: string, opening: object): void {
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(streamId, opening);
  }
}

interface Writing {
  readonly fact: FactTable;
  readonly fold: Fold;
  /** A fold that takes three arguments asks for the opening event. */
  readonly asksOpening: boolean;
}

function byEventType(tables: readonly FactTable[]): ReadonlyMap<string, readonly Writing[]> {
  const writings = new Map<string, Writing[]>();
  for (const fact of tables) {
    for (const [type, fold] of Object.entries(fact.from)) writings.set(type, [...(writings.get(type) ?? []), { fact, fold, asksOpening: fold.length > 2 }]);
  }
  return writings;
}

/** Rows as bytes to copy. */
export interface FoldedRows {
  readonly count: number;
  readonly text: readonly Buffer[];
}

/** A page of the ledger as rows to copy, table by table. */
export interface FoldedPage extends Page {
  readonly rows: ReadonlyMap<FactTable, FoldedRows>;
}

/** Events unpacked and folded at once: what stands in memory as objects dies young, what waits for its turn are bytes. The next are on their way meanwhile. */
const FOLDED_AT_ONCE = 1_000;

/** Reads a page and folds it: all that can be done before the page's turn to be written has come. */
export function factsReader(store: Pick<EventStore, 'readRecorded' | 'readStream'>, tables: readonly FactTable[] = factTables()): (from: number, max: number) => Promise<FoldedPage> {
  const writings = byEventType(tables);
  const openings = new Openings(store);
  const times = new RecordedTimes();
  const linesOf = async (events: readonly Recorded[]): Promise<ReadonlyMap<FactTable, readonly string[]>> => {
    const lines = new Map<FactTable, string[]>(tables.map((fact) => [fact, []]));
    for (const event of events) {
      for (const { fact, fold, asksOpening } of writings.get(event.type) ?? []) {
        const opening = asksOpening ? openings.of(event) : undefined;
        const said = fold(event.data, event, opening instanceof Promise ? await opening : opening);
        addLines(lines.get(fact) ?? [], fact, event, times.of(event.recordedAtUs), said);
      }
    }
    return lines;
  };
  return async (from, max) => {
    const rows = new Map<FactTable, { count: number; text: Buffer[] }>(tables.map((fact) => [fact, { count: 0, text: [] }]));
    const portion = (start: number): Promise<readonly Recorded[]> => {
      const read = store.readRecorded(start, Math.min(FOLDED_AT_ONCE, from + max - start));
      // Its failure is heard when it is wanted.
      read.catch(() => undefined);
      return read;
    };
    let next = portion(from);
    let length = 0;
    for (;;) {
      const events = await next;
      length += events.length;
      const last = length === max || events.length < FOLDED_AT_ONCE;
      if (!last) next = portion(from + length);
      for (const [fact, lines] of await linesOf(events)) {
        const folded = rows.get(fact);
        if (lines.length === 0 || !folded) continue;
        folded.count += lines.length;
        folded.text.push(Buffer.from(lines.join('')));
      }
      if (last) return { length, rows };
    }
  };
}

function addLines(lines: string[], fact: FactTable, event: Recorded, recordedAt: string, said: Row | readonly Row[]): void {
  const standard = { position: event.position, ordinal: 0, recorded_at: recordedAt, occurred_on: (event.data as { occurredOn?: string }).occurredOn };
  if (!Array.isArray(said)) return void lines.push(lineOf(fact, said as Row, standard));
  for (const row of said as readonly Row[]) {
    lines.push(lineOf(fact, row, standard));
    standard.ordinal += 1;
  }
}

/** Fewer rows than this are read whole as fast as by index. */
const WORTH_COUNTING = 500;
/** A table is counted anew when it has grown so many times. */
const GROWN = 5;

/**
 * Has the planner count a table anew whenever it has grown so much that what was true of it no longer is. A young table whose statistics are missing
 * makes queries read it whole; waiting for the server to notice by itself would cost minutes after each import or rebuild.
 */
class Counting {
  private counted: Map<string, number> | undefined;
  private readonly added = new Map<string, number>();

  async after(client: PoolClient, table: string, rows: number): Promise<void> {
    this.counted ??= await lastCounted(client);
    const added = (this.added.get(table) ?? 0) + rows;
    const counted = this.counted.get(table) ?? 0;
    if (added <= Math.max(WORTH_COUNTING, counted * (GROWN - 1))) return void this.added.set(table, added);
    await client.query(`analyze facts.${table}`);
    this.counted.set(table, counted + added);
    this.added.set(table, 0);
  }
}

/** What the server itself counted last: whoever takes over need not begin anew. It says -1 of a table that nobody has counted. */
async function lastCounted(client: PoolClient): Promise<Map<string, number>> {
  const { rows } = await client.query<{ relname: string; reltuples: number }>(`select relname, reltuples from pg_class where relnamespace = 'facts'::regnamespace and relkind = 'r' and reltuples > 0`);
  return new Map(rows.map(({ relname, reltuples }) => [relname, reltuples]));
}

/** Only this writes fact tables; flags and coverage are the examiner's. */
export function factsEffect(counts = true): (page: FoldedPage, client: PoolClient) => Promise<void> {
  const counting = new Counting();
  return async ({ rows }, client) => {
    await mustBeOurs(client);
    for (const [fact, { count, text }] of rows) {
      if (count === 0) continue;
      await copyText(client, fact, text);
      if (counts) await counting.after(client, fact.table, count);
    }
  };
}

export interface FactsOptions {
  readonly pool: Pool;
  readonly store: FactsStore;
  readonly pageSize?: number;
  /** Into tables nobody reads yet: neither counted nor flushed page by page. */
  readonly bulk?: boolean;
  readonly moved?: (position: number) => void;
  readonly troubled?: (error: unknown) => void;
}

/** The follower whose position is *visible*. Call `prepareFacts` before it starts. */
export const factsFollower = ({ pool, store, bulk = false, ...rest }: FactsOptions): Follower<FoldedPage> =>
  new Follower({
    name: 'facts', database: pool, effect: factsEffect(!bulk), flushLater: bulk, ...rest,
    store: { readAll: factsReader(store), head: () => store.head(), onAppended: (listener) => store.onAppended(listener) },
  });
