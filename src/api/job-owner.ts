/** This process as other processes see it: alive while it holds a session lock under its own name. */
import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { POOL } from '../tokens';

/** Of the lock that says "this process lives"; another number is another lock. */
const LOCK = `hashtextextended('job owner ' || `;
const AGAIN_MS = 500;

/** SQL that is true where the process of this name is gone. It takes the lock until the transaction ends, so use it in one that is short. */
export const isGone = (owner: string): string => `pg_try_advisory_xact_lock(${LOCK}${owner}::text, 7340500))`;

@Injectable()
export class JobOwner implements OnApplicationShutdown {
  readonly id = randomUUID();
  private session: PoolClient | undefined;
  private leaving = false;

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /**
   * Takes the lock and takes it again whenever the session is lost. Others may count this process as gone in between and end
   * its jobs: that is why a job's work counts only where the job still runs when it is done.
   */
  async show(): Promise<void> {
    const session = await this.pool.connect();
    try {
      await session.query(`SELECT pg_advisory_lock(${LOCK}$1::text, 7340500))`, [this.id]);
    } catch (error) {
      session.release(true);
      throw error;
    }
    this.session = session;
    session.once('error', () => {
      // Left already, it was let go of then; the server may still tell it that it ends.
      if (this.session !== session) return;
      this.session = undefined;
      session.release(true);
      this.showAgain();
    });
  }

  private showAgain(): void {
    if (this.leaving) return;
    setTimeout(() => { this.show().catch(() => { this.showAgain(); }); }, AGAIN_MS).unref();
  }

  onApplicationShutdown(): void {
    this.leaving = true;
    // Closed, not given back: the lock goes with the session.
    this.session?.release(true);
    this.session = undefined;
  }
}
