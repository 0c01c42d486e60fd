/** Collects cosignatures in the sealer's process: one process of all asks the witnesses of the policy, and says in the log which of them do not answer or object. */
import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../config';
import { wallClock } from '../event-store/clock';
import { Leadership } from '../event-store/leadership';
import { errorShape } from '../log';
import { CosignatureTables } from '../proof/cosignature-tables';
import { Cosigning } from '../proof/cosigning';
import { CONFIG, DATABASE_URL, POOL } from '../tokens';

const log = new Logger('witnesses');

@Injectable()
export class Witnessing implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private leadership: Leadership | undefined;

  constructor(@Inject(CONFIG) private readonly config: Config, @Inject(POOL) private readonly pool: Pool, @Inject(DATABASE_URL) private readonly databaseUrl: string) {}

  onApplicationBootstrap(): void {
    const { policy, witnessSeconds } = this.config;
    if (!policy) return;
    const troubled = (error: unknown): void => { log.warn(`waiting out trouble (${JSON.stringify(errorShape(error))})`); };
    const cosigning = new Cosigning({
      tables: new CosignatureTables(this.pool), policy: policy.read, everyMs: witnessSeconds * 1_000, nowUs: wallClock, troubled,
      changed: (witness, standing, why) => {
        if (standing === 'objects') log.error(`witness ${why}: two histories of this ledger exist`);
        else if (standing === 'fails') log.warn(`witness ${witness} ${why}`);
        else log.log(`witness ${witness} signs`);
      },
    });
    this.leadership = new Leadership({ connection: { connectionString: this.databaseUrl }, name: 'witnesses', lead: () => { cosigning.start(); }, rest: () => cosigning.stop(), troubled });
    this.leadership.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.leadership?.stop();
  }
}
