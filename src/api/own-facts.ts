/** Brings the facts of this release to life: where those of another release stand, ours are built beside them while they are read, and change places with them when they have caught up. */
import { Logger } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Comparison } from '../../projections/rebuild/compare';
import { alone, BuildHalted, Interrupted, liveIsOurs, Rebuild } from '../../projections/rebuild/rebuild';
import type { EventStore } from '../event-store/event-store';

const LOOK_AGAIN_MS = 1_000;
/** What an event could not be derived from today it cannot in a second either; an operator may have mended it in a minute. */
const HALTED_MS = 60_000;

const log = new Logger('rebuild');

/** Where the release changed what is derived, differences are to be expected: they are told, table by table. */
function tell({ position, rows, differences, unshared }: Comparison): void {
  log.warn(`${String(rows)} rows compared before position ${String(position)}; ${differences.length === 0 ? 'all the same' : `different: ${differences.map(({ table, firstPosition }) => `${table} from ${String(firstPosition)}`).join(', ')}`}`
    + (unshared.length === 0 ? '' : `; not compared: ${unshared.join(', ')}`));
}

async function buildOnce(pool: Pool, store: EventStore, signal: AbortSignal): Promise<void> {
  const session = await pool.connect();
  try {
    await alone(session, async () => {
      if (await liveIsOurs(pool)) return;
      const rebuild = new Rebuild({ pool, store, signal });
      if (!(await rebuild.takeBack())) await rebuild.build();
      tell(await rebuild.compare());
      await rebuild.changePlaces();
    });
  } finally {
    session.release(true);
  }
}

/** Answers once everyone reads facts of this release, whoever built them; or when told to stop. Several processes may wait so: one builds. */
export async function ownFacts(pool: Pool, store: EventStore, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !(await liveIsOurs(pool).catch(() => false))) {
    let pauseMs = LOOK_AGAIN_MS;
    try {
      await buildOnce(pool, store, signal);
    } catch (error) {
      if (error instanceof Interrupted) return;
      if (error instanceof BuildHalted) pauseMs = HALTED_MS;
      // What the database said may quote a row; the cause stands beside the position in the follower's table.
      log.error(error instanceof BuildHalted ? `${error.follower} halted at position ${String(error.position)}; what is read is untouched` : 'the build was broken off and goes on shortly');
    }
    // Woken by the end of the process, too.
    if (!(await liveIsOurs(pool).catch(() => false))) await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
