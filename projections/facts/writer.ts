/** Folds pages of the ledger into fact rows: one bulk insert per table, in the transaction that moves the cursor. Its position is *visible*. */
import type { Pool, PoolClient } from 'pg';
import type { EventStore, StoredEvent } from '../../src/event-store/event-store';
import { Follower, type Effect } from '../../src/event-store/follower';
import { copyRows } from './copy';
import type { FactTable, Fold, Row } from './fact';
import { factTables } from './schema';

type Streams = Pick<EventStore, 'readStream'>;

/** More streams than are open at once in a county. */
const REMEMBERED = 20_000;

const isoMicroseconds = (us: number): string => {
  const ms = Math.floor(us / 1000);
  return `${new Date(ms).toISOString().slice(0, -1)}${String(us - ms * 1000).padStart(3, '0')}Z`;
};

/** Data of the first event of each stream, remembered: a line's row copies what its batch said when it opened. */
class Openings {
  private readonly known = new Map<string, object>();

  constructor(private readonly store: Streams) {}

  async of(event: StoredEvent): Promise<object> {
    let opening = event.revision === 0 ? event.data : this.known.get(event.streamId);
    if (!opening) {
      const [first] = await this.store.readStream(event.streamId, 0, 1);
      if (!first) throw new Error(`stream ${event.streamId} has no first event`);
      opening = first.data;
    }
    if (this.known.size >= REMEMBERED) this.known.clear();
    this.known.set(event.streamId, opening);
    return opening;
  }
}

interface Writing {
  readonly fact: FactTable;
  readonly fold: Fold;
}

function byEventType(tables: readonly FactTable[]): ReadonlyMap<string, readonly Writing[]> {
  const writings = new Map<string, Writing[]>();
  for (const fact of tables) {
    for (const [type, fold] of Object.entries(fact.from)) writings.set(type, [...(writings.get(type) ?? []), { fact, fold }]);
  }
  return writings;
}

function standardRows(event: StoredEvent, said: Row | readonly Row[]): Row[] {
  const rows = Array.isArray(said) ? (said as readonly Row[]) : [said as Row];
  const occurredOn = (event.data as { occurredOn?: string }).occurredOn;
  const recordedAt = isoMicroseconds(event.recordedAtUs);
  return rows.map((row, ordinal) => ({ position: event.position, ordinal, recorded_at: recordedAt, occurred_on: occurredOn, ...row }));
}

/** Fewer rows than this are read whole as fast as by index. */
const WORTH_COUNTING = 200;

/**
 * Has the planner count a table anew whenever it has doubled. A young table whose statistics are still missing makes rules read it whole for every
 * subject; waiting for the server to notice by itself would cost minutes after each import or rebuild.
 */
class Counting {
  private readonly counted = new Map<string, number>();
  private readonly added = new Map<string, number>();

  async after(client: PoolClient, table: string, rows: number): Promise<void> {
    const added = (this.added.get(table) ?? 0) + rows;
    const counted = this.counted.get(table) ?? 0;
    if (added <= Math.max(WORTH_COUNTING, counted)) return void this.added.set(table, added);
    await client.query(`analyze facts.${table}`);
    this.counted.set(table, counted + added);
    this.added.set(table, 0);
  }
}

/** Only this writes fact tables; flags and coverage are the examiner's. */
export function factsEffect(store: Streams, tables: readonly FactTable[] = factTables()): Effect {
  const writings = byEventType(tables);
  const openings = new Openings(store);
  const counting = new Counting();
  return async (page: readonly StoredEvent[], client: PoolClient) => {
    const rows = new Map<FactTable, Row[]>();
    for (const event of page) {
      for (const { fact, fold } of writings.get(event.type) ?? []) {
        // A fold that takes three arguments asks for the opening event.
        const said = fold(event.data, event, fold.length > 2 ? await openings.of(event) : undefined);
        const list = rows.get(fact) ?? [];
        list.push(...standardRows(event, said));
        rows.set(fact, list);
      }
    }
    for (const [fact, list] of rows) {
      await copyRows(client, fact, list);
      await counting.after(client, fact.table, list.length);
    }
  };
}

export interface FactsOptions {
  readonly pool: Pool;
  readonly store: Pick<EventStore, 'readAll' | 'readStream' | 'head' | 'onAppended'>;
  readonly pageSize?: number;
  readonly moved?: (position: number) => void;
  readonly troubled?: (error: unknown) => void;
}

/** The follower whose position is *visible*. Call `prepareFacts` before it starts. */
export const factsFollower = ({ pool, store, ...rest }: FactsOptions): Follower =>
  new Follower({ name: 'facts', store, database: pool, effect: factsEffect(store), ...rest });
