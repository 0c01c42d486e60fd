/** Renders verdicts anew: folds the events of a pack into an empty database and asks the rule's text, with nothing but what the pack holds. */
import type { Pool, PoolClient } from 'pg';
import type { Recorded } from '../../src/domain/decider';
import { parametersInForce, type InForce } from '../anomalies/flag-rows';
import { judge, type Pair, type Version } from '../anomalies/judge';
import { refusedWords } from '../anomalies/sql-check';
import type { Verdict } from '../anomalies/spells';
import { prepareFacts } from '../facts/schema';
import { factsEffect, factsReader } from '../facts/writer';

export interface Derived {
  readonly table: string;
  readonly row: object;
}

export interface Wanted {
  readonly version: Version;
  readonly pair: Pair;
  readonly flagId: string;
}

export interface Rendered {
  readonly verdict: Verdict;
  readonly parameters: readonly InForce[];
}

/** The rule's text is not one that could have been released: it is not run. */
export class UnfitText extends Error {}

const DERIVED_TABLES: ReadonlySet<string> = new Set(['flag', 'rule_coverage']);
const ROLE = 'mingzhang_rejudge';

/** A stranger's text is run by a role that may read facts and nothing else, in a transaction that may not write, for so long at most. */
async function asStranger<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query(`begin read only; set local role ${ROLE}; set local statement_timeout = '120s'; set local jit = off`);
  try {
    return await work();
  } finally {
    await client.query('rollback');
  }
}

async function makeRole(pool: Pool): Promise<void> {
  await pool.query(`create role ${ROLE} nologin; grant usage on schema facts, audit to ${ROLE}; grant select on all tables in schema facts to ${ROLE}`);
}

/** Events in order of position; each stream's first is among them. */
async function fold(client: PoolClient, events: readonly Recorded[]): Promise<void> {
  const openings = new Map(events.filter(({ revision }) => revision === 0).map((event) => [event.streamId, event]));
  // The fold reads on by number; here that is the number within the pack, and each event tells its own position.
  const store = {
    readRecorded: (from: number, max: number) => Promise.resolve(events.slice(from, from + max)),
    readStream: (id: string) => Promise.resolve([openings.get(id)].filter((event) => event !== undefined)),
  } as unknown as Parameters<typeof factsReader>[0];
  await factsEffect(false)(await factsReader(store)(0, Math.max(events.length, 1)), client);
}

async function load(client: PoolClient, events: readonly Recorded[], derived: readonly Derived[]): Promise<void> {
  await client.query('begin');
  await fold(client, events);
  for (const { table, row } of derived.filter((one) => DERIVED_TABLES.has(one.table))) {
    await client.query(`insert into facts.${table} select * from jsonb_populate_record(null::facts.${table}, $1)`, [JSON.stringify(row)]);
  }
  await client.query('commit');
  await client.query('analyze');
}

async function render(client: PoolClient, { version, pair, flagId }: Wanted): Promise<Rendered | undefined> {
  const unfit = refusedWords(version.sql);
  if (unfit.length > 0) throw new UnfitText(`${version.rule} v${String(version.version)}: its SQL uses ${[...new Set(unfit)].join(', ')}`);
  return asStranger(client, async () => {
    const [verdicts = []] = await judge(client, version, [pair]);
    const verdict = verdicts.find((one) => one.flagId === flagId);
    if (!verdict) return undefined;
    const turn = { at: pair.at, kind: 'raised', judged: pair.subject, verdict, seenFrom: pair.at } as const;
    return { verdict, parameters: (await parametersInForce(client, { version, turns: [turn] }))(turn) };
  });
}

/** The database must be migrated and empty. One answer per verdict wanted, in order; undefined where the rule says nothing of that flag. */
export async function rejudge(pool: Pool, events: readonly Recorded[], derived: readonly Derived[], wanted: readonly Wanted[]): Promise<readonly (Rendered | undefined)[]> {
  await prepareFacts(pool);
  await makeRole(pool);
  const client = await pool.connect();
  try {
    await load(client, events, derived);
    const rendered: (Rendered | undefined)[] = [];
    for (const one of wanted) rendered.push(await render(client, one));
    return rendered;
  } finally {
    client.release(true);
  }
}
