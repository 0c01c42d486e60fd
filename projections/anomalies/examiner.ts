/** Judges every rule on every subject after every event that touches it: the same flags as looking after each single event, whatever the page. */
import type { Pool, PoolClient } from 'pg';
import type { EventStore, StoredEvent } from '../../src/event-store/event-store';
import { Follower, type Effect, type FollowerStatus } from '../../src/event-store/follower';
import { allRules } from './catalogue';
import { standing, writeTurns } from './flag-rows';
import { everyoneAt, judge, touchedPairs, type Pair, type Version } from './judge';
import { Spells, turnsAtRelease, type Turn } from './spells';

type Ledger = Pick<EventStore, 'readAll' | 'head' | 'onAppended'>;

const PAIRS_AT_ONCE = 1_000;
/** Positions of one step when a new text catches up with history. */
const HISTORY_STEP = 20_000;

async function versionsOf(client: PoolClient, rule: string, before: number): Promise<Version[]> {
  const { rows } = await client.query<{ position: string; version: string; harm: string; sql: string; touches: string; parameters: Version['parameters'] }>(
    'select position, version, harm, sql, touches, parameters from audit.rule_release($2::bigint - 1) where rule = $1 order by position', [rule, before]);
  return rows.map((row) => ({
    rule, version: Number(row.version), harm: row.harm, sql: row.sql, touches: row.touches, parameters: row.parameters, releasedAt: Number(row.position),
  }));
}

/** Who is to be judged in [from, to), in order; a parameter set there has everyone looked at again. */
async function pairsIn(client: PoolClient, version: Version, from: number, to: number): Promise<Pair[]> {
  const pairs = await touchedPairs(client, version, from, to);
  const { rows } = await client.query<{ position: string }>(
    'select distinct position from audit.rule_parameter($3::bigint - 1) where rule = $1 and position >= $2 order by position', [version.rule, from, to]);
  for (const { position } of rows) pairs.push(...(await everyoneAt(client, version, Number(position))));
  return rows.length === 0 ? pairs : pairs.sort((a, b) => a.at - b.at || (a.subject < b.subject ? -1 : 1));
}

/** Judges pairs in order; `load` tells spells what was already recorded of subjects they do not know yet. */
async function lookAt(client: PoolClient, version: Version, pairs: readonly Pair[], spells: Spells, load?: (subjects: string[]) => Promise<void>): Promise<Turn[]> {
  const turns: Turn[] = [];
  for (let start = 0; start < pairs.length; start += PAIRS_AT_ONCE) {
    const some = pairs.slice(start, start + PAIRS_AT_ONCE);
    const strangers = [...new Set(some.map((pair) => pair.subject))].filter((subject) => !spells.has(subject));
    if (load && strangers.length > 0) await load(strangers);
    const answers = await judge(client, version, some);
    some.forEach(({ subject, at }, index) => turns.push(...spells.look(subject, at, answers[index] ?? [])));
  }
  return turns;
}

async function judgeRange(client: PoolClient, version: Version, from: number, to: number): Promise<Turn[]> {
  const spells = new Spells();
  const load = async (subjects: string[]): Promise<void> => {
    for (const [judged, known] of await standing(client, version.rule, subjects)) spells.remember(judged, known);
  };
  return lookAt(client, version, await pairsIn(client, version, from, to), spells, load);
}

/** A text begins to judge: history is looked at as it would have been seen, and what holds now is raised now. */
async function takeOver(client: PoolClient, version: Version): Promise<Turn[]> {
  const at = version.releasedAt;
  const fresh = new Spells();
  for (let from = 0; from <= at; from += HISTORY_STEP) {
    await lookAt(client, version, await pairsIn(client, version, from, Math.min(from + HISTORY_STEP, at + 1)), fresh);
  }
  // What is raised is frozen as judged at the release, not as at the last touch before it.
  const held = [...fresh.all()].filter(([, spells]) => [...spells.values()].some((spell) => spell.raised));
  await lookAt(client, version, held.map(([subject]) => ({ subject, at })), fresh);
  const live = new Spells();
  for (const [judged, known] of await standing(client, version.rule, null)) live.remember(judged, known);
  return turnsAtRelease(fresh, live, at);
}

/**
 * Look-ups by the thousand: not compiled, joined in the order the rule is written in, each by its index. A plan that follows the text is as fast with
 * ten rows as with ten million, and no statistics that are old or missing can turn it into a reading of whole tables.
 */
export const LOOK_UPS = ['jit = off', 'join_collapse_limit = 1', 'from_collapse_limit = 1', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off', 'datestyle = iso']
  .map((setting) => `set local ${setting}`).join('; ');

/** The page's positions are what counts, not its events: rules see facts. */
export function examinerEffect(rule: string, store: Pick<EventStore, 'readAll'>): Effect {
  return async (page: readonly StoredEvent[], client: PoolClient) => {
    const first = page[0]?.position ?? 0;
    const end = first + page.length;
    const versions = await versionsOf(client, rule, end);
    if (versions.length === 0) return;
    await client.query(LOOK_UPS);
    let from = first;
    for (const [index, version] of versions.entries()) {
      const to = versions[index + 1]?.releasedAt ?? end;
      if (to <= from) continue;
      if (version.releasedAt >= from) {
        await writeTurns(client, store, version, await takeOver(client, version));
        from = version.releasedAt + 1;
      }
      if (from < to) await writeTurns(client, store, version, await judgeRange(client, version, from, to));
      from = to;
    }
  };
}

export interface ExaminerStatus {
  /** Every rule has judged everything before this position. */
  readonly examined: number;
  readonly rules: readonly FollowerStatus[];
  readonly halted: readonly string[];
}

export interface ExaminerOptions {
  readonly pool: Pool;
  readonly store: Ledger;
  readonly rules?: readonly string[];
  readonly pageSize?: number;
  readonly moved?: () => void;
  readonly troubled?: (error: unknown) => void;
}

/** One follower per rule, each behind the facts: none can read what is not visible yet. */
export class Examiner {
  private readonly followers: readonly Follower[];
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: ExaminerOptions) {
    const { pool, store, pageSize, moved, troubled } = options;
    const visible: Ledger = {
      readAll: async (from, max) => {
        const { rows: [row] } = await pool.query<{ position: string }>(`select position from work.follower where name = 'facts'`);
        const count = Math.max(0, Math.min(max, Number(row?.position ?? 0) - from));
        return Array.from({ length: count }, (_, index) => ({ position: from + index }) as StoredEvent);
      },
      head: () => store.head(),
      onAppended: (listener) => {
        this.listeners.add(listener);
        return () => this.listeners.delete(listener);
      },
    };
    const codes = options.rules ?? allRules().map((rule) => rule.code);
    this.followers = codes.map((code) => new Follower({
      name: `rule-${code}`, store: visible, database: pool, effect: examinerEffect(code, store), pageSize, moved: () => moved?.(), troubled,
    }));
  }

  /** Facts have moved: a hint to look. */
  wake(): void {
    for (const listener of [...this.listeners]) listener();
  }

  start(): void {
    for (const follower of this.followers) follower.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.followers.map((follower) => follower.stop()));
  }

  async catchUp(): Promise<ExaminerStatus> {
    for (const follower of this.followers) await follower.catchUp();
    return this.status();
  }

  /** A halted rule is named: its flags may be missing from every answer past its position. */
  async status(): Promise<ExaminerStatus> {
    const rules = await Promise.all(this.followers.map((follower) => follower.status()));
    return { examined: Math.min(...rules.map((rule) => rule.position)), rules, halted: rules.filter((rule) => rule.halted).map((rule) => rule.name.slice('rule-'.length)) };
  }

  /** True once every rule has judged everything before `position`. */
  async reaches(position: number, withinMs: number): Promise<boolean> {
    const reached = await Promise.all(this.followers.map((follower) => follower.reaches(position, withinMs)));
    return reached.every(Boolean);
  }
}
