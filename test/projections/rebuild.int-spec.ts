/** Facts and flags built beside the live ones: the same as those, whatever the page; put in their place and taken back without a reader noticing. */
import * as fc from 'fast-check';
import { Logger } from '@nestjs/common';
import { Pool } from 'pg';
import { allRules } from '../../projections/anomalies/catalogue';
import { calendar, dayEnded, household, paidBatch, person, programme, said, type StoryEvent } from '../../projections/anomalies/story';
import { poolIn } from '../../projections/facts/place';
import { factTables, prepareFacts, shapeIn } from '../../projections/facts/schema';
import { factsFollower } from '../../projections/facts/writer';
import { exchange } from '../../projections/rebuild/exchange';
import { alone, BuildHalted, Interrupted, Rebuild } from '../../projections/rebuild/rebuild';
import { MemberDied } from '../../src/domain/household';
import { ownFacts } from '../../src/api/own-facts';
import type { EventStore } from '../../src/event-store/event-store';
import type { TestDatabase } from '../support/database';
import { seed } from '../support/story';
import { follow, forget, released, ruledDatabase, ToldLedger, turnsOf } from '../support/told-ledger';
import { histories } from './histories';

const codes = allRules().map((rule) => rule.code);
const runs = Number(process.env['RUNS'] ?? (process.env['MINGZHANG_TEST_LONG'] === 'on' ? 8 : 2));

let database: TestDatabase;
let pool: Pool;
beforeEach(async () => {
  database = await ruledDatabase();
  pool = database.pool;
});
afterEach(() => database.drop());

/** A ledger told as events offers all that a build asks of a store. */
const rebuildOf = (ledger: ToldLedger, pageSize = 500, signal?: AbortSignal): Rebuild => new Rebuild({ pool, store: ledger as unknown as EventStore, pageSize, ...(signal && { signal }) });

/** A person dies and is paid twice more; the rule of the dead speaks. */
const deadButPaid: readonly StoryEvent[] = [
  ...allRules().map((rule) => released(rule)), programme('p1'), calendar(2018), ...household('h1', 'li'), ...paidBatch('b1', '2018-03', '2018-03-10', [{ payee: 'li', household: 'h1' }]),
  said('household-h1', MemberDied, { personRef: person('li'), source: 'civil-affairs', occurredOn: '2018-03-20' }),
  dayEnded('2018-04-30'), ...paidBatch('b2', '2018-05', '2018-05-10', [{ payee: 'li', household: 'h1' }]), dayEnded('2018-05-31'),
  ...paidBatch('b3', '2018-06', '2018-06-10', [{ payee: 'li', household: 'h1' }]), dayEnded('2018-06-30'),
];

async function everythingIn(place: Pool): Promise<Record<string, unknown[]>> {
  const tables: Record<string, unknown[]> = {};
  for (const { table } of factTables()) tables[table] = (await place.query(`select * from facts.${table} order by position, ordinal`)).rows;
  return tables;
}

const positions = async (): Promise<unknown[]> => (await pool.query('select name, position from work.follower order by name')).rows;

describe('facts and flags built anew', () => {
  it('are those followed event by event, whatever the page of either (property)', async () => {
    await fc.assert(fc.asyncProperty(histories, fc.constantFrom(1, 7, 500), fc.constantFrom(3, 500), async (events, page, livePage) => {
      const ledger = new ToldLedger(events);
      await forget(pool);
      await follow(pool, ledger, codes, { facts: livePage, rules: livePage });
      const rebuild = rebuildOf(ledger, page);
      await rebuild.build();
      expect(await everythingIn(poolIn(pool, 'next'))).toEqual(await everythingIn(pool));
      const comparison = await rebuild.compare();
      expect(comparison).toMatchObject({ position: events.length, differences: [], unshared: [] });
      await pool.query('drop schema audit_next, facts_next cascade');
    }), { seed, numRuns: runs, endOnFailure: true });
  }, 300_000);

  it('take the place of those everyone reads, and give it back, with the same answers as of any position', async () => {
    const half = new ToldLedger(deadButPaid.slice(0, -4));
    const whole = new ToldLedger(deadButPaid);
    await follow(pool, half, codes);
    const asOf = async (): Promise<unknown[]> => (await pool.query('select p.at, x.* from generate_series(0, $1::bigint) p (at) cross join lateral (select count(*) as lines, sum(amount_fen) as fen from audit.paid_line(p.at)) x', [half.events.length - 1])).rows;
    const [before, turns] = [await asOf(), await turnsOf(pool)];
    expect(turns.map(({ rule }) => rule)).toContain('A02');
    const rebuild = rebuildOf(half);
    await rebuild.build();
    expect(await rebuild.changePlaces(await rebuild.compare())).toBe(true);
    expect([await asOf(), await turnsOf(pool)]).toEqual([before, turns]);
    // What is followed from there on is written to the new ones only.
    await follow(pool, whole, codes);
    expect((await turnsOf(pool)).length).toBeGreaterThan(turns.length);
    const after = await turnsOf(pool);
    expect(await rebuildOf(whole).takeBack()).toBe(true);
    expect(await rebuildOf(whole).changePlaces()).toBe(true);
    expect(await asOf()).toEqual(before);
    expect(await turnsOf(pool)).toEqual(after);
    expect(await positions()).toEqual(['facts', ...codes.map((code) => `rule-${code}`)].sort().map((name) => ({ name, position: String(whole.events.length) })));
    // Looked up by name when it runs: it must speak of the tables in its own place.
    expect((await pool.query(`select audit.add_working_days(1000, '2018-03-01', 5)::text as due, audit_before.add_working_days(1000, '2018-03-01', 5)::text as before`)).rows).toEqual([{ due: '2018-03-08', before: '2018-03-08' }]);
  }, 120_000);

  it('differ, table by table and from which position, where somebody edited what everyone reads', async () => {
    const ledger = new ToldLedger(deadButPaid);
    await follow(pool, ledger, codes);
    const { rows: [edited] } = await pool.query<{ position: string }>('update facts.settlement set amount_fen = amount_fen + 1 where position = (select max(position) from facts.settlement) returning position');
    await pool.query('delete from facts.flag where position = (select min(position) from facts.flag)');
    const rebuild = rebuildOf(ledger);
    await rebuild.build();
    const comparison = await rebuild.compare();
    expect(comparison.differences.map(({ table }) => table)).toEqual(['flag', 'settlement']);
    expect(comparison.differences[1]).toEqual({ table: 'settlement', rows: [3, 3], firstPosition: Number(edited?.position) });
    expect(comparison.differences[0]?.rows[0]).toBeLessThan(comparison.differences[0]?.rows[1] ?? 0);
  }, 60_000);

  it('do not take the place when what was written since the comparison differs', async () => {
    const ledger = new ToldLedger(deadButPaid);
    await follow(pool, ledger, codes);
    const rebuild = rebuildOf(ledger);
    await rebuild.build();
    const comparison = { ...(await rebuild.compare()), position: 5 };
    await pool.query('delete from facts.settlement where position = (select max(position) from facts.settlement)');
    const standing = await shapeIn(pool, 'next');
    expect(await rebuild.changePlaces(comparison)).toBe(false);
    expect(await shapeIn(pool, 'next')).toBe(standing);
    expect((await pool.query('select count(*) from facts.settlement')).rows).toEqual([{ count: '2' }]);
  }, 60_000);

  it('halt where an event cannot be derived, with its position and cause, and leave the live ones as they are', async () => {
    const broken: StoryEvent = { streamId: 'day-ledger', type: 'DayEnded', data: { occurredOn: 'not a date' } };
    const ledger = new ToldLedger([dayEnded('2018-01-01'), dayEnded('2018-01-02')]);
    await follow(pool, ledger, codes);
    const before = await positions();
    const halted = await rebuildOf(new ToldLedger([dayEnded('2018-01-01'), broken, dayEnded('2018-01-02')])).build().catch((error: unknown) => error);
    expect(halted).toBeInstanceOf(BuildHalted);
    expect(halted).toMatchObject({ follower: 'facts', position: 1 });
    expect((halted as BuildHalted).why).toContain('not a date');
    expect(await positions()).toEqual(before);
    expect((await pool.query('select position, halted_position from facts_next.follower')).rows).toEqual([{ position: '1', halted_position: '1' }]);
    // Once mended it goes on from there.
    await rebuildOf(ledger).build();
    expect(await everythingIn(poolIn(pool, 'next'))).toEqual(await everythingIn(pool));
  }, 60_000);

  it('go on where an interruption left them, without beginning anew', async () => {
    const ledger = new ToldLedger(deadButPaid);
    await follow(pool, ledger, codes);
    const stop = new AbortController();
    const read: number[] = [];
    const told = { ...ledger, readRecorded: (from: number, max: number) => { read.push(from); if (from >= 20) stop.abort(); return ledger.readRecorded(from, max); } };
    const options = { pool, store: told as unknown as EventStore, pageSize: 5 };
    await expect(new Rebuild({ ...options, signal: stop.signal }).build()).rejects.toThrow(Interrupted);
    const { rows: [standing] } = await pool.query<{ position: string }>(`select position from facts_next.follower where name = 'facts'`);
    expect(Number(standing?.position)).toBeGreaterThanOrEqual(20);
    read.length = 0;
    await new Rebuild(options).build();
    expect(Math.min(...read)).toBe(Number(standing?.position));
    expect(await everythingIn(poolIn(pool, 'next'))).toEqual(await everythingIn(pool));
  }, 60_000);

  it('are built by one of two that begin at once', async () => {
    const [one, other] = [await pool.connect(), await pool.connect()];
    try {
      let built = 0;
      let done: () => void = () => undefined;
      const waiting = new Promise<void>((resolve) => { done = resolve; });
      let begun: () => void = () => undefined;
      const building = new Promise<void>((resolve) => { begun = resolve; });
      const first = alone(one, async () => { built += 1; begun(); await waiting; return 'built'; });
      await building;
      expect(await alone(other, () => Promise.resolve((built += 1)))).toBeUndefined();
      done();
      expect(await first).toBe('built');
      expect(await alone(other, () => Promise.resolve('built too'))).toBe('built too');
      expect(built).toBe(1);
    } finally {
      one.release();
      other.release();
    }
  });
});

describe('a start of another release', () => {
  it('leaves what is read in place until its own facts have caught up, built by one of two processes', async () => {
    Logger.overrideLogger(false);
    const ledger = new ToldLedger(deadButPaid);
    await follow(pool, ledger, codes);
    const right = await everythingIn(pool);
    await pool.query(`update facts.shape set hash = 'older'; update facts.settlement set amount_fen = 1`);
    const begun: number[] = [];
    const told = { ...ledger, readRecorded: async (from: number, max: number) => {
      if (from === 0) begun.push(from);
      expect(await shapeIn(pool, 'live')).toBe('older');
      return ledger.readRecorded(from, max);
    } } as unknown as EventStore;
    const other = new Pool({ connectionString: database.url, max: 6 });
    const never = new AbortController().signal;
    await Promise.all([ownFacts(pool, told, never), ownFacts(other, told, never)]);
    await other.end();
    expect(begun).toEqual([0]);
    expect(await prepareFacts(pool)).toBe('kept');
    expect(await everythingIn(pool)).toEqual(right);
    expect((await pool.query('select distinct amount_fen from facts_before.settlement')).rows).toEqual([{ amount_fen: '1' }]);
  }, 60_000);
});

describe('a follower of another release', () => {
  it('writes nothing into facts that are not of its shape, and goes on when they are its own again', async () => {
    const ledger = new ToldLedger([dayEnded('2018-01-01'), dayEnded('2018-01-02')]);
    await follow(pool, new ToldLedger([dayEnded('2018-01-01')]), codes);
    const shape = await shapeIn(pool, 'live');
    await pool.query(`update facts.shape set hash = 'another'`);
    await expect(factsFollower({ pool, store: ledger }).catchUp()).rejects.toThrow('another release');
    expect((await pool.query(`select position, error from work.follower where name = 'facts'`)).rows).toEqual([{ position: '1', error: null }]);
    expect(await prepareFacts(pool)).toBe('foreign');
    await pool.query('update facts.shape set hash = $1', [shape]);
    expect(await factsFollower({ pool, store: ledger }).catchUp()).toMatchObject({ position: 2, lag: 0 });
  });

  it('takes back at once what was kept from before', async () => {
    const ledger = new ToldLedger(deadButPaid);
    await follow(pool, ledger, codes);
    const turns = await turnsOf(pool);
    await rebuildOf(ledger).build();
    // The new release has another shape.
    await pool.query(`update facts_next.shape set hash = 'newer'`);
    await exchange(pool, () => Promise.resolve(true));
    expect(await prepareFacts(pool)).toBe('foreign');
    const rebuild = rebuildOf(ledger);
    expect(await rebuild.takeBack()).toBe(true);
    expect(await rebuild.changePlaces()).toBe(true);
    expect(await prepareFacts(pool)).toBe('kept');
    expect(await shapeIn(pool, 'before')).toBe('newer');
    expect(await turnsOf(pool)).toEqual(turns);
  }, 60_000);
});
