/** The staging tables of uploaded lists: sealed files and pages of sealed lines, one current list per batch. */
import { createHmac } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Refused } from '../domain/refused';
import type { BatchLine } from '../intake/batch-line';
import type { BatchListSummary } from '../intake/batch-list';
import { lineError, type ErrorCode } from '../intake/line-errors';
import { stagedLines, stagedText } from '../intake/staged-line';
import { POOL } from '../tokens';
import { cipherNamed, ciphers } from '../vault/cipher';
import { MasterKeys } from '../vault/keys';
import type { Fault, FaultGroup } from './list-faults';
import type { Counted } from './list-content';
import { foreseenFrom, foreseenText, type Entry } from './list-entry';
import { stagingTransaction } from './staging-transaction';

interface FaultRow {
  readonly number: number;
  readonly ordinal: number;
  readonly code: ErrorCode;
  readonly fault: Kept;
}

export interface FaultFilter {
  readonly code?: string;
  readonly severity?: string;
}

const kept = ({ row, column, masked, detail }: Fault): string => JSON.stringify({ row, column, masked, detail } satisfies Kept);
/** Reason and remedy are those of the code, unless they were kept with the fault, as they once were. */
const faultOf = ({ number, ordinal, code, fault }: FaultRow): Fault & { number: number } => ({ ...lineError(code, fault, fault.detail), ...fault, ordinal, number });

/** A list that begins to be read. */
export interface NewList {
  readonly listId: string;
  readonly batchId: string;
  /** Undefined where the request waits for the list itself. */
  readonly jobId: string | undefined;
  readonly kind: 'file' | 'lines';
  readonly fileMac: Uint8Array;
}

/** What is known of a list once it has been read. */
export interface ListOutcome {
  readonly heading: readonly string[];
  readonly summary: BatchListSummary;
  readonly groups: readonly FaultGroup[];
  /** What the foreseen entries of its pages rest on. */
  readonly basis: string | undefined;
  /** What the list comes to, where every line was foreseen. */
  readonly content: Counted | undefined;
}

export interface StagedList {
  readonly listId: string;
  readonly batchId: string;
  readonly heading: readonly string[];
  readonly summary: BatchListSummary;
  readonly baseOrdinal: number | undefined;
  readonly keyVersion: number;
  readonly algorithm: string;
}

export interface StagedPage {
  readonly first: number;
  readonly lines: readonly BatchLine[];
}

export interface SplitOff {
  readonly ordinal: number;
  readonly amountFen?: number | undefined;
}

/** What of a fault cannot be told from its code. */
type Kept = Pick<Fault, 'row' | 'column' | 'masked' | 'detail'> & Partial<Fault>;

interface ListRow {
  readonly list_id: string;
  readonly batch_id: string;
  readonly heading: readonly string[] | null;
  readonly summary: BatchListSummary;
  readonly base_ordinal: number | null;
  readonly key_version: number;
  readonly algorithm: string;
}

/** Far fewer than the pool has connections. */
const HOLDERS_MAX = 4;
const MAC_SLICE_BYTES = 1_048_576;
const CIPHER = ciphers['AES-256-GCM'];

@Injectable()
export class ListStore {
  private holders = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(@Inject(POOL) private readonly pool: Pool, private readonly keys: MasterKeys) {}

  /** Keyed, in slices between which others have their turn: a file may be large. */
  async fileMac(bytes: Uint8Array): Promise<Buffer> {
    const mac = createHmac('sha256', this.keys.derive('uploads', this.keys.versions[0]));
    for (let from = 0; from < bytes.byteLength; from += MAC_SLICE_BYTES) {
      if (from > 0) await nextTurn();
      mac.update(bytes.subarray(from, from + MAC_SLICE_BYTES));
    }
    return mac.digest();
  }

  /** The batch whose current list came from the very same bytes. */
  async batchHolding(mac: Buffer): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ batch_id: string }>(`SELECT batch_id FROM intake.list WHERE file_mac = $1 AND is_current AND kind = 'file' LIMIT 1`, [mac]);
    return rows[0]?.batch_id;
  }

  /** Pages may be added at once; the file itself is on its way into the database until `kept`. */
  async begin({ listId, batchId, jobId, kind, fileMac }: NewList, bytes: Uint8Array): Promise<{ readonly kept: Promise<unknown> }> {
    const sealed = CIPHER.seal(this.keys.derive('uploads'), Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), `upload|${listId}`);
    await this.pool.query(
      `INSERT INTO intake.list (list_id, batch_id, job_id, kind, file_mac, sealed, algorithm, key_version) VALUES ($1, $2, $3, $4, $5, '', $6, $7)`,
      [listId, batchId, jobId ?? null, kind, Buffer.from(fileMac), CIPHER.name, this.keys.current],
    );
    return { kept: this.pool.query('UPDATE intake.list SET sealed = $2 WHERE list_id = $1', [listId, sealed]) };
  }

  /** Lines with their faults, which are numbered on from `numbered`, and with their entries where nothing in them is new. */
  async addPage(listId: string, lines: readonly BatchLine[], numbered: number, faults: readonly Fault[], foreseen: readonly Entry[] | undefined): Promise<void> {
    const first = lines[0]?.ordinal ?? 0;
    const plain = Buffer.from(stagedText(lines));
    const sealed = CIPHER.seal(this.keys.derive('uploads'), plain, `page|${listId}|${String(first)}`);
    await this.pool.query('INSERT INTO intake.page (list_id, first_ordinal, lines, sealed, foreseen) VALUES ($1, $2, $3, $4, $5)', [listId, first, lines.length, sealed, foreseen ? foreseenText(foreseen) : null]);
    await this.addFaults(listId, numbered, faults);
  }

  async addFaults(listId: string, numbered: number, faults: readonly Fault[]): Promise<void> {
    if (faults.length === 0) return;
    await this.pool.query(
      'INSERT INTO intake.fault (list_id, number, ordinal, code, severity, fault) SELECT $1, * FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::jsonb[])',
      [listId, faults.map((_, index) => numbered + index), faults.map(({ ordinal }) => ordinal), faults.map(({ code }) => code), faults.map(({ severity }) => severity), faults.map(kept)],
    );
  }

  /**
   * The list takes the place of the one before it, whose rows and file go. Answers false, and changes nothing, where its job does not run
   * any more: it was stopped, or counted as dead, and whoever asked has been told so.
   */
  async makeCurrent({ listId, batchId, jobId }: NewList, { heading, summary, groups, basis, content }: ListOutcome): Promise<boolean> {
    let runs = true;
    await stagingTransaction(this.pool, `intake|${batchId}`, async (client) => {
      if (jobId !== undefined) runs = (await client.query(`SELECT FROM work.job WHERE job_id = $1 AND status = 'running' FOR UPDATE`, [jobId])).rowCount === 1;
      if (!runs) return;
      await client.query('DELETE FROM intake.list WHERE batch_id = $1 AND is_current AND list_id <> $2', [batchId, listId]);
      await client.query('UPDATE intake.list SET is_current = true, heading = $2, summary = $3, groups = $4, basis = $5, content = $6 WHERE list_id = $1', [listId, JSON.stringify(heading), JSON.stringify(summary), JSON.stringify(groups), basis ?? null, content ? JSON.stringify(content) : null]);
    });
    return runs;
  }

  /** What readings that died left behind. */
  async discardLeft(): Promise<void> {
    await this.pool.query(
      `DELETE FROM intake.list l WHERE NOT is_current
         AND CASE WHEN job_id IS NULL THEN received < now() - interval '1 day' ELSE NOT EXISTS (SELECT FROM work.job j WHERE j.job_id = l.job_id AND j.status = 'running') END`,
    );
  }

  async discard(listId: string): Promise<void> {
    await this.pool.query('DELETE FROM intake.list WHERE list_id = $1 AND NOT is_current', [listId]);
  }

  async current(batchId: string): Promise<StagedList | undefined> {
    const { rows } = await this.pool.query<ListRow>('SELECT list_id, batch_id, heading, summary, base_ordinal, key_version, algorithm FROM intake.list WHERE batch_id = $1 AND is_current', [batchId]);
    const [row] = rows;
    return row && {
      listId: row.list_id, batchId: row.batch_id, heading: row.heading ?? [], summary: row.summary, baseOrdinal: row.base_ordinal ?? undefined,
      keyVersion: row.key_version, algorithm: row.algorithm,
    };
  }

  async setBase(listId: string, baseOrdinal: number): Promise<void> {
    await this.pool.query('UPDATE intake.list SET base_ordinal = $2 WHERE list_id = $1', [listId, baseOrdinal]);
  }

  async* pages(list: StagedList): AsyncGenerator<StagedPage> {
    for (const { first } of await this.directory(list)) yield await this.openPage(list, first);
  }

  /** Which lines lie on which page. */
  async directory({ listId }: StagedList): Promise<readonly { first: number; last: number }[]> {
    const { rows } = await this.pool.query<{ first: number; last: number }>('SELECT first_ordinal AS first, first_ordinal + lines - 1 AS last FROM intake.page WHERE list_id = $1 ORDER BY first_ordinal', [listId]);
    return rows;
  }

  async openPage(list: StagedList, first: number): Promise<StagedPage> {
    const { rows } = await this.pool.query<{ sealed: Buffer }>('SELECT sealed FROM intake.page WHERE list_id = $1 AND first_ordinal = $2', [list.listId, first]);
    const [row] = rows;
    if (!row) throw listReplaced();
    const plain = cipherNamed(list.algorithm).open(this.keys.derive('uploads', list.keyVersion), row.sealed, `page|${list.listId}|${String(first)}`);
    return { first, lines: stagedLines(plain.toString('utf8')) };
  }

  /**
   * Whether what was foreseen holds, decided once for the list, so that every retry enters the same: the basis is still what it was.
   * With what the list comes to, where all of it was foreseen.
   */
  async settleForeseen(listId: string, basis: string): Promise<{ readonly holds: boolean; readonly content: Counted | undefined }> {
    const { rows: [row] } = await this.pool.query<{ holds: boolean; content: Counted | null }>(
      'UPDATE intake.list SET foreseen_holds = COALESCE(foreseen_holds, basis = $2, false) WHERE list_id = $1 RETURNING foreseen_holds AS holds, content', [listId, basis]);
    if (!row) throw listReplaced();
    return { holds: row.holds, content: row.holds ? (row.content ?? undefined) : undefined };
  }

  /** The lines of a page in references, where they were kept, or foreseen and that holds. */
  async entries(listId: string, first: number): Promise<readonly Entry[] | undefined> {
    const { rows: [row] } = await this.pool.query<{ entries: string | null; foreseen: string | null }>(
      `SELECT convert_from(p.entries, 'UTF8') AS entries, CASE WHEN l.foreseen_holds AND p.entries IS NULL THEN p.foreseen END AS foreseen
         FROM intake.page p JOIN intake.list l USING (list_id) WHERE list_id = $1 AND first_ordinal = $2`, [listId, first]);
    if (!row) throw listReplaced();
    if (row.entries !== null) return JSON.parse(row.entries) as Entry[];
    return row.foreseen === null ? undefined : foreseenFrom(row.foreseen);
  }

  /** Keeps what was made first: of two requests at once both go on with the same entries. */
  async keepEntries(listId: string, first: number, entries: readonly Entry[]): Promise<readonly Entry[]> {
    const { rowCount } = await this.pool.query('UPDATE intake.page SET entries = $3 WHERE list_id = $1 AND first_ordinal = $2 AND entries IS NULL', [listId, first, Buffer.from(JSON.stringify(entries))]);
    return rowCount === 1 ? entries : ((await this.entries(listId, first)) as readonly Entry[]);
  }

  async faults(listId: string, after: number, limit: number, filter: FaultFilter): Promise<readonly (Fault & { number: number })[]> {
    const { rows } = await this.pool.query<FaultRow>(
      `SELECT number, ordinal, code, fault FROM intake.fault WHERE list_id = $1 AND number > $2 AND ($3::text IS NULL OR code = $3) AND ($4::text IS NULL OR severity = $4) ORDER BY number LIMIT $5`,
      [listId, after, filter.code ?? null, filter.severity ?? null, limit],
    );
    return rows.map(faultOf);
  }

  /** The faults of the lines from one to another, line by line. */
  async faultsOfLines(listId: string, from: number, to: number, filter: FaultFilter): Promise<ReadonlyMap<number, readonly Fault[]>> {
    const { rows } = await this.pool.query<FaultRow>(
      `SELECT number, ordinal, code, fault FROM intake.fault
        WHERE list_id = $1 AND ordinal BETWEEN $2 AND $3 AND ($4::text IS NULL OR code = $4) AND ($5::text IS NULL OR severity = $5) ORDER BY ordinal, number`,
      [listId, from, to, filter.code ?? null, filter.severity ?? null],
    );
    const byLine = new Map<number, Fault[]>();
    for (const fault of rows.map(faultOf)) {
      const others = byLine.get(fault.ordinal);
      if (others) others.push(fault);
      else byLine.set(fault.ordinal, [fault]);
    }
    return byLine;
  }

  async faultGroups(listId: string): Promise<readonly FaultGroup[]> {
    const { rows } = await this.pool.query<{ groups: readonly FaultGroup[] | null }>('SELECT groups FROM intake.list WHERE list_id = $1', [listId]);
    return rows[0]?.groups ?? [];
  }

  async redOrdinals(listId: string): Promise<readonly number[]> {
    const { rows } = await this.pool.query<{ ordinal: number }>(`SELECT DISTINCT ordinal FROM intake.fault WHERE list_id = $1 AND severity = 'red' AND ordinal > 0 ORDER BY ordinal`, [listId]);
    return rows.map(({ ordinal }) => ordinal);
  }

  async splitOff(listId: string, lines: readonly SplitOff[], reason: string): Promise<void> {
    await this.pool.query('INSERT INTO intake.split_off (list_id, ordinal, amount_fen, reason) SELECT $1, *, $4 FROM unnest($2::int[], $3::bigint[]) ON CONFLICT DO NOTHING', [listId, lines.map(({ ordinal }) => ordinal), lines.map(({ amountFen }) => amountFen ?? null), reason]);
  }

  async splitOffs(listId: string): Promise<readonly SplitOff[]> {
    const { rows } = await this.pool.query<{ ordinal: number; amount_fen: string | null }>('SELECT ordinal, amount_fen FROM intake.split_off WHERE list_id = $1 ORDER BY ordinal', [listId]);
    return rows.map(({ ordinal, amount_fen: fen }) => ({ ordinal, amountFen: fen === null ? undefined : Number(fen) }));
  }

  /** Runs the work while nobody else, in any process, works on the same list: of two batches with one list the second sees what became of the first. */
  async holding<T>(contentHash: string, work: () => Promise<T>): Promise<T> {
    // Who waits here holds no connection yet: those that work need more of the same pool.
    while (this.holders >= HOLDERS_MAX) await new Promise<void>((resolve) => this.waiting.push(resolve));
    this.holders += 1;
    try {
      return await this.withLock(contentHash, work);
    } finally {
      this.holders -= 1;
      this.waiting.shift()?.();
    }
  }

  private async withLock<T>(contentHash: string, work: () => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      await client.query('SELECT pg_advisory_lock(hashtextextended($1, 7))', [contentHash]);
      try {
        return await work();
      } finally {
        await client.query('SELECT pg_advisory_unlock(hashtextextended($1, 7))', [contentHash]);
      }
    } finally {
      client.release();
    }
  }

  /** Claims a list for a batch; answers the batch that holds it, this one where it was free. */
  async claim(contentHash: string, batchId: string): Promise<string> {
    const { rows } = await this.pool.query<{ batch_id: string }>(
      'INSERT INTO intake.submitted (content_hash, batch_id) VALUES ($1, $2) ON CONFLICT (content_hash) DO UPDATE SET content_hash = excluded.content_hash RETURNING batch_id', [contentHash, batchId],
    );
    return (rows[0] as { batch_id: string }).batch_id;
  }

  /** The batch that held the list never submitted it, or had it rejected. */
  async takeOver(contentHash: string, from: string, to: string): Promise<boolean> {
    const { rowCount } = await this.pool.query('UPDATE intake.submitted SET batch_id = $3 WHERE content_hash = $1 AND batch_id = $2', [contentHash, from, to]);
    return rowCount === 1;
  }
}

const listReplaced = (): Refused => new Refused('list-replaced', { zh: '清单已被新的上传替换,请重试', en: 'the list was replaced by a new upload: try again' });
