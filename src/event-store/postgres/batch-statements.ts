/** What is read of head, keys and streams: the look under the head lock when memory was wrong, and the look-up of one key. */
import type { Client } from 'pg';
import type { KeyRecord } from '../event-store';
import { keyIdOf, type Prepared } from '../prepare';
import { textArray } from './binary';
import type { HeadRow } from './take';

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
