/** Gives facts another place: schemas are renamed in one transaction, which no reader notices, and the positions of their followers go with them. */
import type { Pool, PoolClient } from 'pg';
import { inPlace, schemaIn, type Place } from '../facts/place';
import { changingSchemas, DERIVING, shapeIn } from '../facts/schema';

type Move = readonly [from: Place, to: Place];

const COLUMNS = 'name, position, halted_position, error, updated_at';

/** Functions in PL/pgSQL look tables up by name when they run: their text must follow. What is bound when made needs nothing. */
async function followByName(client: PoolClient, place: Place): Promise<void> {
  const { rows } = await client.query<{ definition: string }>(
    'select pg_get_functiondef(p.oid) as definition from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = $1 and p.prosqlbody is null', [schemaIn('audit', place)]);
  for (const { definition } of rows) await client.query(inPlace(definition, place));
}

/** In the order given. A place that is to be taken must be free by then. */
async function rename(client: PoolClient, moves: readonly Move[]): Promise<void> {
  for (const [from, to] of moves) {
    for (const schema of ['facts', 'audit'] as const) await client.query(`alter schema ${schemaIn(schema, from)} rename to ${schemaIn(schema, to)}`);
  }
  for (const [, to] of moves) await followByName(client, to);
}

export async function drop(pool: Pool, place: Exclude<Place, 'live'>): Promise<void> {
  await changingSchemas(pool, async (client) => {
    // Nobody has begun to read there since it was left; who still does is waited for, not cut.
    await client.query(`set local lock_timeout = '10s'`);
    await client.query(`drop schema if exists ${schemaIn('audit', place)}, ${schemaIn('facts', place)} cascade`);
  });
}

/** The facts from before become the ones that are being built: they need only catch up. False where there are none of our shape. */
export const takeBack = (pool: Pool, ours: string): Promise<boolean> =>
  changingSchemas(pool, async (client) => {
    if ((await shapeIn(client, 'before')) !== ours) return false;
    await client.query(`drop schema if exists ${schemaIn('audit', 'next')}, ${schemaIn('facts', 'next')} cascade`);
    await rename(client, [['before', 'next']]);
    return true;
  });

/**
 * The next facts become the ones everyone reads, those become the ones from before. The live followers stand at their position while `last` lets
 * the next ones reach it; a page under way is waited for. `last` answering false leaves everything as it was.
 */
export const exchange = (pool: Pool, last: () => Promise<boolean>): Promise<boolean> =>
  changingSchemas(pool, async (client) => {
    await client.query(`set local lock_timeout = '5s'`);
    await client.query(`select from work.follower where ${DERIVING} order by name for update`);
    if (!(await last())) return false;
    await client.query(`insert into facts.follower (${COLUMNS}) select ${COLUMNS} from work.follower where ${DERIVING}; delete from work.follower where ${DERIVING}`);
    await rename(client, [['live', 'before'], ['next', 'live']]);
    await client.query(`insert into work.follower (${COLUMNS}) select ${COLUMNS} from facts.follower; delete from facts.follower`);
    return true;
  });
