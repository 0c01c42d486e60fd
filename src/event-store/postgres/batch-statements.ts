/** The statements of a batch: one call that takes it whole, and the look under the head lock when memory was wrong. */
import { escapeLiteral, type Client } from 'pg';
import type { KeyRecord } from '../event-store';
import { keyIdOf, type Prepared } from '../prepare';
import type { Plan, Row } from './batch';
import { copyEvents } from './event-copy';
import { byteaArray, int2Array, int4Array, int8Array, textArray, utf8Array, uuidArray } from './binary';

export interface HeadRow {
  readonly size: number;
  readonly epoch: number;
  readonly lastUs: number;
}

/** A parameter of ledger.append: sent in binary, or written as a literal where a simple query must carry it. */
type Parameter =
  | { readonly as: 'number'; readonly value: number }
  | { readonly as: 'bigint' | 'integer' | 'smallint'; readonly values: readonly number[] }
  | { readonly as: 'text' | 'bytea' | 'uuid' | 'utf8'; readonly values: readonly string[] }
  | { readonly as: 'bytes'; readonly values: readonly Buffer[] };

/** In the order of the function's parameters. Rows may be left out, for COPY in the same transaction. */
function parametersOf(plan: Plan, rows: readonly Row[], believed: HeadRow): readonly Parameter[] {
  const streams = [...plan.streams];
  const opened = streams.filter(([, growth]) => growth.was === -1);
  const moved = streams.filter(([, growth]) => growth.was !== -1);
  const keys = [...plan.keys.values()];
  const number = (value: number): Parameter => ({ as: 'number', value });
  const text = (values: readonly string[]): Parameter => ({ as: 'text', values });
  const bigint = (values: readonly number[]): Parameter => ({ as: 'bigint', values });
  return [
    number(believed.size), number(believed.epoch), number(plan.size), number(plan.lastUs),
    text(opened.map(([id]) => id)), bigint(opened.map(([, g]) => g.now)), bigint(opened.map(([, g]) => g.position)),
    text(moved.map(([id]) => id)), bigint(moved.map(([, g]) => g.was)), bigint(moved.map(([, g]) => g.now)), bigint(moved.map(([, g]) => g.position)),
    text(keys.map((k) => k.office)), text(keys.map((k) => k.key)), { as: 'bytea', values: keys.map((k) => k.bodyHash) },
    text(keys.map((k) => k.streamId)), bigint(keys.map((k) => k.firstPosition)),
    { as: 'integer', values: keys.map((k) => k.lastPosition - k.firstPosition + 1) }, bigint(keys.map((k) => k.lastRevision)),
    bigint(keys.map((k) => k.recordedAtUs)),
    text(plan.absent.map((a) => a.office)), text(plan.absent.map((a) => a.key)),
    bigint(rows.map((r) => r.position)), text(rows.map((r) => r.streamId)), bigint(rows.map((r) => r.revision)),
    { as: 'uuid', values: rows.map((r) => r.event.id) }, text(rows.map((r) => r.event.type)),
    { as: 'smallint', values: rows.map((r) => r.event.schemaVersion) }, bigint(rows.map((r) => r.recordedUs)),
    { as: 'utf8', values: rows.map((r) => r.header) }, { as: 'utf8', values: rows.map((r) => r.event.payload) },
    { as: 'bytes', values: rows.map((r) => r.event.salt) },
  ];
}

function binary(parameter: Parameter): number | Buffer {
  switch (parameter.as) {
    case 'number': return parameter.value;
    case 'bigint': return int8Array(parameter.values);
    case 'integer': return int4Array(parameter.values);
    case 'smallint': return int2Array(parameter.values);
    case 'text': return textArray(parameter.values);
    case 'uuid': return uuidArray(parameter.values);
    case 'utf8': return utf8Array(parameter.values);
    case 'bytea': return byteaArray(parameter.values.map((hex) => Buffer.from(hex, 'hex')));
    case 'bytes': return byteaArray(parameter.values);
  }
}

/** Rows never travel as literals, so their kinds are empty here. */
function literal(parameter: Parameter): string {
  switch (parameter.as) {
    case 'number': return String(parameter.value);
    case 'bigint': case 'integer': case 'smallint': return `'{${parameter.values.join(',')}}'`;
    case 'text': return parameter.values.length === 0 ? `'{}'` : `ARRAY[${parameter.values.map(escapeLiteral).join(',')}]`;
    case 'bytea': return `ARRAY[${parameter.values.map((hex) => `'\\x${hex}'`).join(',')}]::bytea[]`;
    default: return `'{}'`;
  }
}

const takeText = `SELECT ledger.append(${Array.from({ length: 31 }, (_, i) => `$${String(i + 1)}`).join(', ')})`;

/** Records the whole plan in one round trip and, outside a transaction, one commit. */
export async function take(client: Client, plan: Plan, believed: HeadRow): Promise<void> {
  await client.query({ name: 'take', text: takeText, values: parametersOf(plan, plan.rows, believed).map(binary) });
}

/** The same for many rows under few keys: one simple query, hence one transaction, in which the rows follow by COPY. */
export function takeByCopy(client: Client, plan: Plan, believed: HeadRow): Promise<void> {
  const call = parametersOf(plan, [], believed).map(literal).join(', ');
  return copyEvents(client, `SELECT ledger.append(${call})`, plan.rows);
}

type Text<K extends string> = Record<K, string>;

const headColumns = 'size, epoch, last_us';
const headOf = (row: Text<'size' | 'epoch' | 'last_us'> | undefined): HeadRow => {
  if (row === undefined) throw new Error('the ledger has no head row');
  return { size: Number(row.size), epoch: Number(row.epoch), lastUs: Number(row.last_us) };
};

export async function readHead(client: Pick<Client, 'query'>): Promise<HeadRow> {
  const { rows } = await client.query<Text<'size' | 'epoch' | 'last_us'>>(`SELECT ${headColumns} FROM ledger.log_head`);
  return headOf(rows[0]);
}

/** Waits for whoever holds the head, so that what is read next is certain until this transaction ends. */
export async function lockHead(client: Client): Promise<HeadRow> {
  const { rows } = await client.query<Text<'size' | 'epoch' | 'last_us'>>(`SELECT ${headColumns} FROM ledger.log_head FOR UPDATE`);
  return headOf(rows[0]);
}

export async function raiseEpoch(client: Client): Promise<HeadRow> {
  const { rows } = await client.query<Text<'size' | 'epoch' | 'last_us'>>(
    `UPDATE ledger.log_head SET epoch = epoch + 1 RETURNING ${headColumns}`);
  return headOf(rows[0]);
}

type KeyText = Text<'office' | 'key' | 'body_hash' | 'stream_id' | 'first_position' | 'last_revision' | 'recorded_us'> & { n: number };

const keyColumns = `office, key, encode(body_hash, 'hex') AS body_hash, stream_id, first_position, n, last_revision, recorded_us`;
const keyRecord = (row: KeyText): KeyRecord => ({
  bodyHash: row.body_hash, streamId: row.stream_id, firstPosition: Number(row.first_position),
  lastPosition: Number(row.first_position) + row.n - 1, lastRevision: Number(row.last_revision), recordedAtUs: Number(row.recorded_us),
});

export async function findKey(client: Pick<Client, 'query'>, office: string, key: string): Promise<KeyRecord | undefined> {
  const { rows: [row] } = await client.query<KeyText>(`SELECT ${keyColumns} FROM ledger.append_key WHERE office = $1 AND key = $2`, [office, key]);
  return row === undefined ? undefined : keyRecord(row);
}

export interface Looked {
  readonly keys: ReadonlyMap<string, KeyRecord>;
  /** Streams that exist, of those the batch names. */
  readonly revisions: ReadonlyMap<string, number>;
}

/** Keys and streams of a batch as they are now; call it under the head lock. */
export async function look(client: Client, batch: readonly Prepared[]): Promise<Looked> {
  const keys = await client.query<KeyText>({
    name: 'look-keys', text: `SELECT ${keyColumns} FROM ledger.append_key JOIN unnest($1::text[], $2::text[]) AS a (office, key) USING (office, key)`,
    values: [textArray(batch.map((a) => a.office)), textArray(batch.map((a) => a.key))],
  });
  const streams = await client.query<Text<'stream_id' | 'revision'>>({
    name: 'look-streams', text: 'SELECT stream_id, revision FROM ledger.stream WHERE stream_id = ANY ($1::text[])',
    values: [textArray([...new Set(batch.map((a) => a.streamId))])],
  });
  return {
    keys: new Map(keys.rows.map((row) => [keyIdOf(row.office, row.key), keyRecord(row)])),
    revisions: new Map(streams.rows.map((row) => [row.stream_id, Number(row.revision)])),
  };
}
