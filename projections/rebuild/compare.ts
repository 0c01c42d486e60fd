/** Compares facts that stand in two places, table by table at the same position: how many rows, and an ordered hash over the columns both have. */
import type { Pool } from 'pg';
import { schemaIn, type Place } from '../facts/place';
import { DERIVING } from '../facts/schema';

export interface TableDifference {
  readonly table: string;
  /** Rows before the position, in the first and the second place; -1 = there is no such table. */
  readonly rows: readonly [number, number];
  /** Position of the first row that is not the same in both. */
  readonly firstPosition: number | null;
}

export interface Comparison {
  /** Everything before it was compared. */
  readonly position: number;
  readonly tables: number;
  readonly rows: number;
  /** Columns that only one of the places has, as `table.column`. */
  readonly unshared: readonly string[];
  readonly differences: readonly TableDifference[];
}

/** Positions hashed together: small enough that the first row that differs is soon found. */
const RANGE = 10_000;

type Columns = ReadonlyMap<string, ReadonlyMap<string, string>>;

async function columnsIn(pool: Pool, place: Place): Promise<Columns> {
  const { rows } = await pool.query<{ table: string; column: string; type: string }>(
    `select c.relname as table, a.attname as column, format_type(a.atttypid, a.atttypmod) as type from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind = 'r' and c.relname not in ('shape', 'follower') and a.attnum > 0 and not a.attisdropped order by c.relname, a.attnum`, [schemaIn('facts', place)]);
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) tables.set(table, (tables.get(table) ?? new Map<string, string>()).set(column, type));
  return tables;
}

const followersIn = (place: Place): string => (place === 'live' ? 'work.follower' : `${schemaIn('facts', place)}.follower`);

/** The position before which everything is derived in both places, flags included; what only one of them derives does not count. */
export async function derivedInBoth(pool: Pool, [one, other]: readonly [Place, Place]): Promise<number> {
  const { rows: [row] } = await pool.query<{ position: string | null }>(
    `select min(least(a.position, b.position)) as position from ${followersIn(one)} a join ${followersIn(other)} b using (name) where ${DERIVING}`);
  return Number(row?.position ?? 0);
}

/** Whether nothing would go back if the second place were read instead of the first. */
export async function isAsFar(pool: Pool, [one, other]: readonly [Place, Place]): Promise<boolean> {
  const { rows: [row] } = await pool.query<{ behind: boolean }>(
    `select exists (select from ${followersIn(one)} a join ${followersIn(other)} b using (name) where ${DERIVING} and b.position < a.position) as behind`);
  return row?.behind === false;
}

interface Range {
  readonly range: string;
  readonly rows: string;
  readonly hash: string;
}

const rangesOf = async (pool: Pool, table: string, columns: readonly string[], from: number, to: number): Promise<Map<number, Range>> => {
  const { rows } = await pool.query<Range>(
    `select position / ${String(RANGE)} as range, count(*) as rows, encode(sha256(convert_to(string_agg((row(${columns.join(', ')}))::text, E'\\n' order by position, ordinal), 'UTF8')), 'hex') as hash
     from ${table} where position >= $1 and position < $2 group by 1 order by 1`, [from, to]);
  return new Map(rows.map((row) => [Number(row.range), row]));
};

async function firstDifference(pool: Pool, one: string, other: string, columns: readonly string[], from: number, to: number): Promise<number | null> {
  const list = columns.join(', ');
  const half = (a: string, b: string): string => `(select ${list} from ${a} where position >= $1 and position < $2 except all select ${list} from ${b} where position >= $1 and position < $2)`;
  const { rows: [row] } = await pool.query<{ position: string | null }>(`select min(position) as position from (${half(one, other)} union all ${half(other, one)}) x`, [from, to]);
  return row?.position ? Number(row.position) : null;
}

async function compareTable(pool: Pool, table: string, places: readonly [Place, Place], columns: readonly string[], from: number, to: number): Promise<{ rows: number; difference?: TableDifference }> {
  const [one, other] = places.map((place) => `${schemaIn('facts', place)}.${table}`) as [string, string];
  const [ones, others] = [await rangesOf(pool, one, columns, from, to), await rangesOf(pool, other, columns, from, to)];
  const count = (ranges: Map<number, Range>): number => [...ranges.values()].reduce((sum, { rows }) => sum + Number(rows), 0);
  const differing = [...new Set([...ones.keys(), ...others.keys()])].sort((a, b) => a - b).find((range) => ones.get(range)?.hash !== others.get(range)?.hash);
  if (differing === undefined) return { rows: count(ones) };
  const firstPosition = await firstDifference(pool, one, other, columns, Math.max(from, differing * RANGE), Math.min(to, (differing + 1) * RANGE));
  return { rows: count(ones), difference: { table, rows: [count(ones), count(others)], firstPosition } };
}

/** Compares everything from one position on and before another. */
export async function compare(pool: Pool, places: readonly [Place, Place], from: number, to: number): Promise<Comparison> {
  const [ones, others] = [await columnsIn(pool, places[0]), await columnsIn(pool, places[1])];
  const differences: TableDifference[] = [];
  const unshared: string[] = [];
  let rows = 0;
  const tables = [...new Set([...ones.keys(), ...others.keys()])].sort();
  for (const table of tables) {
    const [here, there] = [ones.get(table) ?? new Map<string, string>(), others.get(table) ?? new Map<string, string>()];
    const shared = [...here.keys()].filter((column) => there.get(column) === here.get(column));
    unshared.push(...[...new Set([...here.keys(), ...there.keys()])].filter((column) => !shared.includes(column)).map((column) => `${table}.${column}`));
    if (shared.length === 0) continue;
    const compared = await compareTable(pool, table, places, shared, from, to);
    rows += compared.rows;
    if (compared.difference) differences.push(compared.difference);
  }
  return { position: to, tables: tables.length, rows, unshared, differences };
}
