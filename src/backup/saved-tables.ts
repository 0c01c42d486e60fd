/** Which tables a backup holds: everything that cannot be derived again, parents before children. */
import type { Client } from 'pg';

export interface TableShape {
  readonly name: string;
  readonly columns: readonly string[];
  readonly order: readonly string[];
}

const SCHEMAS = ['ledger', 'vault', 'intake', 'work', 'proof'];
/** Positions of what is derived from the ledger, and the tiles of its tree: after a restore they are derived anew. Signatures cannot be. */
const DERIVED = ['work.follower', 'proof.tile'];

interface Row {
  readonly name: string;
  readonly columns: string[];
  readonly order: string[];
  readonly parents: string[];
}

const QUERY = `
select n.nspname || '.' || c.relname as name,
  (select array_agg(a.attname::text order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns,
  coalesce(
    (select array_agg(a.attname::text order by k.place) from pg_index i cross join lateral unnest(i.indkey) with ordinality k (attnum, place)
     join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum where i.indrelid = c.oid and i.indisprimary), '{}') as "order",
  coalesce((select array_agg(distinct p.relnamespace::regnamespace || '.' || p.relname) from pg_constraint f join pg_class p on p.oid = f.confrelid where f.conrelid = c.oid and f.contype = 'f'), '{}') as parents
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and n.nspname = any($1) order by 1`;

/** A child follows its parents, so that foreign keys hold row by row as they are loaded. */
function parentsFirst(rows: readonly Row[]): Row[] {
  const placed = new Map<string, Row>();
  const place = (row: Row): void => {
    for (const parent of row.parents) {
      const found = rows.find(({ name }) => name === parent);
      if (found && found !== row && !placed.has(parent)) place(found);
    }
    placed.set(row.name, row);
  };
  for (const row of rows) if (!placed.has(row.name)) place(row);
  return [...placed.values()];
}

/** Derived tables name themselves so in their comment: `derived: …`. */
const DERIVED_BY_COMMENT = `select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where obj_description(c.oid, 'pg_class') like 'derived:%'`;

export async function savedTables(client: Client): Promise<readonly TableShape[]> {
  const { rows } = await client.query<Row>(QUERY, [SCHEMAS]);
  const { rows: derived } = await client.query<{ name: string }>(DERIVED_BY_COMMENT);
  const left = new Set([...DERIVED, ...derived.map(({ name }) => name)]);
  return parentsFirst(rows.filter(({ name }) => !left.has(name))).map(({ name, columns, order }) => ({ name, columns, order: order.length > 0 ? order : columns }));
}

const IDENTITIES = `select n.nspname || '.' || c.relname as name, a.attname::text as column, pg_get_serial_sequence(n.nspname || '.' || c.relname, a.attname) as sequence
  from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace where a.attidentity <> '' and n.nspname = any($1)`;

/** Numbers given out before the backup was taken are not given out again: loading rows does not move the counter. */
export async function numberOn(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; column: string; sequence: string }>(IDENTITIES, [SCHEMAS]);
  for (const { name, column, sequence } of rows) await client.query(`select setval($1, (select coalesce(max("${column}"), 0) + 1 from ${name}), false)`, [sequence]);
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** The same rows always give the same bytes. */
export const copyOut = ({ name, columns, order }: TableShape): string => `copy (select ${quoted(columns)} from ${name} order by ${quoted(order)}) to stdout (format binary)`;

export const copyIn = ({ name, columns }: TableShape): string => `copy ${name} (${quoted(columns)}) from stdin (format binary)`;
