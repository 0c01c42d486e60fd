/** `mingzhang replay`: rebuilds facts and flags from the events alone, on a database of its own, and compares them with what is stored. */
import { Pool } from 'pg';
import { compareReplay, derivedBefore, type ReplayComparison } from '../../projections/replay/comparison';
import { replay, ReplayHalted, type ReplayMoment } from '../../projections/replay/replayed';
import type { ReplayScope } from '../../projections/replay/scope';
import { liveIsOurs } from '../../projections/rebuild/rebuild';
import { momentFrom } from '../api/moment';
import { readConfig } from '../config';
import { holderOf } from '../data-lock';
import { Refused } from '../domain/refused';
import type { EventStore } from '../event-store/event-store';
import { PostgresEventStore } from '../event-store/postgres/postgres-event-store';
import { onOwnDatabase } from '../postgres/own-database';
import { reachDatabase } from '../postgres/reached';
import { BadUse, type Command, type ExitCode, type Given } from './command';

/** More of them tell nothing new. */
const DIFFERENCES_SHOWN = 200;

function scopeOf({ options: { fund, county } }: Given): ReplayScope {
  if (typeof fund === 'string' && county === undefined) return { kind: 'fund', id: fund };
  if (typeof county !== 'string' || fund !== undefined) throw new BadUse('name one of --fund ID, --county CODE');
  if (!/^\d{2,12}$/.test(county)) throw new BadUse(`--county takes the digits of a region code, not ${county}`);
  return { kind: 'county', code: county };
}

/** The last event recorded at or before that time: times never go back along the ledger. */
async function lastAt(store: EventStore, recordedAtUs: number, size: number): Promise<number> {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const [event] = await store.readRecorded(middle, 1);
    if (event && event.recordedAtUs <= recordedAtUs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

async function positionOf({ options }: Given, name: 'as-of' | 'rules-as-of', store: EventStore, size: number, otherwise: number): Promise<number> {
  const text = options[name];
  if (typeof text !== 'string') return otherwise;
  const { position, recordedAtUs } = momentFrom({ asOf: text });
  if (position !== undefined && position >= size) throw new BadUse(`--${name} ${text}: the last event stands at ${String(size - 1)}`);
  return position ?? lastAt(store, recordedAtUs ?? 0, size);
}

async function momentOf(given: Given, store: EventStore): Promise<ReplayMoment> {
  const { size } = await store.head();
  const position = await positionOf(given, 'as-of', store, size, size - 1);
  if (position < 0) throw new BadUse('nothing was recorded by then');
  const rulesPosition = await positionOf(given, 'rules-as-of', store, size, position);
  if (rulesPosition > position) throw new BadUse('--rules-as-of lies after --as-of: a rule judges from its release on');
  return { position, rulesPosition };
}

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 300);

function said(moment: ReplayMoment, { events, tables, balances, differences }: ReplayComparison): readonly string[] {
  const rows = tables.map(({ table, rows: [stored, replayed], checksums }) => `  ${table}: ${String(stored)} ${stored === replayed ? '' : `/ ${String(replayed)} `}${checksums[0] === checksums[1] ? checksums[0].slice(0, 16) : `${checksums[0].slice(0, 16)} ≠ ${checksums[1].slice(0, 16)}`}`);
  const lines = differences.slice(0, DIFFERENCES_SHOWN).map(({ position, table, field = '(row)', stored, replayed }) => `  @${String(position)} ${table}.${field}: 库存 stored ${shown(stored)}, 重放 replayed ${shown(replayed)}`);
  const more = differences.length > DIFFERENCES_SHOWN ? [`  … ${String(differences.length - DIFFERENCES_SHOWN)} more`] : [];
  return [
    `截至 as of ${String(moment.position)}, 规则截至 rules as of ${String(moment.rulesPosition)}: ${String(events)} 件 events, ${String(balances)} 个余额 balances`, ...rows,
    ...(differences.length === 0 ? ['重放一致 replayed, the same'] : ['重放不一致 replayed, they DIFFER', ...lines, ...more]),
  ];
}

async function compared(stored: Pool, store: EventStore, given: Given): Promise<ExitCode> {
  const { options, out, tell } = given;
  const scope = scopeOf(given);
  const moment = await momentOf(given, store);
  if (!(await liveIsOurs(stored))) throw new BadUse('the stored facts are not of this release: start its service, which builds its own');
  const derived = await derivedBefore(stored);
  if (derived <= moment.position) {
    tell(`mingzhang: facts and flags are derived before position ${String(derived)} so far; ask again, or name an earlier --as-of`);
    return 2;
  }
  const comparison = await onOwnDatabase(tell, async (replayed) => {
    await replay(replayed, store, moment);
    return compareReplay({ stored, replayed }, store, scope, moment.position);
  });
  if (scope.kind === 'fund' && comparison.balances === 0) throw new BadUse(`as of ${String(moment.position)} the ledger holds no allocation ${scope.id}`);
  const exitCode = comparison.differences.length === 0 ? 0 : 1;
  const { differences } = comparison;
  if (options['json'] === true) out(JSON.stringify({ exitCode, scope, ...moment, ...comparison, differences: differences.slice(0, DIFFERENCES_SHOWN), differing: differences.length }));
  else for (const line of said(moment, comparison)) out(line);
  return exitCode;
}

async function run(given: Given): Promise<ExitCode> {
  scopeOf(given);
  const { tell } = given;
  const config = readConfig();
  const { url, leave } = await reachDatabase(config.databaseUrl, holderOf(config.dataDir)?.databaseUrl, config.dataDir, tell);
  const pool = new Pool({ connectionString: url, max: 2 });
  pool.on('error', () => undefined);
  try {
    const store = await PostgresEventStore.open({ connection: { connectionString: url } });
    try {
      return await compared(pool, store, given);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof Refused) throw new BadUse(error.text.en);
    if (!(error instanceof ReplayHalted)) throw error;
    tell(`mingzhang: ${error.message}`);
    return 2;
  } finally {
    await pool.end();
    await leave();
  }
}

const command: Command = {
  summary: 'rebuild a fund or a county from its events in isolation and compare with what is stored',
  options: {
    fund: { type: 'string', meaning: 'the allocation, with the batches and orders paid from it' }, county: { type: 'string', meaning: 'region code: everything recorded below it' },
    'as-of': { type: 'string', meaning: 'position or RFC 3339 time; the whole ledger where left out' }, 'rules-as-of': { type: 'string', meaning: 'judge by the rules and parameters of that position or time' },
  },
  run,
};
export default command;
