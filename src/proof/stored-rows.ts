/** Events as they lie in their table, with the columns that only find them: what is stored is looked at, not what a reader makes of it. */
import type { Pool } from 'pg';
import { HeaderReader } from '../event-store/canonical-header';
import type { StoredBytes } from '../event-store/leaf';

const NAMES = ['stream_id', 'revision', 'event_id', 'type', 'schema_v', 'recorded_us'] as const;

export interface StoredRow extends StoredBytes {
  readonly position: number;
  /** In the order of `NAMES`. */
  readonly columns: readonly (string | number)[];
}

type Row = [position: string, header: Buffer, payload: Buffer, salt: Buffer, ...columns: (string | number)[]];

const ROWS = `SELECT position, header, payload, salt, ${NAMES.join(', ')} FROM ledger.event WHERE position >= $1 AND position < $2 ORDER BY position`;

/** By rows without names: half of the cost of a page is unpacking it. */
export async function storedRows(pool: Pick<Pool, 'query'>, from: number, until: number): Promise<Map<number, StoredRow>> {
  const { rows } = await pool.query<Row>({ name: 'stored-rows', rowMode: 'array', text: ROWS, values: [from, until] });
  return new Map(rows.map(([position, headerBytes, payloadBytes, salt, ...columns]) => [Number(position), { position: Number(position), headerBytes, payloadBytes, salt, columns }]));
}

/** Names of the columns that say otherwise than the header; all of them where it cannot be read. */
export function columnsUnlike({ headerBytes, columns }: StoredRow, reader: HeaderReader): readonly string[] {
  try {
    const { streamId, revision, eventId, type, schemaVersion, recordedAtUs } = reader.read(headerBytes.toString('utf8'));
    const said = [streamId, String(revision), eventId, type, schemaVersion, String(recordedAtUs)];
    return NAMES.filter((_, at) => columns[at] !== said[at]);
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
