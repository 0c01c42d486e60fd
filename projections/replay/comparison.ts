/** Everything a replay compares, as of one position: rows with their checksums, flags among them, and balances. */
import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '../../src/event-store/event-store';
import { DERIVING, factTables } from '../facts/schema';
import { compareBalances } from './balances';
import { compareTable, type RowDifference, type TableCompared } from './row-differences';
import { bringPositions, positionsIn, type ReplayScope } from './scope';

export interface ReplayComparison {
  /** Events of the scope. */
  readonly events: number;
  /** Those that hold rows on either side. */
  readonly tables: readonly TableCompared[];
  readonly balances: number;
  /** In order of position. */
  readonly differences: readonly RowDifference[];
}

/** Everything before it was derived by the service, flags included. */
export async function derivedBefore(stored: Pool): Promise<number> {
  const { rows: [row] } = await stored.query<{ position: string | null }>(`select min(position) as position from work.follower where ${DERIVING}`);
  return Number(row?.position ?? 0);
}

/** One moment of the database, times and dates spelt alike on both sides; nothing is kept. */
async function looking<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query(`begin isolation level repeatable read; set local timezone = 'UTC'; set local datestyle = 'iso, ymd'; set local jit = off`);
    return await work(client);
  } finally {
    await client.query('rollback').catch(() => undefined);
    client.release();
  }
}

export async function compareReplay(pools: { readonly stored: Pool; readonly replayed: Pool }, store: EventStore, scope: ReplayScope, last: number): Promise<ReplayComparison> {
  const positions = await positionsIn(scope, pools.replayed, store, last);
  return looking(pools.stored, (stored) => looking(pools.replayed, async (replayed) => {
    const side = { stored, replayed };
    for (const client of [stored, replayed]) await bringPositions(client, positions);
    const tables: TableCompared[] = [];
    const differences: (readonly RowDifference[])[] = [];
    for (const { table } of factTables()) {
      const found = await compareTable(side, table, scope, last);
      if (found.compared.rows.some((rows) => rows > 0)) tables.push(found.compared);
      differences.push(found.differences);
    }
    const balances = await compareBalances(side, store, scope, last);
    return { events: positions.length, tables, balances: balances.compared, differences: [...differences, balances.differences].flat().sort((a, b) => a.position - b.position) };
  }));
}
