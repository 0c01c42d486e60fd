/** A ledger told as a list of events, for the read side: positions and revisions follow from the order, recorded times are fixed. */
import type { Pool } from 'pg';
import type { StoredEvent } from '../../src/event-store/event-store';
import { makeRuleIndexes } from '../../projections/anomalies/catalogue';
import { Examiner } from '../../projections/anomalies/examiner';
import { releaseOf, type Rule } from '../../projections/anomalies/rule';
import type { StoryEvent } from '../../projections/anomalies/story';
import { prepareFacts } from '../../projections/facts/schema';
import { factsFollower } from '../../projections/facts/writer';
import { freshDatabase, type TestDatabase } from './database';

const nothing = Buffer.alloc(0);
const firstUs = 1_514_764_800_000_000;

export class ToldLedger {
  readonly events: readonly StoredEvent[];
  private readonly streams = new Map<string, StoredEvent[]>();

  constructor(told: readonly StoryEvent[]) {
    this.events = told.map(({ streamId, type, data, by = 'test' }, position) => {
      const stream = this.streams.get(streamId) ?? [];
      const event: StoredEvent = {
        position, streamId, revision: stream.length, eventId: `00000000-0000-8000-8000-${String(position).padStart(12, '0')}`, type, schemaVersion: 1, data,
        recordedAtUs: firstUs + position * 1_000_001, headerBytes: nothing, payloadBytes: nothing, salt: nothing,
        metadata: { actor: by, office: 'test', region: '', correlationId: 'c', causationId: 'c', idempotencyKey: `k${String(position)}` },
      };
      this.streams.set(streamId, [...stream, event]);
      return event;
    });
  }

  readAll = (from: number, max: number): Promise<readonly StoredEvent[]> => Promise.resolve(this.events.slice(from, from + max));
  readRecorded = this.readAll;
  readStream = (id: string, from = 0, max = Infinity): Promise<readonly StoredEvent[]> => Promise.resolve((this.streams.get(id) ?? []).slice(from, from + max));
  head = (): Promise<{ size: number; recordedAtUs: number }> => Promise.resolve({ size: this.events.length, recordedAtUs: firstUs });
  onAppended = (): (() => void) => () => undefined;
}

export const released = (rule: Rule, version = 1): StoryEvent => ({ streamId: `rule-${rule.code}`, type: 'RuleReleased', data: releaseOf(rule, version) });

/** A database with every table of facts, empty, and the indexes of the rules. */
export async function ruledDatabase(): Promise<TestDatabase> {
  const database = await freshDatabase();
  await prepareFacts(database.pool);
  await makeRuleIndexes(database.pool);
  return database;
}

/** One look at every table of facts: which of them hold rows. */
let asked: string | undefined;

async function filledTables(pool: Pool): Promise<string[]> {
  if (asked === undefined) {
    const { rows } = await pool.query<{ relname: string }>(`select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'facts' and c.relkind = 'r' and c.relname <> 'shape' order by 1`);
    asked = rows.map(({ relname }) => `select '${relname}' as name where exists (select from facts.${relname})`).join(' union all ');
  }
  const { rows } = await pool.query<{ name: string }>(asked);
  return rows.map(({ name }) => name);
}

/** Empties what was derived; the tables stay. A table that is empty costs as much to truncate as a full one, and most are. */
export async function forget(pool: Pool): Promise<void> {
  const filled = await filledTables(pool);
  if (filled.length > 0) await pool.query(`truncate ${filled.map((name) => `facts.${name}`).join(', ')}`);
  await pool.query('delete from work.follower');
}

export interface Pages {
  readonly facts: number;
  readonly rules: number;
  readonly manyAtOnce?: number | undefined;
}

/** Brings facts and flags up to the end of the ledger, and insists that nothing halted. */
export async function follow(pool: Pool, ledger: ToldLedger, rules: readonly string[], pages: Pages = { facts: 2000, rules: 2000 }): Promise<void> {
  const facts = await factsFollower({ pool, store: ledger, pageSize: pages.facts }).catchUp();
  if (facts.halted) throw new Error(`facts halted at ${String(facts.halted.position)}: ${facts.halted.error}`);
  const { rules: statuses } = await new Examiner({ pool, store: ledger, rules, pageSize: pages.rules, manyAtOnce: pages.manyAtOnce }).catchUp();
  for (const { name, halted } of statuses) if (halted) throw new Error(`${name} halted at ${String(halted.position)}: ${halted.error}`);
}

export interface FlagRow {
  readonly position: number;
  readonly ordinal: number;
  readonly rule: string;
  readonly part: string;
  readonly transition: string;
  readonly severity: string;
  readonly subject: string;
  readonly flag_id: string;
  readonly amount_fen: string | null;
  readonly evidence: string[];
  readonly facts: object;
  readonly judged: string;
  readonly seen_from: string;
}

/** Every turn of every flag, in order; with what could not be decided. */
export async function turnsOf(pool: Pool): Promise<FlagRow[]> {
  const { rows } = await pool.query<FlagRow>(
    `select position::integer as position, ordinal, rule, part, transition, severity, subject_kind || ':' || subject_id as subject, flag_id, amount_fen, evidence, facts, judged,
       seen_from, parameters, ledger_day::text as ledger_day, recorded_at::text as recorded_at, region, version from facts.flag
     union all
     select position::integer, ordinal, rule, part, case when undecided then 'undecided' else 'decided' end, null, subject_kind || ':' || subject_id, flag_id, null, '{}', facts, judged, 0, '[]', null, recorded_at::text, region, version from facts.rule_coverage
     order by 1, 2, 5`);
  return rows;
}
