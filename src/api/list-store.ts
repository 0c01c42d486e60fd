/** The staging tables of uploaded lists: sealed files and pages of sealed lines, one current list per batch. */
import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { DisbursementEntered } from '../domain/batch';
import type { BatchLine } from '../intake/batch-line';
import type { BatchListHeading, BatchListSummary } from '../intake/batch-list';
import type { LineError } from '../intake/line-errors';
import { POOL } from '../tokens';
import { ciphers } from '../vault/cipher';
import { MasterKeys } from '../vault/keys';
import { stagingTransaction } from './staging-transaction';

export interface StagedList {
  readonly listId: string;
  readonly batchId: string;
  readonly heading: readonly string[];
  readonly summary: BatchListSummary;
  readonly baseOrdinal: number | undefined;
  readonly keyVersion: number;
  readonly algorithm: string;
}

/** A line in references, its ordinal still that of the list. */
export type Entry = DisbursementEntered;

export interface StagedPage {
  readonly first: number;
  readonly lines: readonly BatchLine[];
  readonly entries: readonly Entry[] | undefined;
}

export interface SplitOff {
  readonly ordinal: number;
  readonly amountFen: number | undefined;
}

export interface Fault extends LineError {
  readonly ordinal: number;
}

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
const CIPHER = ciphers['AES-256-GCM'];

@Injectable()
export class ListStore {
  private holders = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(@Inject(POOL) private readonly pool: Pool, private readonly keys: MasterKeys) {}

  fileMac(bytes: Uint8Array): Buffer {
    return createHmac('sha256', this.keys.derive('uploads', this.keys.versions[0])).update(bytes).digest();
  }

  /** The batch whose current list came from the very same bytes. */
  async batchHolding(mac: Buffer): Promise<string | undefined> {
    const { rows } = await this.pool.query<{ batch_id: string }>(`SELECT batch_id FROM intake.list WHERE file_mac = $1 AND is_current AND kind = 'file' LIMIT 1`, [mac]);
    return rows[0]?.batch_id;
  }

  async begin(listId: string, batchId: string, kind: 'file' | 'lines', mac: Buffer, bytes: Uint8Array): Promise<void> {
    const sealed = CIPHER.seal(this.keys.derive('uploads'), Buffer.from(bytes), `upload|${listId}`);
    await this.pool.query('INSERT INTO intake.list (list_id, batch_id, kind, file_mac, sealed, algorithm, key_version) VALUES ($1, $2, $3, $4, $5, $6, $7)', [listId, batchId, kind, mac, sealed, CIPHER.name, this.keys.current]);
  }

  async addPage(listId: string, lines: readonly BatchLine[]): Promise<void> {
    const first = lines[0]?.ordinal ?? 0;
    const plain = Buffer.from(JSON.stringify(lines.map((line) => ({ ...line, errors: line.errors.map(({ code, severity }) => ({ code, severity })) }))));
    const sealed = CIPHER.seal(this.keys.derive('uploads'), plain, `page|${listId}|${String(first)}`);
    await this.pool.query('INSERT INTO intake.page (list_id, first_ordinal, lines, sealed) VALUES ($1, $2, $3, $4)', [listId, first, lines.length, sealed]);
  }

  async addFaults(listId: string, from: number, faults: readonly Fault[]): Promise<void> {
    if (faults.length === 0) return;
    await this.pool.query(
      'INSERT INTO intake.fault (list_id, number, ordinal, code, severity, fault) SELECT $1, * FROM unnest($2::int[], $3::int[], $4::text[], $5::text[], $6::jsonb[])',
      [listId, faults.map((_, index) => from + index), faults.map(({ ordinal }) => ordinal), faults.map(({ code }) => code), faults.map(({ severity }) => severity), faults.map((fault) => JSON.stringify(fault))],
    );
  }

  /** The list takes the place of the one before it, whose rows and file go. */
  async makeCurrent(listId: string, batchId: string, heading: BatchListHeading['heading'], summary: BatchListSummary): Promise<void> {
    await stagingTransaction(this.pool, `intake|${batchId}`, async (client) => {
      await client.query('DELETE FROM intake.list WHERE batch_id = $1 AND is_current AND list_id <> $2', [batchId, listId]);
      await client.query('UPDATE intake.list SET is_current = true, heading = $2, summary = $3 WHERE list_id = $1', [listId, JSON.stringify(heading.columns.map(({ title }) => title)), JSON.stringify(summary)]);
    });
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
    let after = 0;
    for (;;) {
      const { rows } = await this.pool.query<{ first_ordinal: number; sealed: Buffer; entries: readonly Entry[] | null }>('SELECT first_ordinal, sealed, entries FROM intake.page WHERE list_id = $1 AND first_ordinal > $2 ORDER BY first_ordinal LIMIT 1', [list.listId, after]);
      const [row] = rows;
      if (!row) return;
      after = row.first_ordinal;
      const cipher = ciphers[list.algorithm as keyof typeof ciphers];
      const plain = cipher.open(this.keys.derive('uploads', list.keyVersion), row.sealed, `page|${list.listId}|${String(row.first_ordinal)}`);
      yield { first: row.first_ordinal, lines: JSON.parse(plain.toString('utf8')) as BatchLine[], entries: row.entries ?? undefined };
    }
  }

  /** Keeps what was made first: of two requests at once both go on with the same entries. */
  async keepEntries(listId: string, first: number, entries: readonly Entry[]): Promise<readonly Entry[]> {
    const { rows } = await this.pool.query<{ entries: readonly Entry[] }>(
      'UPDATE intake.page SET entries = coalesce(entries, $3) WHERE list_id = $1 AND first_ordinal = $2 RETURNING entries', [listId, first, JSON.stringify(entries)],
    );
    return rows[0]?.entries ?? entries;
  }

  async faults(listId: string, after: number, limit: number, filter: { code?: string; severity?: string }): Promise<readonly (Fault & { number: number })[]> {
    const { rows } = await this.pool.query<{ number: number; fault: Fault }>(
      'SELECT number, fault FROM intake.fault WHERE list_id = $1 AND number > $2 AND ($3::text IS NULL OR code = $3) AND ($4::text IS NULL OR severity = $4) ORDER BY number LIMIT $5',
      [listId, after, filter.code ?? null, filter.severity ?? null, limit],
    );
    return rows.map(({ number, fault }) => ({ ...fault, number }));
  }

  async faultGroups(listId: string): Promise<readonly { code: string; severity: string; count: number; lines: number; fault: Fault }[]> {
    const { rows } = await this.pool.query<{ code: string; severity: string; count: string; lines: string; fault: Fault }>(
      'SELECT code, severity, count(*) AS count, count(DISTINCT ordinal) AS lines, (array_agg(fault ORDER BY number))[1] AS fault FROM intake.fault WHERE list_id = $1 GROUP BY code, severity ORDER BY severity DESC, code', [listId],
    );
    return rows.map((row) => ({ ...row, count: Number(row.count), lines: Number(row.lines) }));
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
