/** How far the ledger is recorded, visible, examined and proven: the four words. */
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { allRules } from '../../projections/anomalies/catalogue';
import { shapeOfFacts } from '../../projections/facts/schema';
import type { EventStore } from '../event-store/event-store';
import { ProofTables } from '../proof/proof-tables';
import { EVENT_STORE, POOL } from '../tokens';

/** Last position each has reached; -1 = none. */
export interface ProgressNow {
  readonly recorded: number;
  readonly visible: number;
  readonly examined: number;
  /** Covered by the newest signed checkpoint. */
  readonly proven: number;
  /** Followers that stopped on an error: `facts`, or `rule-` and a code. What lies past them may be missing. */
  readonly halted: readonly string[];
}

@Injectable()
export class Progress {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore, @Inject(POOL) private readonly pool: Pool) {}

  async now(): Promise<ProgressNow> {
    const { rows } = await this.pool.query<{ name: string; position: string; halted: boolean; shape: string }>('SELECT name, position, halted_position IS NOT NULL AS halted, (SELECT hash FROM facts.shape) AS shape FROM work.follower');
    const reached = (name: string): number => Number(rows.find((row) => row.name === name)?.position ?? 0) - 1;
    // Before the head: what was proven is recorded.
    const proven = (await new ProofTables(this.pool).provenSize()) - 1;
    const { size } = await this.store.head();
    const visible = reached('facts');
    // While the facts of another release are read, only what that release judged can be told; a rule of ours without a position there does not hold it back.
    const rules = rows[0]?.shape === shapeOfFacts() ? allRules().map(({ code }) => `rule-${code}`) : rows.map(({ name }) => name).filter((name) => name.startsWith('rule-'));
    const examined = Math.min(visible, ...rules.map(reached));
    return { recorded: size - 1, visible, examined, proven, halted: rows.filter((row) => row.halted).map((row) => row.name) };
  }
}
