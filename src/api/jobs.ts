/** Work that outlives its request: begun here, watched by GET /v1/jobs/{id}, and always ended as done, failed or stopped. */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Actor } from '../domain/decider';
import { Refused, type Text } from '../domain/refused';
import { errorShape } from '../log';
import { POOL } from '../tokens';
import { isGone, JobOwner } from './job-owner';
import { problemOf } from './problem';

export interface Job {
  readonly id: string;
  readonly kind: string;
  readonly subject: string;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  /** How far it is, in the words of its kind; the last that was said, once it has ended. */
  readonly progress?: object;
  readonly result?: object;
  /** Why it failed or was stopped: `code` and `text` as in a problem. */
  readonly code?: string;
  readonly text?: Text;
}

/** What the work of a job is given: it says how far it is, and hears that it is to stop. */
export interface JobWatch {
  readonly signal: AbortSignal;
  progress(now: object): void;
}

type Work = (jobId: string, watch: JobWatch) => Promise<object>;

interface Row {
  readonly job_id: string;
  readonly kind: string;
  readonly subject: string;
  readonly region: string;
  readonly office: string;
  readonly status: Job['state'];
  readonly stoppable: boolean;
  readonly progress: object | null;
  readonly result: object | null;
  readonly problem: { code: string; text: Text } | null;
}

/** One that runs in this process. */
interface Running {
  readonly stop: AbortController;
  done: Promise<void>;
  said: object | undefined;
  /** What is already in the table. */
  kept: object | undefined;
}

interface End {
  readonly id: string;
  readonly status: Exclude<Job['state'], 'running'>;
  readonly result?: object;
  readonly problem?: object;
  readonly progress?: object | undefined;
}

/** Shown where a job died with its process; sending the same again does it. */
const STOPPED = { code: 'stopped', text: { zh: '服务在此任务完成前停止,请重新上传', en: 'the service stopped before this was done; send it again' } };
const STOPPED_BY_WISH = { code: 'stopped-as-asked', text: { zh: '任务已按要求停止,没有任何改变', en: 'the job was stopped as asked; nothing was changed' } };
const LOOK_MS = 400;
const SWEEP_EVERY_LOOKS = 8;
const PATIENCE_MS = 5_000;

const log = new Logger('jobs');

@Injectable()
export class Jobs implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly mine = new Map<string, Running>();
  private readonly listeners = new Map<string, Set<() => void>>();
  private readonly unsaid: End[] = [];
  private looking: NodeJS.Timeout | undefined;
  private looks = 0;

  constructor(@Inject(POOL) private readonly pool: Pool, private readonly owner: JobOwner) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.owner.show();
    await this.endOrphans();
    this.lookAgain();
  }

  /** Before HTTP closes, so that whoever watches is told. Work that cannot be stopped is given a moment to end by itself. */
  async beforeApplicationShutdown(): Promise<void> {
    clearTimeout(this.looking);
    this.looking = undefined;
    const running = [...this.mine];
    for (const [, { stop }] of running) stop.abort(STOPPED);
    await Promise.race([Promise.all(running.map(([, { done }]) => done)), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
    for (const id of this.mine.keys()) await this.end({ id, status: 'stopped', problem: STOPPED });
  }

  /** Begins the work and answers at once. Only work that heeds `watch.signal` may be called stoppable. */
  async begin(kind: string, subject: string, region: string, actor: Actor, work: Work, { stoppable = false } = {}): Promise<Job> {
    const id = randomUUID();
    await this.pool.query(
      `INSERT INTO work.job (job_id, kind, subject, region, office, status, owner, stoppable) VALUES ($1, $2, $3, $4, $5, 'running', $6, $7)`,
      [id, kind, subject, region, actor.office, this.owner.id, stoppable],
    );
    const running: Running = { stop: new AbortController(), done: Promise.resolve(), said: undefined, kept: undefined };
    this.mine.set(id, running);
    running.done = this.run(id, work, { signal: running.stop.signal, progress: (now) => { running.said = now; } });
    return { id, kind, subject, state: 'running' };
  }

  async find(id: string, actor: Actor): Promise<Job> {
    return jobOf(await this.row(id, actor));
  }

  /** Asks the process that does it to stop; answers the job as it is then. What has ended is left as it is. */
  async stop(id: string, actor: Actor): Promise<Job> {
    const row = await this.row(id, actor);
    if (row.office !== actor.office) throw new Refused('job-not-yours', { zh: '只有发起该任务的单位可以停止它', en: 'only the office that began this job may stop it' }, 'forbidden');
    if (row.status !== 'running') return jobOf(row);
    if (!row.stoppable) throw new Refused('job-not-stoppable', { zh: '此任务不能中途停止', en: 'this job cannot be stopped midway' });
    await this.pool.query(`UPDATE work.job SET stop_asked = true WHERE job_id = $1 AND status = 'running'`, [id]);
    const running = this.mine.get(id);
    running?.stop.abort(STOPPED_BY_WISH);
    await Promise.race([running?.done ?? this.changed(id, PATIENCE_MS), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS).unref())]);
    return this.find(id, actor);
  }

  /** Resolves when something about the job has changed here, at the latest after so long: jobs of other processes change unseen. */
  changed(id: string, atMostMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const listeners = this.listeners.get(id) ?? new Set();
      const done = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', done);
        listeners.delete(done);
        if (listeners.size === 0) this.listeners.delete(id);
        resolve();
      };
      const timer = setTimeout(done, atMostMs);
      signal?.addEventListener('abort', done);
      this.listeners.set(id, listeners.add(done));
    });
  }

  private async row(id: string, actor: Actor): Promise<Row> {
    const { rows } = /^[0-9a-f-]{36}$/.test(id) ? await this.pool.query<Row>('SELECT * FROM work.job WHERE job_id = $1', [id]) : { rows: [] };
    const [row] = rows;
    if (!row?.region.startsWith(actor.region)) throw new Refused('job-unknown', { zh: '没有此任务', en: 'there is no such job' }, 'unknown');
    return row;
  }

  private async run(id: string, work: Work, watch: JobWatch): Promise<void> {
    const end = await this.outcome(id, work, watch);
    try {
      await this.end(end);
    } catch {
      // The database is away: the end is said once it is back, by this process or by whoever finds it gone.
      this.unsaid.push(end);
    } finally {
      this.mine.delete(id);
      this.tell(id);
    }
  }

  private async outcome(id: string, work: Work, watch: JobWatch): Promise<End> {
    try {
      return { id, status: 'done', result: await work(id, watch), progress: this.mine.get(id)?.said };
    } catch (error) {
      const progress = this.mine.get(id)?.said;
      if (watch.signal.aborted) return { id, status: 'stopped', problem: watch.signal.reason as object, progress };
      const { status, code, text, errors, unforeseen } = problemOf(error);
      if (unforeseen) log.error(`a job ended by an error nobody foresaw: ${JSON.stringify(errorShape(error))}`);
      return { id, status: 'failed', problem: { status, code, text, ...(errors ? { errors } : {}) }, progress };
    }
  }

  /** Who was counted as gone meanwhile changes nothing: a job ends once. */
  private async end({ id, status, result, problem, progress }: End): Promise<void> {
    await this.pool.query(
      `UPDATE work.job SET status = $2, result = $3, problem = $4, progress = coalesce($5, progress), ended = now() WHERE job_id = $1 AND status = 'running'`,
      [id, status, result ?? null, problem ?? null, progress ?? null],
    );
  }

  private tell(id: string): void {
    for (const listener of [...(this.listeners.get(id) ?? [])]) listener();
  }

  /** Now and then: keeps what running jobs say where every process can read it, hears who is to stop, ends what the dead left. */
  private lookAgain(): void {
    this.looking = setTimeout(() => {
      const work = (this.looks += 1) % SWEEP_EVERY_LOOKS === 0 ? [this.look(), this.endOrphans()] : [this.look()];
      // A database that is away is asked again at the next look.
      void Promise.allSettled(work).then(() => { if (this.looking) this.lookAgain(); });
    }, LOOK_MS).unref();
  }

  private async look(): Promise<void> {
    for (let end = this.unsaid[0]; end; end = this.unsaid[0]) {
      await this.end(end);
      this.unsaid.shift();
      this.tell(end.id);
    }
    for (const [id, running] of [...this.mine]) {
      const { said } = running;
      const news = said === running.kept ? null : said;
      const { rows } = await this.pool.query<{ stop_asked: boolean }>('UPDATE work.job SET progress = coalesce($2, progress) WHERE job_id = $1 RETURNING stop_asked', [id, news ?? null]);
      running.kept = said;
      if (rows[0]?.stop_asked) running.stop.abort(STOPPED_BY_WISH);
      if (news) this.tell(id);
    }
  }

  /** Jobs run in the process that took them: what a dead one left running has no one to end it. */
  private async endOrphans(): Promise<void> {
    await this.pool.query(
      `WITH running AS MATERIALIZED (SELECT DISTINCT owner FROM work.job WHERE status = 'running' AND owner IS DISTINCT FROM $2),
            gone AS MATERIALIZED (SELECT owner FROM running WHERE owner IS NULL OR ${isGone('owner')})
       UPDATE work.job j SET status = 'stopped', problem = $1, ended = now() FROM gone WHERE j.status = 'running' AND j.owner IS NOT DISTINCT FROM gone.owner`,
      [STOPPED, this.owner.id],
    );
  }
}

const jobOf = (row: Row): Job => ({
  id: row.job_id, kind: row.kind, subject: row.subject, state: row.status,
  ...(row.progress ? { progress: row.progress } : {}), ...(row.result ? { result: row.result } : {}), ...row.problem,
});
