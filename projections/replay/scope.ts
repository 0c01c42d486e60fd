/** Which rows a replay compares: those of the events of one fund, or of one region, and the flags about them. */
import type { Pool, PoolClient } from 'pg';
import { covers } from '../../src/domain/decider';
import type { EventStore } from '../../src/event-store/event-store';

export type ReplayScope = { readonly kind: 'fund'; readonly id: string } | { readonly kind: 'county'; readonly code: string };

const PAGE_EVENTS = 10_000;

async function tablesWith(own: Pool, column: string): Promise<readonly string[]> {
  const { rows } = await own.query<{ name: string }>(`select table_name as name from information_schema.columns where table_schema = 'facts' and column_name = $1 and table_name <> 'flag'`, [column]);
  return rows.map(({ name }) => name);
}

/** What the fund's own stream says, and every batch and order paid from it: read from the replayed facts, which nobody could edit. */
async function positionsOfFund(own: Pool, id: string): Promise<readonly number[]> {
  const byFund = (await tablesWith(own, 'allocation_id')).map((table) => `select position from facts.${table} where allocation_id = $1`);
  const byBatch = (await tablesWith(own, 'batch_id')).map((table) => `select position from facts.${table} where batch_id in (select batch_id from facts.batch where allocation_id = $1)`);
  const byPayment = (await tablesWith(own, 'payment_id')).map((table) => `select position from facts.${table} where payment_id in (select payment_id from facts.payment where allocation_id = $1)`);
  const { rows } = await own.query<{ position: string }>([...byFund, ...byBatch, ...byPayment].join(' union '), [id]);
  return rows.map(({ position }) => Number(position));
}

async function positionsOfCounty(store: EventStore, code: string, last: number): Promise<readonly number[]> {
  const positions: number[] = [];
  for (let from = 0; from <= last; from += PAGE_EVENTS) {
    for (const { position, metadata } of await store.readRecorded(from, Math.min(PAGE_EVENTS, last + 1 - from))) if (metadata.region !== '' && covers(code, metadata.region)) positions.push(position);
  }
  return positions;
}

/** In order: a fact belongs to the scope where its event does. */
export async function positionsIn(scope: ReplayScope, own: Pool, store: EventStore, last: number): Promise<readonly number[]> {
  const positions = scope.kind === 'fund' ? await positionsOfFund(own, scope.id) : await positionsOfCounty(store, scope.code, last);
  return [...positions].sort((a, b) => a - b);
}

/** For the transaction this client is in: `scope_position` on either side, so that both are asked the same question. */
export async function bringPositions(client: PoolClient, positions: readonly number[]): Promise<void> {
  await client.query('create temporary table scope_position (position bigint primary key) on commit drop');
  for (let from = 0; from < positions.length; from += PAGE_EVENTS) await client.query('insert into scope_position select unnest($1::bigint[])', [positions.slice(from, from + PAGE_EVENTS)]);
  await client.query('analyze scope_position');
}

const EXAMINED: ReadonlySet<string> = new Set(['flag', 'rule_coverage']);

/** A flag belongs where it is about the region, or rests on an event of the fund. `$1` is the last position, `$2` the code of the region. */
export function rowsOf(table: string, scope: ReplayScope, last: number): { readonly sql: string; readonly values: readonly unknown[] } {
  const byPosition = `select t.* from facts.${table} t where t.position <= $1 and`;
  if (!EXAMINED.has(table)) return { sql: `${byPosition} t.position in (select s.position from scope_position s)`, values: [last] };
  if (scope.kind === 'county') return { sql: `${byPosition} starts_with(t.region, $2)`, values: [last, scope.code] };
  if (table === 'flag') return { sql: `${byPosition} (t.subject_id = $2 or t.evidence && array(select s.position from scope_position s))`, values: [last, scope.id] };
  return { sql: `${byPosition} t.subject_id = $2`, values: [last, scope.id] };
}
