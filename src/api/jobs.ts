/** Work that outlives its request: begun here, watched by GET /v1/jobs/{id}, and always ended as done, failed or stopped. */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Actor } from '../domain/decider';
import { Refused, type Text } from '../domain/refused';
import { POOL } from '../tokens';
import { problemOf } from './problem';

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  readonly result?: object;
  /** Why it failed: `code` and `text` as in a problem. */
  readonly code?: string;
  readonly text?: Text;
}

interface Row {
  readonly job_id: string;
  readonly kind: string;
  readonly subject: string;
  readonly region: string;
  readonly status: Job['state'];
  readonly result: object | null;
  readonly problem: { code: string; text: Text } | null;
}

/** Shown where a job died with its process; sending the same again does it. */
const STOPPED = { code: 'stopped', text: { zh: '服务在此任务完成前停止,请重新上传', en: 'the service stopped before this was done; send it again' } };

@Injectable()
export class Jobs implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly running = new Set<Promise<void>>();
  private readonly mine = new Set<string>();

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Jobs run in the process that took them: what is running at start has no one to end it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.stop(`status = 'running'`, []);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.race([Promise.all(this.running), new Promise((resolve) => setTimeout(resolve, 5_000).unref())]);
    if (this.mine.size > 0) await this.stop(`status = 'running' AND job_id = ANY($2)`, [[...this.mine]]);
  }

  /** Begins the work and answers at once. */
  async begin(kind: string, subject: string, region: string, actor: Actor, work: (jobId: string) => Promise<object>): Promise<Job> {
    const id = randomUUID();
    await this.pool.query('INSERT INTO work.job (job_id, kind, subject, region, office, status) VALUES ($1, $2, $3, $4, $5, $6)', [id, kind, subject, region, actor.office, 'running']);
    this.mine.add(id);
    const run = this.run(id, work).finally(() => this.running.delete(run));
    this.running.add(run);
    return { id, kind, subject, state: 'running' };
  }

  async find(id: string, actor: Actor): Promise<Job> {
    const { rows } = /^[0-9a-f-]{36}$/.test(id) ? await this.pool.query<Row>('SELECT * FROM work.job WHERE job_id = $1', [id]) : { rows: [] };
    const [row] = rows;
    if (!row?.region.startsWith(actor.region)) throw new Refused('job-unknown', { zh: '没有此任务', en: 'there is no such job' }, 'unknown');
    return { id: row.job_id, kind: row.kind, subject: row.subject, state: row.status, ...(row.result ? { result: row.result } : {}), ...row.problem };
  }

  private async run(id: string, work: (jobId: string) => Promise<object>): Promise<void> {
    try {
      await this.end(id, 'done', await work(id), undefined);
    } catch (error) {
      const { status, code, text, errors } = problemOf(error);
      await this.end(id, 'failed', undefined, { status, code, text, ...(errors ? { errors } : {}) }).catch(() => undefined);
    } finally {
      this.mine.delete(id);
    }
  }

  private async end(id: string, status: 'done' | 'failed', result: object | undefined, problem: object | undefined): Promise<void> {
    await this.pool.query('UPDATE work.job SET status = $2, result = $3, problem = $4, ended = now() WHERE job_id = $1', [id, status, result ?? null, problem ?? null]);
  }

  private async stop(which: string, values: readonly unknown[]): Promise<void> {
    await this.pool.query(`UPDATE work.job SET status = 'stopped', problem = $1, ended = now() WHERE ${which}`, [STOPPED, ...values]);
  }
}
