/** Builds facts and flags anew beside the ones everyone reads, compares both at the same position and changes places in one transaction. A build that was interrupted goes on where it stood. */
import type { Pool, PoolClient } from 'pg';
import type { EventStore } from '../../src/event-store/event-store';
import { ruleIndexesSql } from '../anomalies/catalogue';
import { Examiner } from '../anomalies/examiner';
import { poolIn } from '../facts/place';
import { factTables, indexesSql, prepareBeside, primaryKeySql, shapeIn, shapeOfFacts } from '../facts/schema';
import { factsFollower } from '../facts/writer';
import { compare, derivedInBoth, isAsFar, type Comparison } from './compare';
import { drop, exchange, takeBack } from './exchange';

export type Stage = 'facts' | 'keys' | 'flags' | 'comparing' | 'changing places';

export interface RebuildOptions {
  readonly pool: Pool;
  readonly store: EventStore;
  /** Aborted: what is being written is finished, the rest waits for the next time. */
  readonly signal?: AbortSignal;
  readonly progress?: (stage: Stage, position: number) => void;
  readonly pageSize?: number;
}

/** The build stands still on an event it cannot derive; what everyone reads is untouched. */
export class BuildHalted extends Error {
  constructor(readonly follower: string, readonly position: number, readonly why: string) {
    super(`${follower} halted at position ${String(position)}: ${why}`);
  }
}

export class Interrupted extends Error {}

const LOCK = 7340063;
const PLACES = ['live', 'next'] as const;
/** Nobody waits for a page of a build: the larger, the fewer turns between reader and writer. */
const BUILD_PAGE = 16_000;

/** Runs while no other process builds; undefined where one does. A process that dies loses the lock with its session. */
export async function alone<T>(session: Pick<PoolClient, 'query'>, work: () => Promise<T>): Promise<T | undefined> {
  const { rows: [row] } = await session.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [LOCK]);
  if (!row?.got) return undefined;
  try {
    return await work();
  } finally {
    await session.query('select pg_advisory_unlock($1)', [LOCK]).catch(() => undefined);
  }
}

/** While one index is sorted, another is written. */
const SAID_AT_ONCE = 2;

/** Each once, whoever asks for it: two rules may need one index. After a failure nothing more is begun, and what was under way has ended. */
async function sayAll(pool: Pool, statements: readonly string[]): Promise<void> {
  const left = [...new Set(statements)];
  const some = async (): Promise<void> => {
    try {
      for (let sql = left.shift(); sql !== undefined; sql = left.shift()) await pool.query(sql);
    } finally {
      left.length = 0;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: SAID_AT_ONCE }, some));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** One build: the followers of the facts beside, brought forward as often as asked. */
export class Rebuild {
  private readonly beside: Pool;

  constructor(private readonly options: RebuildOptions) {
    this.beside = poolIn(options.pool, 'next');
  }

  /** Facts first, then every rule. Flags are judged from the same texts at the same positions as ever. */
  async build(): Promise<void> {
    await this.buildFacts();
    await this.catchUp();
  }

  /** Facts alone, with every key they need to be asked. */
  async buildFacts(): Promise<void> {
    await prepareBeside(this.options.pool);
    await this.facts();
    this.options.progress?.('keys', 0);
    await this.finishTables();
  }

  /** The facts kept from before, where they are of our shape: nothing to build but what they missed. */
  async takeBack(): Promise<boolean> {
    if (!(await takeBack(this.options.pool, shapeOfFacts()))) return false;
    await this.finishTables();
    await this.catchUp();
    return true;
  }

  /** Everything derived so far in both places. */
  async compare(): Promise<Comparison> {
    const { pool } = this.options;
    const to = await derivedInBoth(pool, PLACES);
    this.options.progress?.('comparing', to);
    return compare(pool, PLACES, 0, to);
  }

  /**
   * True once the next facts are the ones everyone reads. What was derived since `compared` is compared while the live followers wait, where they are of the
   * same shape; a difference leaves everything as it was. Without `compared` nothing needs to be the same.
   */
  async changePlaces(compared?: Comparison): Promise<boolean> {
    const { pool, progress } = this.options;
    await this.catchUp();
    await drop(pool, 'before');
    progress?.('changing places', compared?.position ?? 0);
    return exchange(pool, async () => {
      await this.catchUp();
      if (!(await isAsFar(pool, PLACES))) return false;
      return !compared || (await compare(pool, PLACES, compared.position, await derivedInBoth(pool, PLACES))).differences.length === 0;
    });
  }

  private async facts(): Promise<void> {
    const { store, pageSize = BUILD_PAGE, progress, signal } = this.options;
    const follower = factsFollower({ pool: this.beside, store, pageSize, bulk: true, moved: (position) => progress?.('facts', position) });
    const stop = (): void => void follower.stop();
    signal?.addEventListener('abort', stop);
    try {
      if (signal?.aborted) throw new Interrupted('stopped before the build was done');
      const { halted } = await follower.catchUp();
      if (halted) throw new BuildHalted('facts', halted.position, halted.error);
      if (signal?.aborted) throw new Interrupted('stopped before the build was done');
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** Idempotent: what an interrupted build left unmade is made. */
  private async finishTables(): Promise<void> {
    await sayAll(this.beside, [...factTables().flatMap(indexesSql), ...ruleIndexesSql()]);
    await sayAll(this.beside, factTables().map((fact) => `${primaryKeySql(fact)};\nanalyze facts.${fact.table}`));
  }

  private async catchUp(): Promise<void> {
    const { store, pageSize, progress, signal } = this.options;
    await this.facts();
    const { rules } = await new Examiner({ pool: this.beside, store, pageSize, signal, moved: () => progress?.('flags', 0) }).catchUp();
    const stuck = rules.find((rule) => rule.halted);
    if (stuck?.halted) throw new BuildHalted(stuck.name, stuck.halted.position, stuck.halted.error);
    if (signal?.aborted) throw new Interrupted('stopped before the build was done');
  }
}

/** Whether the tables everyone reads are of the shape this program writes. */
export const liveIsOurs = async (pool: Pool): Promise<boolean> => (await shapeIn(pool, 'live')) === shapeOfFacts();
