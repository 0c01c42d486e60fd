/** The staging tables of registers handed over as files: the sealed file and the faults of its rows, one upload kept per register. */
import { Inject, Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import type { LineError } from '../intake/line-errors';
import { POOL } from '../tokens';
import { ciphers } from '../vault/cipher';
import { MasterKeys } from '../vault/keys';
import { stagingTransaction } from './staging-transaction';

export interface UploadSummary {
  readonly count: number;
  /** Rows with an error that keeps them out. */
  readonly redRows: number;
  readonly otherRows: number;
  readonly declaredCount?: number;
  readonly errors: readonly LineError[];
}

export interface Uploaded {
  readonly jobId: string;
  readonly registerId: string;
  readonly kind: string;
  readonly region: string;
  readonly summary: UploadSummary;
}

export interface FaultGroup {
  readonly code: string;
  readonly severity: string;
  readonly count: number;
  readonly fault: LineError;
}

interface UploadRow {
  readonly job_id: string;
  readonly register_id: string;
  readonly kind: string;
  readonly region: string;
  readonly summary: UploadSummary;
}

const CIPHER = ciphers['AES-256-GCM'];
const FAULTS_AT_ONCE = 5_000;

@Injectable()
export class RegisterStore {
  constructor(@Inject(POOL) private readonly pool: Pool, private readonly keys: MasterKeys) {}

  /** File and faults take the place of those before them, together or not at all. */
  async keep(uploaded: Uploaded, bytes: Uint8Array, faults: readonly LineError[]): Promise<void> {
    const sealed = CIPHER.seal(this.keys.derive('uploads'), Buffer.from(bytes), `register|${uploaded.jobId}`);
    await stagingTransaction(this.pool, `intake|register|${uploaded.registerId}`, async (client) => {
      await client.query('DELETE FROM intake.register_upload WHERE register_id = $1', [uploaded.registerId]);
      await client.query(
        'INSERT INTO intake.register_upload (job_id, register_id, kind, region, sealed, algorithm, key_version, summary) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
        [uploaded.jobId, uploaded.registerId, uploaded.kind, uploaded.region, sealed, CIPHER.name, this.keys.current, JSON.stringify(uploaded.summary)],
      );
      for (let from = 0; from < faults.length; from += FAULTS_AT_ONCE) await addFaults(client, uploaded.jobId, from, faults.slice(from, from + FAULTS_AT_ONCE));
    });
  }

  /** The upload of a job, or the last one of a register. */
  async find(by: 'job_id' | 'register_id', id: string): Promise<Uploaded | undefined> {
    const { rows } = await this.pool.query<UploadRow>(`SELECT job_id, register_id, kind, region, summary FROM intake.register_upload WHERE ${by}::text = $1`, [id]);
    const [row] = rows;
    return row && { jobId: row.job_id, registerId: row.register_id, kind: row.kind, region: row.region, summary: row.summary };
  }

  async faults(jobId: string, after: number, limit: number, filter: { code?: string; severity?: string }): Promise<readonly (LineError & { number: number })[]> {
    const { rows } = await this.pool.query<{ number: number; fault: LineError }>(
      'SELECT number, fault FROM intake.register_fault WHERE job_id = $1 AND number > $2 AND ($3::text IS NULL OR code = $3) AND ($4::text IS NULL OR severity = $4) ORDER BY number LIMIT $5',
      [jobId, after, filter.code ?? null, filter.severity ?? null, limit],
    );
    return rows.map(({ number, fault }) => ({ ...fault, number }));
  }

  async faultGroups(jobId: string): Promise<readonly FaultGroup[]> {
    const { rows } = await this.pool.query<{ code: string; severity: string; count: string; fault: LineError }>(
      'SELECT code, severity, count(*) AS count, (array_agg(fault ORDER BY number))[1] AS fault FROM intake.register_fault WHERE job_id = $1 GROUP BY code, severity ORDER BY severity DESC, code', [jobId],
    );
    return rows.map((row) => ({ ...row, count: Number(row.count) }));
  }
}

async function addFaults(client: PoolClient, jobId: string, from: number, faults: readonly LineError[]): Promise<void> {
  await client.query(
    'INSERT INTO intake.register_fault (job_id, number, code, severity, fault) SELECT $1, * FROM unnest($2::int[], $3::text[], $4::text[], $5::jsonb[])',
    [jobId, faults.map((_, index) => from + index), faults.map(({ code }) => code), faults.map(({ severity }) => severity), faults.map((fault) => JSON.stringify(fault))],
  );
}
