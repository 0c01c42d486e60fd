/** `mingzhang rebuild`: facts and flags anew beside the ones everyone reads, compared with them at the same position, and put in their place. */
import { Client, Pool } from 'pg';
import { shapeIn } from '../../projections/facts/schema';
import type { Comparison } from '../../projections/rebuild/compare';
import { drop } from '../../projections/rebuild/exchange';
import { alone, BuildHalted, Interrupted, liveIsOurs, Rebuild, type Stage } from '../../projections/rebuild/rebuild';
import { readConfig } from '../config';
import { holderOf } from '../data-lock';
import { PostgresEventStore } from '../event-store/postgres/postgres-event-store';
import { migrate } from '../postgres/migrate';
import { reachDatabase } from '../postgres/reached';
import { BadUse, type Command, type ExitCode, type Given } from './command';

interface Outcome {
  readonly outcome: 'switched' | 'same' | 'differs' | 'rolled back' | 'dropped' | 'halted' | 'interrupted' | 'busy';
  readonly comparison?: Comparison;
  /** Where and why a build stands still. */
  readonly follower?: string;
  readonly position?: number;
  readonly cause?: string;
}

const CODES: Readonly<Record<Outcome['outcome'], ExitCode>> = { switched: 0, same: 0, 'rolled back': 0, dropped: 0, differs: 1, halted: 2, interrupted: 2, busy: 2 };

const OPTIONS = {
  'compare-only': { type: 'boolean', meaning: 'build and compare, but leave in place what everyone reads' },
  accept: { type: 'boolean', meaning: 'change places even where the comparison finds differences' },
  'roll-back': { type: 'boolean', meaning: 'give the facts from before the last change their place back' },
  'drop-old': { type: 'boolean', meaning: 'remove the facts kept from before the last change' },
} as const;

function said({ outcome, comparison, follower, position, cause }: Outcome): readonly string[] {
  const compared = comparison ? [`${String(comparison.rows)} rows of ${String(comparison.tables)} tables compared before position ${String(comparison.position)}`] : [];
  const differences = (comparison?.differences ?? []).map(({ table, rows, firstPosition }) => `  ${table}: ${String(rows[0])} rows live, ${String(rows[1])} rebuilt; first difference at position ${String(firstPosition)}`);
  const endings: Record<Outcome['outcome'], string> = {
    switched: 'The rebuilt facts are now the ones everyone reads; mingzhang rebuild --roll-back returns to those from before.', same: 'The same. Nothing was changed.',
    differs: 'They differ. Nothing was changed; --accept changes places all the same.', 'rolled back': 'The facts from before are the ones everyone reads again.', dropped: 'The facts from before are removed.',
    halted: `${follower ?? ''} halted at position ${String(position)}: ${cause ?? ''}. What everyone reads is untouched.`, interrupted: 'Interrupted. The next run goes on from there.', busy: 'Another process is building; try again when it is done.',
  };
  return [...compared, ...differences, endings[outcome]];
}

/** One line that is written over, on a terminal only. */
function progressLine(): (stage: Stage, position: number) => void {
  let last = 0;
  return (stage, position) => {
    if (!process.stderr.isTTY || performance.now() - last < 100) return;
    last = performance.now();
    process.stderr.write(`\r\x1b[K${stage}${position > 0 ? ` ${String(position)}` : ''}\r`);
  };
}

async function rollBack(pool: Pool, rebuild: Rebuild): Promise<Outcome> {
  if (!(await rebuild.takeBack())) {
    if ((await shapeIn(pool, 'before')) !== undefined) throw new BadUse('the facts from before were derived by another release: start that release, and it takes them back by itself');
    throw new BadUse('there are no facts from before');
  }
  await rebuild.changePlaces();
  return { outcome: 'rolled back' };
}

async function work(pool: Pool, store: PostgresEventStore, options: Given['options'], signal: AbortSignal): Promise<Outcome> {
  if (options['drop-old'] === true) {
    await drop(pool, 'before');
    return { outcome: 'dropped' };
  }
  const rebuild = new Rebuild({ pool, store, signal, progress: progressLine() });
  if (options['roll-back'] === true) return rollBack(pool, rebuild);
  if (!(await liveIsOurs(pool))) throw new BadUse('the facts everyone reads are not of this release: start its service, which builds its own beside them');
  await rebuild.build();
  const comparison = await rebuild.compare();
  const same = comparison.differences.length === 0;
  if (options['compare-only'] === true) {
    if (same) await drop(pool, 'next');
    return { outcome: same ? 'same' : 'differs', comparison };
  }
  if (!same && options['accept'] !== true) return { outcome: 'differs', comparison };
  return { outcome: (await rebuild.changePlaces(same ? comparison : undefined)) ? 'switched' : 'differs', comparison };
}

async function outcomeOf(doing: Promise<Outcome | undefined>): Promise<Outcome> {
  try {
    return (await doing) ?? { outcome: 'busy' };
  } catch (error) {
    if (error instanceof Interrupted) return { outcome: 'interrupted' };
    if (error instanceof BuildHalted) return { outcome: 'halted', follower: error.follower, position: error.position, cause: error.why };
    throw error;
  }
}

async function run({ options, out, tell }: Given): Promise<ExitCode> {
  if (['compare-only', 'accept', 'roll-back', 'drop-old'].filter((name) => options[name] === true).length > 1) throw new BadUse('one of --compare-only, --accept, --roll-back, --drop-old at a time');
  const config = readConfig();
  const { url, leave } = await reachDatabase(config.databaseUrl, holderOf(config.dataDir)?.databaseUrl, config.dataDir, tell);
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => { stop.abort(); });
  const session = new Client({ connectionString: url });
  const pool = new Pool({ connectionString: url, max: 6 });
  pool.on('error', () => undefined);
  try {
    await migrate(url);
    await session.connect();
    const store = await PostgresEventStore.open({ connection: { connectionString: url } });
    try {
      const outcome = await outcomeOf(alone(session, () => work(pool, store, options, stop.signal)));
      if (options['json'] === true) out(JSON.stringify(outcome));
      else for (const line of said(outcome)) out(line);
      return CODES[outcome.outcome];
    } finally {
      await store.close();
    }
  } finally {
    await session.end();
    await pool.end();
    await leave();
  }
}

const rebuild: Command = { summary: 'derive facts and flags anew beside the live ones, compare, change places', options: OPTIONS, run };
export default rebuild;
