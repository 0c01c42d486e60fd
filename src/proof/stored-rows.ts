/** Events as they lie in their table, with the columns that only find them: what is stored is looked at, not what a reader makes of it. */
import type { ClientBase, Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { HeaderReader } from '../event-store/canonical-header';
import type { StoredBytes } from '../event-store/leaf';

const NAMES = ['stream_id', 'revision', 'event_id', 'type', 'schema_v', 'recorded_us'] as const;
/** Stands between columns, and within none that a header could say. */
const BETWEEN = '\u001f';

export interface StoredRow extends StoredBytes {
  readonly position: number;
  /** The columns of `NAMES`, in that order. */
  readonly columns: Buffer;
}

const rowsSql = (from: number, until: number): string => `COPY (SELECT position, header, payload, salt, convert_to(concat_ws(E'\\x1f', ${NAMES.join(', ')}), 'UTF8') FROM ledger.event
  WHERE position >= ${String(from)} AND position < ${String(until)} ORDER BY position) TO STDOUT (FORMAT BINARY)`;

/** Signature, flags and length of an extension nobody uses: PostgreSQL documentation, COPY, binary format. */
const HEAD_BYTES = 19;
const FIELDS = 5;

/** Bytes as they lie there: spelt out for a reader of text they would be twice as long, and half of the cost of a page. Both ends are whole numbers. */
export async function storedBytes(client: Pick<ClientBase, 'query'>, from: number, until: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of client.query(copyTo(rowsSql(from, until)))) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export const storedRows = async (client: Pick<ClientBase, 'query'>, from: number, until: number): Promise<Map<number, StoredRow>> => new Map(rowsIn(await storedBytes(client, from, until)).map((row) => [row.position, row]));

/** What `storedBytes` brought, in the order of positions. */
export function rowsIn(bytes: Buffer): StoredRow[] {
  const rows: StoredRow[] = [];
  let at = HEAD_BYTES;
  const field = (): Buffer => {
    const start = at + 4;
    // Nothing where a value was taken away: minus one byte, it says.
    at = start + Math.max(0, bytes.readInt32BE(at));
    return bytes.subarray(start, at);
  };
  while (bytes.readInt16BE(at) === FIELDS) {
    at += 2;
    const position = Number(field().readBigInt64BE());
    rows.push({ position, headerBytes: field(), payloadBytes: field(), salt: field(), columns: field() });
  }
  return rows;
}

/**
 * Names of the columns that say otherwise than the header; all of them where it cannot be read. Both are told byte for letter: whatever they say, equal
 * bytes are equal, and no text is made of them. A quote within a string is escaped, so that nothing in one can pass for these members.
 */
export function columnsUnlike({ headerBytes, columns }: StoredRow, reader: HeaderReader): readonly string[] {
  const header = headerBytes.toString('latin1');
  const stored = columns.toString('latin1').split(BETWEEN);
  const [streamId, revision, eventId, type, schemaVersion, recordedAtUs] = stored;
  const isPlain = stored.length === NAMES.length && header.endsWith(`","revision":"${String(revision)}","schemaVersion":"${String(schemaVersion)}","streamId":"${String(streamId)}","type":"${String(type)}"}`)
    && header.includes(`","eventId":"${String(eventId)}","format":"`) && header.includes(`","recordedAt":"${String(recordedAtUs)}","region":"`);
  return isPlain ? [] : columnsUnlikeRead(header, stored, reader);
}

/** The header as any reader understands it. */
function columnsUnlikeRead(header: string, stored: readonly string[], reader: HeaderReader): readonly string[] {
  try {
    const said = reader.read(header);
    const each = [said.streamId, String(said.revision), said.eventId, said.type, String(said.schemaVersion), String(said.recordedAtUs)];
    return stored.length === NAMES.length ? NAMES.filter((_, at) => stored[at] !== each[at]) : NAMES;
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
