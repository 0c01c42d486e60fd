/** Makes the fact tables and the functions `audit.<table>(at)` from the fact files, and drops all when their shape has changed. */
import * as path from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { hashOfFolders, loadFolder } from '../folder';
import { AUDIT_FUNCTIONS } from './audit-functions';
import { allColumns, type Column, type FactTable } from './fact';

const MACHINERY = ['fact', 'schema', 'writer', 'copy', 'audit-functions'];
const duties = path.join(__dirname, '..', 'duties');

let loaded: readonly FactTable[] | undefined;

export const factTables = (): readonly FactTable[] => (loaded ??= loadFolder(__dirname, MACHINERY) as readonly FactTable[]);

/** Order of text is by code point wherever it runs: no collation decides what is flagged. */
const sqlType = (column: Column): string => (column.type === 'text' ? 'text collate "C"' : column.type);

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export function tableSql(fact: FactTable): string {
  const columns = allColumns(fact);
  const lines = Object.entries(columns).map(([name, column]) => `${name} ${sqlType(column)}`);
  return [
    `create table facts.${fact.table} (${lines.join(', ')}, primary key (position, ordinal))`,
    `alter table facts.${fact.table} alter column recorded_at set not null`,
    `comment on table facts.${fact.table} is ${quote(fact.meaning)}`,
    ...Object.entries(columns).map(([name, column]) => `comment on column facts.${fact.table}.${name} is ${quote(column.meaning)}`),
    ...fact.indexes.map((index) => indexSql(fact.table, index)),
    // Not strict, stable, one select: what the planner needs to inline it into the query around it.
    `create function audit.${fact.table}(at bigint) returns setof facts.${fact.table} language sql stable as $f$ select * from facts.${fact.table} where position <= $1 $f$`,
  ].join(';\n');
}

/** `a, b where c` → an index named after its table and columns; asking twice makes one. */
export function indexSql(table: string, index: string): string {
  const [columns = '', condition] = index.split(' where ');
  const name = `${table}_${columns.replace(/[^a-z0-9]+/g, '_')}`.slice(0, 60);
  return `create index if not exists ${name} on facts.${table} (${columns})${condition ? ` where ${condition}` : ''}`;
}

/** Flags are derived too: what judges belongs to the shape. The rules do not, their text stands in the ledger. */
export const shapeOfFacts = (): string => hashOfFolders([__dirname, duties, path.join(__dirname, '..', 'anomalies')]);

/** Auditors' tools read, the follower writes; where the server's owner may not make roles there are none to grant to. */
const GRANTS = `
do $g$ begin
  if exists (select from pg_roles where rolname = 'ledger_read') then
    grant usage on schema facts, audit to ledger_read;
    grant select on all tables in schema facts to ledger_read;
  end if;
  if exists (select from pg_roles where rolname = 'ledger_project') then
    grant usage on schema facts, audit to ledger_project;
    grant select, insert on all tables in schema facts to ledger_project;
  end if;
end $g$`;

async function rebuildTables(client: PoolClient, shape: string): Promise<void> {
  const old = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'facts' and c.relkind = 'r' and c.relname <> 'shape'`,
  );
  for (const { name } of old.rows) await client.query(`drop table facts.${name} cascade`);
  const functions = await client.query<{ name: string }>(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'audit'`);
  for (const { name } of functions.rows) await client.query(`drop function ${name} cascade`);
  // Whoever derived something from the old tables begins again.
  await client.query(`delete from work.follower where name = 'facts' or name like 'rule-%'`);
  for (const fact of factTables()) await client.query(tableSql(fact));
  for (const sql of AUDIT_FUNCTIONS) await client.query(sql);
  await client.query(GRANTS);
  await client.query('delete from facts.shape');
  await client.query('insert into facts.shape (hash) values ($1)', [shape]);
}

/** True when the tables were made anew and everything will be derived again. `force` does so whatever the shape. */
export async function prepareFacts(pool: Pool, force = false): Promise<boolean> {
  const shape = shapeOfFacts();
  const client = await pool.connect();
  try {
    await client.query('begin');
    // Several services may start at once: one makes the tables.
    await client.query(`select pg_advisory_xact_lock(7340062)`);
    const { rows } = await client.query<{ hash: string }>('select hash from facts.shape');
    const changed = force || rows[0]?.hash !== shape;
    if (changed) await rebuildTables(client, shape);
    await client.query('commit');
    return changed;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
