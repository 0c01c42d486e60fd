/** Whether anything may be written: not while ledger and proof are known to disagree. Every process looks, at start and from then on; a person settles it. */
import type { Pool } from 'pg';
import type { OnApplicationShutdown } from '@nestjs/common';
import { Disagreements, type Disagreement } from './proof/disagreements';

const LOOK_EVERY_MS = 500;

/** Nothing was recorded of what was asked, and nothing will be until somebody has looked. */
export class LedgerDisagrees extends Error {
  constructor(readonly disagreement: Disagreement) {
    super(`ledger and proof disagree at position ${String(disagreement.position)} (${disagreement.kind})`);
    this.name = 'LedgerDisagrees';
  }
}

export class Standstill implements OnApplicationShutdown {
  private found: Disagreement | undefined;
  private next: NodeJS.Timeout | undefined;
  private looking: Promise<void> = Promise.resolve();
  private ended = false;

  private constructor(private readonly disagreements: Disagreements) {}

  static async watching(pool: Pick<Pool, 'query'>): Promise<Standstill> {
    const standstill = new Standstill(new Disagreements(pool));
    await standstill.look();
    standstill.later();
    return standstill;
  }

  get disagreement(): Disagreement | undefined {
    return this.found;
  }

  /** Throws where writing has stopped. */
  readonly check = (): void => {
    if (this.found) throw new LedgerDisagrees(this.found);
  };

  async look(): Promise<void> {
    [this.found] = await this.disagreements.standing();
  }

  async onApplicationShutdown(): Promise<void> {
    this.ended = true;
    clearTimeout(this.next);
    await this.looking;
  }

  /** Where the database is away nothing can be written anyway, and what was known stays known. */
  private later(): void {
    if (this.ended) return;
    this.next = setTimeout(() => {
      this.looking = this.look().catch(() => undefined).finally(() => { this.later(); });
    }, LOOK_EVERY_MS).unref();
  }
}
