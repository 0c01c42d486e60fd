/** What each allocation holds: by the stored facts, and by its own stream folded as commands fold it. */
import type { PoolClient } from 'pg';
import allocation, { identityOf, type AllocationState } from '../../src/domain/allocation';
import { streamId } from '../../src/domain/decider';
import type { EventStore } from '../../src/event-store/event-store';
import type { RowDifference } from './row-differences';
import type { ReplayScope } from './scope';

const STORED = `select a.allocation_id, a.amount_fen - coalesce(a.brought_over_paid_fen, 0)
  + coalesce((select sum(m.balance_change_fen) from facts.allocation_move m where m.allocation_id = a.allocation_id and m.position <= $1), 0) as balance_fen
  from facts.allocation a where a.position <= $1 and a.allocation_id = any ($2)`;

const OF_SCOPE = { fund: 'select allocation_id from facts.allocation where allocation_id = $1', county: 'select allocation_id from facts.allocation where starts_with(region, $1)' } as const;

const PAGE_EVENTS = 1_000;

async function folded(store: EventStore, id: string, last: number): Promise<{ balanceFen: number; position: number }> {
  let state: AllocationState = allocation.initial;
  let position = -1;
  for (let from = 0; ; from += PAGE_EVENTS) {
    const page = await store.readRecordedStream(streamId('allocation', id), from, PAGE_EVENTS);
    for (const event of page.filter((one) => one.position <= last)) {
      state = allocation.evolve(state, event as never);
      ({ position } = event);
    }
    if (page.length < PAGE_EVENTS) return { balanceFen: identityOf(state).balanceFen, position };
  }
}

/** Which allocations there are is asked of the replayed facts: one that was removed from the stored ones is missed. */
export async function compareBalances(side: { readonly stored: PoolClient; readonly replayed: PoolClient }, store: EventStore, scope: ReplayScope, last: number): Promise<{ compared: number; differences: readonly RowDifference[] }> {
  const { rows } = await side.replayed.query<{ allocation_id: string }>(OF_SCOPE[scope.kind], [scope.kind === 'fund' ? scope.id : scope.code]);
  const ids = rows.map(({ allocation_id: id }) => id);
  const told = await side.stored.query<{ allocation_id: string; balance_fen: string }>(STORED, [last, ids]);
  const balances = new Map(told.rows.map(({ allocation_id: id, balance_fen: fen }) => [id, Number(fen)]));
  const differences: RowDifference[] = [];
  for (const id of ids) {
    const { balanceFen, position } = await folded(store, id, last);
    const stored = balances.get(id) ?? null;
    if (stored !== balanceFen) differences.push({ position, table: 'allocation', field: `balanceFen of ${id}`, stored, replayed: balanceFen });
  }
  return { compared: ids.length, differences };
}
