/** Whatever the page, the restart or the rebuild, the flags are those of looking after every single event. For every rule there is. */
import * as fc from 'fast-check';
import type { Pool } from 'pg';
import { allRules } from '../../projections/anomalies/catalogue';
import { everyoneAt, judge, type Version } from '../../projections/anomalies/judge';
import { releaseOf, type Rule } from '../../projections/anomalies/rule';
import { SEVERITY_RANK } from '../../projections/anomalies/severity';
import type { StoryEvent } from '../../projections/anomalies/story';
import type { TestDatabase } from '../support/database';
import { type FlagRow, follow, forget, ruledDatabase, ToldLedger, turnsOf } from '../support/told-ledger';
import { histories, historiesAbout, withBeside } from './histories';

const codes = allRules().map((rule) => rule.code);
const seed = Number(process.env['SEED'] ?? 42);
const runs = Number(process.env['RUNS'] ?? 4);

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await ruledDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());

async function derive(events: readonly StoryEvent[], page: number, manyAtOnce?: number): Promise<FlagRow[]> {
  await forget(pool);
  await follow(pool, new ToldLedger(events), codes, { facts: page, rules: page, manyAtOnce });
  return turnsOf(pool);
}

const forAll = (n: number, holds: (events: readonly StoryEvent[]) => Promise<void>, told = histories, from = seed): Promise<void> =>
  fc.assert(fc.asyncProperty(told, holds), { seed: from, numRuns: n, endOnFailure: true });

/** A rule that never spoke was not tested: so many more draws are made before that is a failure. */
const MORE_DRAWS = 12;

interface Seen { readonly position: number; readonly flag: string; readonly turn: string; readonly severity: string | null; readonly amountFen: number | null; readonly evidence: readonly number[] }

const versionOf = (rule: Rule, releasedAt: number): Version => {
  const { code, version, harm, sql, touches, parameters } = releaseOf(rule, 1);
  return { rule: code, version, harm, sql, touches, parameters, releasedAt };
};

/** Asks the rule about everyone at every position, and keeps books the plain way. */
async function byBruteForce(rule: Rule, events: readonly StoryEvent[]): Promise<Seen[]> {
  const releasedAt = events.findIndex((event) => event.streamId === `rule-${rule.code}` && event.type === 'RuleReleased');
  const version = versionOf(rule, releasedAt);
  const client = await pool.connect();
  const seen: Seen[] = [];
  const open = new Map<string, { rank: number; verdict: Seen | undefined; undecided: boolean; raised: boolean; before: boolean }>();
  try {
    await client.query('set jit = off');
    const everyone = (await everyoneAt(client, version, events.length - 1)).map((pair) => pair.subject);
    for (let at = releasedAt; at < events.length && everyone.length > 0; at += 1) {
      const verdicts = (await judge(client, version, everyone.map((subject) => ({ subject, at })))).flat();
      for (const verdict of verdicts) {
        const was = open.get(verdict.flagId) ?? { rank: 0, undecided: false, raised: false, before: false, verdict: undefined as Seen | undefined };
        const say = (turn: string): Seen => ({ position: at, flag: verdict.flagId, turn, severity: verdict.severity, amountFen: verdict.amountFen, evidence: verdict.evidence });
        if (verdict.severity === null) {
          if (!was.undecided) seen.push({ ...say('undecided'), amountFen: null, evidence: [] });
          open.set(verdict.flagId, { ...was, undecided: true, verdict: was.verdict ?? say('') });
          continue;
        }
        if (was.undecided) seen.push({ ...say('decided'), severity: null, amountFen: null, evidence: [] });
        const rank = SEVERITY_RANK[verdict.severity];
        let frozen = was.verdict;
        if (!was.raised) seen.push((frozen = say(was.before ? 're-raised' : 'raised')));
        else if (rank > was.rank) seen.push((frozen = say('grown')));
        open.set(verdict.flagId, { rank: was.raised ? Math.max(rank, was.rank) : rank, verdict: frozen, undecided: false, raised: true, before: true });
      }
      const told = new Set(verdicts.map((verdict) => verdict.flagId));
      expect(told.size).toBe(verdicts.length);
      for (const [flag, was] of open) {
        if (told.has(flag)) continue;
        if (was.undecided) seen.push({ position: at, flag, turn: 'decided', severity: null, amountFen: null, evidence: [] });
        if (was.raised && was.verdict) seen.push({ ...was.verdict, position: at, turn: 'self-corrected' });
        open.set(flag, { ...was, undecided: false, raised: false });
      }
    }
  } finally {
    client.release();
  }
  return seen;
}

const bookOf = (rows: readonly Seen[]): string[] => rows.map((row) => JSON.stringify([row.position, row.flag, row.turn, ...(row.turn === 'self-corrected' ? [] : [row.severity, row.amountFen, row.evidence])])).sort();

describe('the examiner', () => {
  it('says the same with pages of 1, 7, 500 and the whole history', async () => {
    const heard = new Set<string>();
    await forAll(runs, async (events) => {
      const whole = await derive(events, 10_000);
      for (const turn of whole) heard.add(turn.rule);
      // Two things judged apart must never share a flag: dismissing one would mute the other.
      expect(new Set(whole.map((turn) => `${turn.flag_id} ${turn.judged}`)).size).toBe(new Set(whole.map((turn) => turn.flag_id)).size);
      for (const page of [500, 7, 1]) expect(await derive(events, page)).toEqual(whole);
      // However many it takes at one moment until the database raises flags by itself.
      for (const manyAtOnce of [1, 3]) expect(await derive(events, 10_000, manyAtOnce)).toEqual(whole);
    });
    expect(heard.size).toBeGreaterThan(3);
  }, 300_000);

  it('says as of P what a ledger cut at P says', async () => {
    await forAll(runs, async (events) => {
      const whole = await derive(events, 10_000);
      for (const cut of [Math.trunc(events.length / 3), Math.trunc((events.length * 3) / 4)]) {
        expect(await derive(events.slice(0, cut), 10_000)).toEqual(whole.filter((row) => row.position < cut));
      }
    });
  }, 300_000);

  it('says the same after a restart in the middle, and when facts run far ahead of the rules', async () => {
    await forAll(runs, async (events) => {
      const whole = await derive(events, 10_000);
      await forget(pool);
      const half = Math.trunc(events.length / 2);
      await follow(pool, new ToldLedger(events.slice(0, half)), codes, { facts: 10, rules: 13 });
      await follow(pool, new ToldLedger(events), codes, { facts: 10_000, rules: 3 });
      expect(await turnsOf(pool)).toEqual(whole);
    });
  }, 300_000);

  it.each(allRules().map((rule) => [rule.code, rule] as const))('%s: touches name everyone an event concerns (asking everyone at every position finds nothing more)', async (_code, rule) => {
    let turned = 0;
    const holds = async (events: readonly StoryEvent[]): Promise<void> => {
      await forget(pool);
      await follow(pool, new ToldLedger(events), withBeside(rule.code));
      const examined = (await turnsOf(pool)).filter((row) => row.rule === rule.code).map((row) => ({
        position: row.position, flag: row.flag_id, turn: row.transition, severity: row.severity, amountFen: row.amount_fen === null ? null : Number(row.amount_fen), evidence: row.evidence.map(Number),
      }));
      turned += examined.length;
      expect(bookOf(examined)).toEqual(bookOf(await byBruteForce(rule, events)));
      // What the database raises by itself is, to the last column, what is raised one by one.
      const whole = await turnsOf(pool);
      await pool.query(`truncate facts.flag, facts.rule_coverage; delete from work.follower where name like 'rule-%'`);
      await follow(pool, new ToldLedger(events), withBeside(rule.code), { facts: 2000, rules: 2000, manyAtOnce: 1 });
      expect(await turnsOf(pool)).toEqual(whole);
    };
    await forAll(Math.max(3, runs), holds, historiesAbout(rule.code));
    for (let draw = 1; turned === 0 && draw <= MORE_DRAWS; draw += 1) await forAll(1, holds, historiesAbout(rule.code), seed + draw);
    expect(turned).toBeGreaterThan(0);
  }, 300_000);
});
