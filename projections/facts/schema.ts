/** Makes the fact tables and the functions `audit.<table>(at)` from the fact files, in the place everyone reads or beside it. */
import { hash } from 'node:crypto';
import * as path from 'node:path';
import type { Pool, PoolClient } from 'pg';
import { NotOurs } from '../../src/event-store/follower';
import { hashOfFolders, loadFolder } from '../folder';
import { AUDIT_FUNCTIONS } from './audit-functions';
import { allColumns, type Column, type FactTable } from './fact';
import { inPlace, schemaIn, type Place } from './place';

const MACHINERY = ['fact', 'schema', 'writer', 'copy', 'json-text', 'place', 'benefit-row', 'audit-functions'];
const duties = path.join(__dirname, '..', 'duties');

let loaded: readonly FactTable[] | undefined;

export const factTables = (): readonly FactTable[] => (loaded ??= loadFolder(__dirname, MACHINERY) as readonly FactTable[]);

/** Order of text is by code point wherever it runs: no collation decides what is flagged. */
const sqlType = (column: Column): string => (column.type.startsWith('text') ? `${column.type} collate "C"` : column.type);

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The table and its function; keys come apart, because a table is filled several times quicker without. */
export function tableSql(fact: FactTable): string {
  const columns = allColumns(fact);
  const lines = Object.entries(columns).map(([name, column]) => `${name} ${sqlType(column)}`);
  return [
    `create table facts.${fact.table} (${lines.join(', ')})`,
    `alter table facts.${fact.table} alter column position set not null, alter column ordinal set not null, alter column recorded_at set not null`,
    `comment on table facts.${fact.table} is ${quote(fact.meaning)}`,
    ...Object.entries(columns).map(([name, column]) => `comment on column facts.${fact.table}.${name} is ${quote(column.meaning)}`),
    // Not strict, stable, one select: what the planner needs to inline it into the query around it. Bound when made, so it follows its table whatever the schema is called.
    `create function audit.${fact.table}(at bigint) returns setof facts.${fact.table} language sql stable begin atomic select * from facts.${fact.table} where position <= $1; end`,
  ].join(';\n');
}

/** Sorted as a plain index first: a primary key being added lets no other index of its table be made meanwhile. */
export const indexesSql = (fact: FactTable): readonly string[] => [
  `create unique index if not exists ${fact.table}_pkey on facts.${fact.table} (position, ordinal)`, ...fact.indexes.map((index) => indexSql(fact.table, index)),
];

export const primaryKeySql = (fact: FactTable): string => `do $k$ begin
    if not exists (select from pg_constraint where conrelid = 'facts.${fact.table}'::regclass and contype = 'p') then
      alter table facts.${fact.table} add constraint ${fact.table}_pkey primary key using index ${fact.table}_pkey;
    end if;
  end $k$`;

const LONGEST_NAME = 60;
const MARK = 8;

/**
 * `a, b where c`, or `a by hash` → an index named after its table and columns, and its condition where it has one: another condition is another index. Asking twice makes one.
 * Of one position there are few rows: to look through each full page for keys that are alike, as the server does, would find none.
 */
export function indexSql(table: string, index: string): string {
  const [columns = '', condition] = index.split(' where ');
  const whole = `${table}_${columns.replace(/[^a-z0-9]+/g, '_')}`;
  const name = condition === undefined && whole.length <= LONGEST_NAME ? whole : `${whole.slice(0, LONGEST_NAME - MARK - 1)}_${hash('sha256', index).slice(0, MARK)}`;
  const [keys = '', byHash] = columns.split(/ (by hash)$/);
  const unalike = /\bposition\b/.test(keys) ? ' with (deduplicate_items = off)' : '';
  return `create index if not exists ${name} on facts.${table} ${byHash ? 'using hash ' : ''}(${keys})${unalike}${condition ? ` where ${condition}` : ''}`;
}

let shape: string | undefined;

/** Flags are derived too: what judges belongs to the shape. The rules do not, their text stands in the ledger. */
export const shapeOfFacts = (): string => (shape ??= hashOfFolders([__dirname, duties, path.join(__dirname, '..', 'anomalies')]));

/** Auditors' tools read, the follower writes; where the server's owner may not make roles there are none to grant to. */
const grants = (facts: string, audit: string): string => `
do $g$ begin
  if exists (select from pg_roles where rolname = 'ledger_read') then
    grant usage on schema ${facts}, ${audit} to ledger_read;
    grant select on all tables in schema ${facts} to ledger_read;
  end if;
  if exists (select from pg_roles where rolname = 'ledger_project') then
    grant usage on schema ${facts}, ${audit} to ledger_project;
    grant select, insert on all tables in schema ${facts} to ledger_project;
  end if;
end $g$`;

/** Followers that derive facts and flags: whose positions mean nothing without the tables. */
export const DERIVING = `(name = 'facts' or name like 'rule-%')`;

async function makeTables(client: PoolClient, place: Place, ours: string): Promise<void> {
  const say = (sql: string): Promise<unknown> => client.query(inPlace(sql, place));
  for (const fact of factTables()) await say(tableSql(fact));
  for (const sql of AUDIT_FUNCTIONS) await say(sql);
  await client.query(grants(schemaIn('facts', place), schemaIn('audit', place)));
  await say('delete from facts.shape');
  await client.query(`insert into ${schemaIn('facts', place)}.shape (hash) values ($1)`, [ours]);
}

async function dropLive(client: PoolClient): Promise<void> {
  const old = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'facts' and c.relkind = 'r' and c.relname not in ('shape', 'follower')`,
  );
  for (const { name } of old.rows) await client.query(`drop table facts.${name} cascade`);
  const functions = await client.query<{ name: string }>(`select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'audit'`);
  // One that stands on another went with it.
  for (const { name } of functions.rows) await client.query(`drop function if exists ${name} cascade`);
  await client.query('drop type if exists audit.paid_line_row cascade');
  // Whoever derived something from the old tables begins again.
  await client.query(`delete from work.follower where ${DERIVING}`);
}

/** Undefined where nothing stands. */
export async function shapeIn(client: Pool | PoolClient, place: Place): Promise<string | undefined> {
  const shapes = `${schemaIn('facts', place)}.shape`;
  const { rows: [there] } = await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [shapes]);
  if (!there?.there) return undefined;
  return (await client.query<{ hash: string }>(`select hash from ${shapes}`)).rows[0]?.hash;
}

/** Schema changes of one process at a time: several may start at once. */
export async function changingSchemas<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query(`select pg_advisory_xact_lock(7340062)`);
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}

/** `foreign`: facts of another release stand there; they go on being read until ours are built beside them. */
export type Standing = 'made' | 'kept' | 'foreign';

/** Makes the tables everyone reads where there are none yet, or none from which anything was derived. `force` drops whatever is there. */
export async function prepareFacts(pool: Pool, force = false): Promise<Standing> {
  const ours = shapeOfFacts();
  return changingSchemas(pool, async (client) => {
    const standing = await shapeIn(client, 'live');
    if (standing === ours && !force) return 'kept';
    const { rows: [derived] } = await client.query<{ some: boolean }>(`select exists (select from work.follower where ${DERIVING} and position > 0) as some`);
    if (standing !== undefined && derived?.some && !force) return 'foreign';
    await dropLive(client);
    await makeTables(client, 'live', ours);
    for (const fact of factTables()) await client.query([...indexesSql(fact), primaryKeySql(fact)].join(';\n'));
    return 'made';
  });
}

/** True when tables to build in were made empty; false where a build of the same shape was interrupted, which goes on. */
export const prepareBeside = (pool: Pool): Promise<boolean> =>
  changingSchemas(pool, async (client) => {
    const ours = shapeOfFacts();
    if ((await shapeIn(client, 'next')) === ours) return false;
    const [facts, audit] = [schemaIn('facts', 'next'), schemaIn('audit', 'next')];
    await client.query(`drop schema if exists ${audit}, ${facts} cascade`);
    await client.query(`create schema ${facts}; create schema ${audit}; create table ${facts}.shape (like facts.shape including all); create table ${facts}.follower (like work.follower including all)`);
    await makeTables(client, 'next', ours);
    return true;
  });

/** Says whether the tables reached through this client are of the shape this program writes: asked in the transaction that writes, since another release may have replaced them. */
export async function mustBeOurs(client: PoolClient): Promise<void> {
  const { rows: [row] } = await client.query<{ hash: string }>('select hash from facts.shape');
  if (row?.hash !== shapeOfFacts()) throw new NotOurs('the facts are those of another release: this one does not write them');
}
