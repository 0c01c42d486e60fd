/** What must be true of a ledger and of everything derived from it, whatever was killed meanwhile. */
import type { Pool } from 'pg';
import { Examiner } from '../../projections/anomalies/examiner';
import { makeRuleIndexes } from '../../projections/anomalies/catalogue';
import { prepareFacts } from '../../projections/facts/schema';
import { factsFollower } from '../../projections/facts/writer';
import allocation, { identityOf, type AllocationEvent, type AllocationState } from '../../src/domain/allocation';
import type { StoredEvent } from '../../src/event-store/event-store';
import { MemoryEventStore } from '../../src/event-store/memory';
import { PostgresEventStore } from '../../src/event-store/postgres/postgres-event-store';
import { expectWhole } from '../event-store/writer';
import type { Ack } from './caller';
import type { Outcome } from './load';

/** Every answer is true: the key it was given for stands at the position it named, once. And the ledger is whole. */
export async function expectEveryAnswerTrue(pool: Pool, given: readonly Ack[]): Promise<void> {
  // More come while this one looks.
  const acks = [...given];
  const { rows } = await pool.query<{ key: string; last: string }>('SELECT key, first_position + n - 1 AS last FROM ledger.append_key WHERE key = ANY ($1)', [acks.map(({ key }) => key)]);
  const places = new Map(rows.map(({ key, last }) => [key, Number(last)]));
  expect(acks.filter(({ key, position }) => places.get(key) !== position)).toEqual([]);
  await expectWhole(pool, []);
}

/** The whole ledger, page by page. */
export async function everything(store: Pick<PostgresEventStore, 'readAll'>): Promise<readonly StoredEvent[]> {
  const events: StoredEvent[] = [];
  for (;;) {
    const page = await store.readAll(events.length, 5_000);
    events.push(...page);
    if (page.length < 5_000) return events;
  }
}

/** Each stream holds what its office did, event by event; the fund holds what all of them left in it. */
export function expectOutcomes(events: readonly StoredEvent[], outcomes: readonly Outcome[]): void {
  const streams = grouped(events);
  const typesOf = (streamId: string): string[] => (streams.get(streamId) ?? []).map(({ type }) => type);
  expect(outcomes.filter(({ streamId, types }) => String(typesOf(streamId)) !== String(types)).map(({ streamId, types }) => ({ streamId, types, found: typesOf(streamId) }))).toEqual([]);

  const state = (streams.get('allocation-county-1') ?? []).reduce<AllocationState>((before, event) => allocation.evolve(before, event as unknown as AllocationEvent), allocation.initial);
  const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
  expect(identityOf(state)).toMatchObject({ committedFen: sum(({ heldFen }) => heldFen), paidFen: sum(({ paidFen }) => paidFen), residualFen: 0 });
  for (const { streamId, heldFen, paidFen } of outcomes.filter(({ types }) => /^(Batch|Payment)/.test(types[0] ?? ''))) {
    const held = state.commitments.get(streamId.replace('-', '/')) ?? { outstandingFen: 0, paidFen: 0 };
    expect([streamId, held.outstandingFen, held.paidFen]).toEqual([streamId, heldFen, paidFen]);
  }
}

function grouped(events: readonly StoredEvent[]): Map<string, StoredEvent[]> {
  const streams = new Map<string, StoredEvent[]>();
  for (const event of events) streams.set(event.streamId, [...(streams.get(event.streamId) ?? []), event]);
  return streams;
}

async function factRows(pool: Pool): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(`SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'facts' AND c.relkind = 'r' AND c.relname <> 'shape' ORDER BY 1`);
  const found = new Map<string, string>();
  for (const { name } of tables) {
    const { rows } = await pool.query<{ sum: string }>(`SELECT count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))), '') AS sum FROM facts.${name} t`);
    found.set(name, rows[0]?.sum ?? '');
  }
  return found;
}

/** Facts and flags are those an undisturbed follower makes of the same ledger in a database of its own. */
export async function expectFactsOf(pool: Pool, store: PostgresEventStore, fresh: Pool): Promise<void> {
  await prepareFacts(fresh);
  await makeRuleIndexes(fresh);
  const facts = await factsFollower({ pool: fresh, store }).catchUp();
  const examined = await new Examiner({ pool: fresh, store }).catchUp();
  expect([facts.halted, examined.halted]).toEqual([undefined, []]);
  expect([...(await factRows(pool))]).toEqual([...(await factRows(fresh))]);
}

/** The stored bytes say what the columns say: a store that knows only appends gets the same events. */
export async function expectSameAsMemory(events: readonly StoredEvent[]): Promise<void> {
  const memory = new MemoryEventStore();
  for (const { streamId, revision, type, schemaVersion, data, metadata } of events) {
    const { office, idempotencyKey, ...rest } = metadata;
    await memory.append({
      streamId, expected: revision === 0 ? 'none' : revision - 1, events: [{ type, schemaVersion, data }], metadata: rest,
      key: { office, key: `${idempotencyKey}|${String(revision)}`, bodyHash: '0'.repeat(64) },
    });
  }
  const again = await everything(memory);
  expect(again.map(({ position, streamId, revision, payloadBytes }) => [position, streamId, revision, payloadBytes.toString('hex')]))
    .toEqual(events.map(({ position, streamId, revision, payloadBytes }) => [position, streamId, revision, payloadBytes.toString('hex')]));
}
