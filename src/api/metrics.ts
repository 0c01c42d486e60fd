/** What a monitor reads: positions and lags of the four words, followers, requests, connections, memory. Numbers only: no label may hold what somebody sent. */
import { Inject, Injectable } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import type { Pool } from 'pg';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Config } from '../config';
import type { EventStore } from '../event-store/event-store';
import { witnessId } from '../proof/cosignature-tables';
import { Standstill } from '../standstill';
import { CONFIG, EVENT_STORE, POOL } from '../tokens';
import { Progress } from './progress';

interface FollowerRow {
  readonly name: string;
  readonly position: string;
  readonly halted: boolean;
}

@Injectable()
export class Metrics {
  readonly registry = new Registry();
  private readonly position = this.gauge('mingzhang_position', 'last position a word has reached, -1 = none', ['word']);
  private readonly lagEvents = this.gauge('mingzhang_lag_events', 'events recorded that a word has not reached; never 0 while a follower is halted', ['word']);
  private readonly lagSeconds = this.gauge('mingzhang_lag_seconds', 'age of the first event that a word has not reached', ['word']);
  private readonly followerPosition = this.gauge('mingzhang_follower_position', 'next position a follower takes', ['follower']);
  private readonly followerHalted = this.gauge('mingzhang_follower_halted', '1 while a follower stands still on an error: its answers may lack what came after', ['follower']);
  private readonly cosigned = this.gauge('mingzhang_cosigned_position', 'last position a witness of the policy has signed for, -1 = none', ['witness']);
  private readonly stopped = this.gauge('mingzhang_writing_stopped', '1 while ledger and proof are known to disagree: nothing is written until a person has settled it', []);
  private readonly connections = this.gauge('mingzhang_database_connections', 'connections of the read pool', ['state']);
  private readonly jobs = this.gauge('mingzhang_jobs_running', 'uploads and imports under way', []);
  private readonly requests = new Histogram({
    name: 'mingzhang_http_request_seconds', help: 'requests by route pattern', labelNames: ['method', 'route', 'status'] as const, buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60], registers: [this.registry],
  });

  constructor(
    @Inject(CONFIG) private readonly config: Config, @Inject(POOL) private readonly pool: Pool, @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly progress: Progress, private readonly standstill: Standstill,
  ) {
    collectDefaultMetrics({ register: this.registry });
  }

  /** Times every request by the pattern of its route: a real path may hold what somebody looked for. */
  readonly watch = (request: Request, response: Response, next: NextFunction): void => {
    const end = this.requests.startTimer();
    response.once('close', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      end({ method: request.method, route, status: response.writableFinished ? String(response.statusCode) : 'cut' });
    });
    next();
  };

  /** The text a Prometheus server scrapes. */
  async scrape(): Promise<string> {
    await Promise.all([this.readWords(), this.readFollowers(), this.readJobs(), this.readCosigned()]);
    this.connections.set({ state: 'open' }, this.pool.totalCount);
    this.connections.set({ state: 'idle' }, this.pool.idleCount);
    this.connections.set({ state: 'waited-for' }, this.pool.waitingCount);
    return this.registry.metrics();
  }

  private gauge<L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  private async readWords(): Promise<void> {
    const { recorded, visible, examined, proven, halted } = await this.progress.now();
    this.stopped.set(this.standstill.disagreement ? 1 : 0);
    const words = { recorded, visible, examined, proven };
    const haltedOf = { recorded: false, visible: halted.includes('facts'), examined: halted.length > 0, proven: this.standstill.disagreement !== undefined };
    for (const [word, reached] of Object.entries(words) as [keyof typeof words, number][]) {
      this.position.set({ word }, reached);
      this.lagEvents.set({ word }, Math.max(haltedOf[word] ? 1 : 0, recorded - reached));
      this.lagSeconds.set({ word }, reached < recorded ? await this.ageOf(reached + 1) : 0);
    }
  }

  private async ageOf(position: number): Promise<number> {
    const [event] = await this.store.readAll(position, 1);
    return event ? Math.max(0, Date.now() / 1000 - event.recordedAtUs / 1e6) : 0;
  }

  private async readFollowers(): Promise<void> {
    const { rows } = await this.pool.query<FollowerRow>('SELECT name, position, error IS NOT NULL AS halted FROM work.follower');
    this.followerPosition.reset();
    this.followerHalted.reset();
    for (const { name, position, halted } of rows) {
      this.followerPosition.set({ follower: name }, Number(position));
      this.followerHalted.set({ follower: name }, halted ? 1 : 0);
    }
  }

  private async readCosigned(): Promise<void> {
    const witnesses = [...(this.config.policy?.read.witnesses.values() ?? [])].map(({ key }) => witnessId(key));
    const { rows } = await this.pool.query<{ witness: string; size: string }>('SELECT witness, max(size) AS size FROM proof.cosignature WHERE witness = ANY($1) GROUP BY witness', [witnesses]);
    for (const witness of witnesses) this.cosigned.set({ witness }, Number(rows.find((row) => row.witness === witness)?.size ?? 0) - 1);
  }

  private async readJobs(): Promise<void> {
    const { rows } = await this.pool.query<{ running: string }>(`SELECT count(*) AS running FROM work.job WHERE status = 'running'`);
    this.jobs.set(Number(rows[0]?.running ?? 0));
  }
}
