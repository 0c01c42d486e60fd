/**
 * Where facts stand. `facts` and `audit` are what everyone reads; facts being built beside them, or kept from before, stand in schemas of other names
 * and are reached by the very same SQL, said about another place.
 */
import type { Pool, PoolClient } from 'pg';

export type Place = 'live' | 'next' | 'before';

const SUFFIX: Readonly<Record<Place, string>> = { live: '', next: '_next', before: '_before' };

export const schemaIn = (schema: 'facts' | 'audit', place: Place): string => `${schema}${SUFFIX[place]}`;

/** Qualified names only: the text of a rule may not name `facts`, none of our statements has such text between quotes, and values travel apart from the statement. */
const QUALIFIED = /\b(facts|audit)(?:_next|_before)?\.(?=[a-z_])/g;

/** The statement about another place. Positions of followers stand in `work.follower` for the live ones, among their own tables for the others. */
export const inPlace = (sql: string, place: Place): string =>
  sql.replace(QUALIFIED, (_, schema: 'facts' | 'audit') => `${schemaIn(schema, place)}.`).replace(/\bwork\.follower\b/g, place === 'live' ? 'work.follower' : `${schemaIn('facts', place)}.follower`);

interface Statement {
  text: string;
  name?: string;
  readonly submit?: unknown;
}

function moved(statement: string | Statement, place: Place): string | Statement {
  if (typeof statement === 'string') return inPlace(statement, place);
  if (statement.submit === undefined) return { ...statement, text: inPlace(statement.text, place), ...(statement.name === undefined ? {} : { name: `${place}-${statement.name}` }) };
  // A COPY under way is an object of its own and must stay the same one.
  statement.text = inPlace(statement.text, place);
  return statement;
}

function speaking<T extends Pool | PoolClient>(about: T, place: Place): T {
  return new Proxy(about, {
    get(target, name): unknown {
      if (name === 'query') return (statement: string | Statement, ...rest: unknown[]): unknown => (target.query as (...all: unknown[]) => unknown).call(target, moved(statement, place), ...rest);
      if (name === 'connect') return async () => speaking(await (target as Pool).connect(), place);
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** A pool all of whose statements are about another place. */
export const poolIn = (pool: Pool, place: Place): Pool => (place === 'live' ? pool : speaking(pool, place));
