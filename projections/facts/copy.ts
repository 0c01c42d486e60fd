/** Rows as lines of COPY text, and their way into a table: one bulk insert per table. */
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { JsonText } from './json-text';
import { allColumns, STANDARD, type Column, type FactTable, type Row, type Value } from './fact';

const SPECIAL = /[\\\t\n\r]/;
const EVERY_SPECIAL = /[\\\t\n\r]/g;
const escaped: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
/** Nearly no text has anything to escape: looking costs a tenth of replacing. */
const escape = (text: string): string => (SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, (character) => escaped[character] ?? character) : text);

const inArray = (item: string | number): string => (typeof item === 'number' ? String(item) : `"${item.replace(/["\\]/g, '\\$&')}"`);

type Encode = (value: Value) => string;

const asJson: Encode = (value) => (value instanceof JsonText ? escape(value.text) : typeof value === 'number' ? String(value) : typeof value === 'boolean' ? (value ? 't' : 'f') : escape(JSON.stringify(value)));
const plain: Encode = (value) => (typeof value === 'string' ? escape(value) : asJson(value));
const asArray: Encode = (value) => (Array.isArray(value) ? escape(`{${(value as (string | number)[]).map(inArray).join(',')}}`) : plain(value));

/** What many rows in a row share, as the parameters a rule judged by, is written out once. */
function remembering(encode: Encode): Encode {
  let last: Value;
  let text = '';
  return (value) => {
    if (typeof value !== 'object') return encode(value);
    if (value === last) return text;
    text = encode(value);
    last = value;
    return text;
  };
}

const encoderOf = ({ type }: Column): Encode => (type === 'jsonb' ? remembering(asJson) : type.endsWith('[]') ? asArray : plain);

/** What is the same for every row of a table, made once. */
interface Shape {
  readonly columns: readonly { readonly name: string; readonly encode: Encode }[];
  readonly known: ReadonlySet<string>;
  readonly copyText: string;
}

const shapes = new WeakMap<FactTable, Shape>();

function shapeOf(fact: FactTable): Shape {
  const made = shapes.get(fact);
  if (made) return made;
  const columns = Object.entries(allColumns(fact)).map(([name, column]) => ({ name, encode: encoderOf(column) }));
  const names = columns.map(({ name }) => name);
  const shape = { columns, known: new Set(names), copyText: `copy facts.${fact.table} (${names.join(', ')}) from stdin` };
  shapes.set(fact, shape);
  return shape;
}

const STANDARD_COLUMNS = Object.keys(STANDARD).length;

/** A row says what it says itself; what it leaves out of the standard columns, `standard` says. An unknown name is an error of the fact file, not something to drop. */
export function lineOf(fact: FactTable, row: Row, standard: Row = row): string {
  const { columns, known } = shapeOf(fact);
  let line = '';
  let taken = 0;
  for (let place = 0; place < columns.length; place += 1) {
    const { name, encode } = columns[place] as (typeof columns)[number];
    const own = row[name];
    if (name in row) taken += 1;
    const value = own ?? (place < STANDARD_COLUMNS ? standard[name] : undefined);
    const text = value === null || value === undefined ? '\\N' : encode(value);
    line += place === 0 ? text : `\t${text}`;
  }
  let said = 0;
  for (const _ in row) said += 1;
  if (said !== taken) throw new Error(`facts.${fact.table} has no column ${Object.keys(row).find((name) => !known.has(name)) ?? ''}`);
  return `${line}\n`;
}

/** Inserts rows made by `lineOf`. */
export async function copyText(client: PoolClient, fact: FactTable, text: readonly Buffer[]): Promise<void> {
  await pipeline(Readable.from(text), client.query(copyFrom(shapeOf(fact).copyText)));
}

/** So many are spelt, and on their way, before the next: the database stores some while others are spelt. */
const SPELT_AT_ONCE = 500;

async function* spelt(fact: FactTable, rows: readonly Row[]): AsyncGenerator<string> {
  for (let start = 0; start < rows.length; start += SPELT_AT_ONCE) {
    if (start > 0) await turn();
    yield rows.slice(start, start + SPELT_AT_ONCE).map((row) => lineOf(fact, row)).join('');
  }
}

/** Rows hold every standard column already. */
export async function copyRows(client: PoolClient, fact: FactTable, rows: readonly Row[]): Promise<void> {
  if (rows.length > 0) await pipeline(Readable.from(spelt(fact, rows)), client.query(copyFrom(shapeOf(fact).copyText)));
}
