/** Keeps facts and flags behind the ledger in this process, and at start releases the rules the ledger does not hold yet. */
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Pool } from 'pg';
import { allRules, genesisReleases, makeRuleIndexes } from '../../projections/anomalies/catalogue';
import { Examiner } from '../../projections/anomalies/examiner';
import { prepareFacts, shapeOfFacts } from '../../projections/facts/schema';
import { factsFollower, type FoldedPage } from '../../projections/facts/writer';
import type { Config } from '../config';
import type { Actor } from '../domain/decider';
import type { RuleReleased } from '../domain/rule';
import type { EventStore } from '../event-store/event-store';
import type { Follower } from '../event-store/follower';
import { Leadership } from '../event-store/leadership';
import { Executor } from '../execute';
import { errorShape } from '../log';
import { followerSessions, watchStalled } from '../postgres/follower-sessions';
import { Standstill } from '../standstill';
import { CONFIG, DATABASE_URL, EVENT_STORE, POOL } from '../tokens';
import { ownFacts } from './own-facts';

const SYSTEM: Actor = { id: 'system', role: 'system', office: 'system', region: '' };

const log = new Logger('follower');

@Injectable()
export class Following implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private facts: Follower<FoldedPage> | undefined;
  private examiner: Examiner | undefined;
  private building: Promise<void> | undefined;
  private leadership: Leadership | undefined;
  private readonly stop = new AbortController();
  private readonly sessions: Pool;
  private endWatch = (): void => undefined;

  constructor(
    @Inject(CONFIG) private readonly config: Config, @Inject(POOL) private readonly pool: Pool, @Inject(EVENT_STORE) private readonly store: EventStore, private readonly executor: Executor,
    @Inject(DATABASE_URL) private readonly databaseUrl: string, private readonly standstill: Standstill,
  ) {
    this.sessions = followerSessions(databaseUrl, (error) => { if (!this.stop.signal.aborted) log.warn(`a database session was lost (${errorShape(error).code ?? 'no code'})`); });
  }

  async onApplicationBootstrap(): Promise<void> {
    this.endWatch = watchStalled(this.sessions);
    const standing = await prepareFacts(this.sessions);
    // In production a rule begins to judge when three persons say so, never because a service started.
    if (this.config.profile === 'local' && !this.standstill.disagreement) await this.releaseRules();
    if (standing === 'foreign') {
      this.building = ownFacts(this.pool, this.store, this.stop.signal).then(() => { if (!this.stop.signal.aborted) this.follow(); });
      return;
    }
    await makeRuleIndexes(this.sessions);
    this.follow();
  }

  private follow(): void {
    const { sessions: pool, store } = this;
    const examiner = new Examiner({ pool, store });
    this.examiner = examiner;
    const facts = factsFollower({ pool, store, moved: () => { examiner.wake(); } });
    this.facts = facts;
    this.leadership = new Leadership({
      // Of each release its own: one whose facts were replaced would hold the work it can no longer do.
      connection: { connectionString: this.databaseUrl }, name: `follower-${shapeOfFacts().slice(0, 12)}`,
      lead: () => {
        facts.start();
        examiner.start();
      },
      rest: () => this.rest(),
    });
    this.leadership.start();
  }

  private async rest(): Promise<void> {
    await this.facts?.stop();
    await this.examiner?.stop();
  }

  /** Before the store is closed: a follower in the middle of a page still reads. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stop.abort();
    await this.building;
    await this.leadership?.stop();
    this.endWatch();
    await this.sessions.end();
  }

  private async releaseRules(): Promise<void> {
    const released = new Map<string, { version: number; textHash: string }>();
    for (const { code } of allRules()) {
      const last = (await this.store.readStream(`rule-${code}`)).findLast(({ type }) => type === 'RuleReleased')?.data as RuleReleased | undefined;
      if (last) released.set(code, { version: last.version, textHash: last.textHash });
    }
    for (const data of genesisReleases(released)) {
      await this.executor.execute({ streamId: `rule-${data.code}`, command: { type: 'ReleaseRule', data }, actor: SYSTEM, key: `release-${data.code}-${String(data.version)}-${data.textHash.slice(0, 16)}` });
    }
  }
}
