/** How far the ledger is recorded, visible and examined: the first three of the four words. */
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { allRules } from '../../projections/anomalies/catalogue';
import type { EventStore } from '../event-store/event-store';
import { EVENT_STORE, POOL } from '../tokens';

/** Last position each has reached; -1 = none. */
export interface ProgressNow {
  readonly recorded: number;
  readonly visible: number;
  readonly examined: number;
  /** Followers that stopped on an error: `facts`, or `rule-` and a code. What lies past them may be missing. */
  readonly halted: readonly string[];
}

@Injectable()
export class Progress {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore, @Inject(POOL) private readonly pool: Pool) {}

  async now(): Promise<ProgressNow> {
    const { rows } = await this.pool.query<{ name: string; position: string; halted: boolean }>('SELECT name, position, halted_position IS NOT NULL AS halted FROM work.follower');
    const reached = (name: string): number => Number(rows.find((row) => row.name === name)?.position ?? 0) - 1;
    const { size } = await this.store.head();
    const visible = reached('facts');
    const examined = Math.min(visible, ...allRules().map(({ code }) => reached(`rule-${code}`)));
    return { recorded: size - 1, visible, examined, halted: rows.filter((row) => row.halted).map((row) => row.name) };
  }
}
