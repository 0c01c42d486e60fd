/** Events as they lie in their table, with the columns that only find them: what is stored is looked at, not what a reader makes of it. */
import type { Pool } from 'pg';
import { parseHeader } from '../event-store/canonical-header';
import type { StoredBytes } from '../event-store/leaf';

export interface StoredRow extends StoredBytes {
  readonly position: number;
  readonly columns: Columns;
}

const NAMES = ['stream_id', 'revision', 'event_id', 'type', 'schema_v', 'recorded_us'] as const;
export type Columns = Readonly<Record<(typeof NAMES)[number], string>>;

type Row = Columns & { readonly position: string; readonly header: Buffer; readonly payload: Buffer; readonly salt: Buffer };

const ROWS = `SELECT position, stream_id, revision::text, event_id::text, type, schema_v::text, recorded_us::text, header, payload, salt
  FROM ledger.event WHERE position >= $1 AND position < $2 ORDER BY position`;

export async function storedRows(pool: Pick<Pool, 'query'>, from: number, until: number): Promise<Map<number, StoredRow>> {
  const { rows } = await pool.query<Row>({ name: 'stored-rows', text: ROWS, values: [from, until] });
  return new Map(rows.map(({ position, header, payload, salt, ...columns }) => [Number(position), { position: Number(position), headerBytes: header, payloadBytes: payload, salt, columns }]));
}

/** Names of the columns that say otherwise than the header; all of them where it cannot be read. */
export function columnsUnlike({ headerBytes, columns }: StoredRow): readonly string[] {
  try {
    const { streamId, revision, eventId, type, schemaVersion, recordedAtUs } = parseHeader(headerBytes.toString('utf8'));
    const said: Columns = { stream_id: streamId, revision: String(revision), event_id: eventId, type, schema_v: String(schemaVersion), recorded_us: String(recordedAtUs) };
    return NAMES.filter((name) => columns[name] !== said[name]);
  } catch {
    return NAMES;
  }
}

/** What stands in the table and its head at one moment: events counted by the head, and the first position beyond it that holds one all the same. */
export async function headAndSurplus(pool: Pick<Pool, 'query'>): Promise<{ readonly head: number; readonly surplus: number | undefined }> {
  const { rows: [row] } = await pool.query<{ size: string; surplus: string | null }>(
    'SELECT size, (SELECT position FROM ledger.event e WHERE e.position >= h.size ORDER BY position LIMIT 1) AS surplus FROM ledger.log_head h');
  return { head: Number(row?.size ?? 0), surplus: typeof row?.surplus === 'string' ? Number(row.surplus) : undefined };
}
