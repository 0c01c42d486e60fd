/** Writes rows by COPY text: one bulk insert per table. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { allColumns, type Column, type FactTable, type Row, type Value } from './fact';

const SPECIAL = /[\\\t\n\r]/g;
const escaped: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escape = (text: string): string => text.replace(SPECIAL, (character) => escaped[character] ?? character);

const inArray = (item: string | number): string => (typeof item === 'number' ? String(item) : `"${item.replace(/["\\]/g, '\\$&')}"`);

function encode(column: Column, value: Value): string {
  if (value === null || value === undefined) return '\\N';
  if (Array.isArray(value) && column.type.endsWith('[]')) return escape(`{${(value as (string | number)[]).map(inArray).join(',')}}`);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number') return String(value);
  return escape(typeof value === 'string' && column.type !== 'jsonb' ? value : JSON.stringify(value));
}

/** Rows hold every standard column already. An unknown column name is an error of the fact file, not something to drop. */
export async function copyRows(client: PoolClient, fact: FactTable, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = Object.entries(allColumns(fact));
  const known = new Set(columns.map(([name]) => name));
  const lines = rows.map((row) => {
    for (const name of Object.keys(row)) if (!known.has(name)) throw new Error(`facts.${fact.table} has no column ${name}`);
    return `${columns.map(([name, column]) => encode(column, row[name])).join('\t')}\n`;
  });
  const stream = client.query(copyFrom(`copy facts.${fact.table} (${columns.map(([name]) => name).join(', ')}) from stdin`));
  await pipeline(Readable.from([lines.join('')]), stream);
}
