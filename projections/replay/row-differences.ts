/** Facts as stored beside facts as replayed, table by table: how many rows, a checksum of either side, and each field that is not the same. */
import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { rowsOf, type ReplayScope } from './scope';

export interface RowDifference {
  readonly position: number;
  readonly table: string;
  /** Left out where a whole row is there on one side alone. */
  readonly field?: string;
  readonly stored: unknown;
  readonly replayed: unknown;
}

export interface TableCompared {
  readonly table: string;
  readonly rows: readonly [stored: number, replayed: number];
  readonly checksums: readonly [stored: string, replayed: string];
}

export interface Side {
  readonly stored: PoolClient;
  readonly replayed: PoolClient;
}

/** Positions hashed together: a range that is the same is not read. */
const RANGE = 10_000;

interface Range {
  readonly range: string;
  readonly rows: string;
  readonly hash: string;
}

interface KeyedRow {
  readonly position: string;
  readonly ordinal: number;
  readonly row: Readonly<Record<string, unknown>>;
}

async function rangesOf(client: PoolClient, table: string, scope: ReplayScope, last: number): Promise<readonly Range[]> {
  const { sql, values } = rowsOf(table, scope, last);
  const { rows } = await client.query<Range>(
    `select position / ${String(RANGE)} as range, count(*) as rows, encode(sha256(convert_to(string_agg(x::text, E'\\n' order by position, ordinal, x::text), 'UTF8')), 'hex') as hash from (${sql}) x group by 1 order by 1`, [...values]);
  return rows;
}

async function rowsIn(client: PoolClient, table: string, scope: ReplayScope, last: number, range: string): Promise<readonly KeyedRow[]> {
  const { sql, values } = rowsOf(table, scope, last);
  const { rows } = await client.query<KeyedRow>(`select position, ordinal, to_jsonb(x) as row from (${sql}) x where position / ${String(RANGE)} = $${String(values.length + 1)} order by position, ordinal`, [...values, range]);
  return rows;
}

const byKey = (rows: readonly KeyedRow[]): Map<string, KeyedRow> => new Map(rows.map((row) => [`${row.position}/${String(row.ordinal)}`, row]));

function fieldsThatDiffer(table: string, stored: KeyedRow | undefined, replayed: KeyedRow | undefined): readonly RowDifference[] {
  const position = Number((stored ?? replayed)?.position);
  if (!stored || !replayed) return [{ position, table, stored: stored?.row ?? null, replayed: replayed?.row ?? null }];
  return Object.keys(replayed.row).flatMap((field) => {
    const [was, is] = [stored.row[field] ?? null, replayed.row[field] ?? null];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ position, table, field, stored: was, replayed: is }];
  });
}

async function differencesIn({ stored, replayed }: Side, table: string, scope: ReplayScope, last: number, range: string): Promise<readonly RowDifference[]> {
  const [ones, others] = [byKey(await rowsIn(stored, table, scope, last, range)), byKey(await rowsIn(replayed, table, scope, last, range))];
  return [...new Set([...ones.keys(), ...others.keys()])].flatMap((key) => fieldsThatDiffer(table, ones.get(key), others.get(key)));
}

const counted = (ranges: readonly Range[]): number => ranges.reduce((sum, { rows }) => sum + Number(rows), 0);
const checksum = (ranges: readonly Range[]): string => createHash('sha256').update(ranges.map(({ range, hash }) => `${range} ${hash}\n`).join('')).digest('hex');

/** Both clients must stand in a transaction that sees one moment, with the positions of the scope brought along. */
export async function compareTable(side: Side, table: string, scope: ReplayScope, last: number): Promise<{ compared: TableCompared; differences: readonly RowDifference[] }> {
  const [stored, replayed] = [await rangesOf(side.stored, table, scope, last), await rangesOf(side.replayed, table, scope, last)];
  const hashes = [stored, replayed].map((ranges) => new Map(ranges.map(({ range, hash }) => [range, hash])));
  const differing = [...new Set([...stored, ...replayed].map(({ range }) => range))].filter((range) => hashes[0]?.get(range) !== hashes[1]?.get(range));
  const differences: (readonly RowDifference[])[] = [];
  for (const range of differing) differences.push(await differencesIn(side, table, scope, last, range));
  return { compared: { table, rows: [counted(stored), counted(replayed)], checksums: [checksum(stored), checksum(replayed)] }, differences: differences.flat() };
}
