/** What rules find in a range of the ledger: each text asked about whoever was touched, in order, and what turned. */
import { setImmediate as turn } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { oneByOne } from '../../src/event-store/one-by-one';
import type { AskedBeside } from './asked-beside';
import { ruleCalled } from './catalogue';
import { everSpokenOf, momentsOf, standing, writeTurns, type Judged, type Moment, type Moments } from './flag-rows';
import { ask, everyoneAt, inOrder, touchedBy, verdictsIn, type Answered, type Pair, type Version } from './judge';
import { raiseAtOnce } from './raised-at-once';
import { Spells, turnsAtRelease, type Turn } from './spells';

const PAIRS_AT_ONCE = 1_000;
/** Of these parts two are with each connection: it has the next when it has answered one. */
const ASKED_AHEAD = 4;
/** So many looked at by a rule at one moment: what falls due when a day ends. */
const MANY_AT_ONCE = 500;
/** Positions of one step when a new text catches up with history. */
const HISTORY_STEP = 20_000;

/**
 * Look-ups by the thousand: not compiled, joined in the order the rule is written in, each by its index, by one plan that is made once for a connection.
 * A plan that follows the text is as fast with ten rows as with ten million, and no statistics that are old or missing can turn it into a reading of whole tables.
 */
export const LOOK_UPS = [
  'jit = off', 'join_collapse_limit = 1', 'from_collapse_limit = 1', 'enable_seqscan = off', 'enable_hashjoin = off', 'enable_mergejoin = off', 'enable_bitmapscan = off', 'datestyle = iso', 'plan_cache_mode = force_generic_plan',
].map((setting) => `set ${setting}`).join('; ');

/** Texts released and parameters set, as far as facts were read; neither is ever taken back. */
export class Releases {
  private readonly texts = new Map<string, Version[]>();
  private readonly parameters = new Map<string, number[]>();
  private known = 0;

  /** Learns what came before `end`. */
  async learn(client: PoolClient, end: number): Promise<void> {
    if (end <= this.known) return;
    const range = [this.known, end];
    const settings = await client.query<{ rule: string; position: string }>({
      name: 'parameters-set', text: 'select distinct rule, position from audit.rule_parameter($2::bigint - 1) where position >= $1 order by position', values: range });
    const releases = await client.query<Omit<Version, 'version' | 'releasedAt'> & { position: string; version: string }>({
      name: 'texts-released', text: 'select rule, position, version, harm, sql, touches, parameters from audit.rule_release($2::bigint - 1) where position >= $1 order by position', values: range });
    for (const { rule, position } of settings.rows) add(this.parameters, rule, Number(position));
    for (const { position, version, ...text } of releases.rows) add(this.texts, text.rule, { ...text, version: Number(version), releasedAt: Number(position) });
    this.known = end;
  }

  textsBefore(rule: string, end: number): readonly Version[] {
    return (this.texts.get(rule) ?? []).filter(({ releasedAt }) => releasedAt < end);
  }

  /** The one text that judges the whole of [from, to); undefined where there is none yet, or more than one has a part in it. */
  textOver(rule: string, from: number, to: number): Version | undefined {
    const [last] = this.textsBefore(rule, to).slice(-1);
    return last && last.releasedAt < from ? last : undefined;
  }

  parametersSetIn(rule: string, from: number, to: number): readonly number[] {
    return (this.parameters.get(rule) ?? []).filter((position) => position >= from && position < to);
  }
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}

/** Pairs in order, cut where a moment begins or ends at which many are looked at; each of those once. */
function stretchesOf(pairs: readonly Pair[], many: number): { some: readonly Pair[]; atOnce: boolean }[] {
  const stretches: { some: Pair[]; atOnce: boolean }[] = [];
  for (let start = 0, end = 0; start < pairs.length; start = end) {
    const { at } = pairs[start] as Pair;
    while (pairs[end]?.at === at) end += 1;
    const moment = pairs.slice(start, end).filter(({ subject }, nth) => subject !== pairs[start + nth - 1]?.subject || nth === 0);
    const last = stretches.at(-1);
    if (moment.length >= many) stretches.push({ some: moment, atOnce: true });
    else if (last?.atOnce === false) for (const pair of moment) last.some.push(pair);
    else stretches.push({ some: moment, atOnce: false });
  }
  return stretches;
}

type Load = (subjects: string[]) => Promise<void>;

export class Examination {
  constructor(
    private readonly client: PoolClient, private readonly store: Moments, private readonly releases: Releases, private readonly beside?: AskedBeside, private readonly manyAtOnce = MANY_AT_ONCE,
  ) {}

  /** Judges [from, to) by every rule given and writes what turned; the cursors move in the same transaction. */
  async of(rules: readonly string[], from: number, to: number): Promise<void> {
    await this.releases.learn(this.client, to);
    const judged: Judged[] = [];
    const together = rules.flatMap((rule) => this.releases.textOver(rule, from, to) ?? []);
    const touched = await this.touchedTogether(together, from, to);
    for (const rule of rules) judged.push(...(await this.byRule(rule, from, to, touched)));
    await writeTurns(this.client, this.store, judged);
  }

  /**
   * Who was touched, asked for all texts in two questions, one on each connection: a page of a few lines costs two round trips and not one for each rule.
   * Neighbours go together, so that rules that read much of the same are not all on one side. What reads flags is asked where they are written.
   */
  private async touchedTogether(versions: readonly Version[], from: number, to: number): Promise<ReadonlyMap<Version, Pair[]>> {
    const besides = (version: Version, nth: number): boolean => (nth >> 1) % 2 === 1 && ruleCalled(version.rule)?.after !== 'all';
    const here = versions.filter((version, nth) => !besides(version, nth));
    const there = versions.filter(besides);
    const asked = there.length > 0 && this.beside?.ask((client) => touchedBy(client, there, from, to));
    const ours = await touchedBy(this.client, here, from, to);
    const theirs = (await asked) || (await touchedBy(this.client, there, from, to));
    return new Map([...ours, ...theirs]);
  }

  /** By the texts that judge in [from, to). What turned before a text took over must be written before the next one is asked how things stand. */
  private async byRule(rule: string, from: number, to: number, touched: ReadonlyMap<Version, Pair[]>): Promise<readonly Judged[]> {
    let unwritten: Judged[] = [];
    const judge = async (find: () => Promise<Judged>): Promise<void> => {
      await writeTurns(this.client, this.store, unwritten);
      unwritten = [await find()];
    };
    let start = from;
    const versions = this.releases.textsBefore(rule, to);
    for (const [index, version] of versions.entries()) {
      const end = versions[index + 1]?.releasedAt ?? to;
      if (end <= start) continue;
      if (version.releasedAt >= start) {
        await judge(() => this.takeOver(version));
        start = version.releasedAt + 1;
      }
      const begin = start;
      if (begin < end) await judge(() => this.range(version, begin, end, touched.get(version)));
      start = end;
    }
    return unwritten;
  }

  private async range(version: Version, from: number, to: number, touched?: Pair[]): Promise<Judged> {
    const spells = new Spells();
    const load: Load = async (subjects) => {
      for (const [judged, known] of await standing(this.client, version.rule, subjects)) spells.remember(judged, known);
    };
    const turns: Turn[] = [];
    const nths = new Map<Turn, number>();
    for (const { some, atOnce } of stretchesOf(await this.pairsIn(version, from, to, touched), this.manyAtOnce)) {
      for (const turn of atOnce ? await this.lookAtOnce(version, some, spells, load, nths) : await this.lookAt(version, some, spells, load)) turns.push(turn);
    }
    return { version, turns, nths };
  }

  /** Many at one moment: strangers by the database, which then holds what stands with them; the others as ever. `nths` learns where the turns of these stand. */
  private async lookAtOnce(version: Version, pairs: readonly Pair[], spells: Spells, load: Load, nths: Map<Turn, number>): Promise<Turn[]> {
    const { at } = pairs[0] as Pair;
    const unmet = pairs.filter(({ subject }) => !spells.has(subject)).map(({ subject }) => subject);
    const met = unmet.length > 0 ? await everSpokenOf(this.client, version.rule, unmet) : [];
    if (met.length > 0) await load(met);
    const strangers = pairs.filter(({ subject }) => spells.isStranger(subject)).map(({ subject }) => subject);
    const turns = await this.lookAt(version, pairs.filter(({ subject }) => !spells.isStranger(subject)), spells, load);
    if (strangers.length === 0) return turns;
    const moment = (await momentsOf(this.client, this.store, [at])).get(at) as Moment;
    const { nths: found, unclear } = await raiseAtOnce(this.client, version, strangers, at, moment, turns);
    for (const [turn, nth] of found) nths.set(turn, nth);
    for (const subject of strangers) spells.forget(subject);
    for (const turn of await this.undecidedOf(version, strangers, at, unclear, spells, load)) turns.push(turn);
    return turns;
  }

  /** What was raised of them stands already, and turns no more: the rest is what could not be decided. */
  private async undecidedOf(version: Version, strangers: readonly string[], at: number, unclear: Answered, spells: Spells, load: Load): Promise<Turn[]> {
    if (unclear.length === 0) return [];
    const told = verdictsIn(version, strangers.map((subject) => ({ subject, at })), unclear).flatMap((verdicts, nth) => (verdicts.length === 0 ? [] : [{ subject: strangers[nth] as string, verdicts }]));
    await load(told.map(({ subject }) => subject));
    return told.flatMap(({ subject, verdicts }) => spells.look(subject, at, verdicts));
  }

  /** A text begins to judge: history is looked at as it would have been seen, and what holds now is raised now. */
  private async takeOver(version: Version): Promise<Judged> {
    const at = version.releasedAt;
    const fresh = new Spells();
    for (let from = 0; from <= at; from += HISTORY_STEP) await this.lookAt(version, await this.pairsIn(version, from, Math.min(from + HISTORY_STEP, at + 1)), fresh);
    // What is raised is frozen as judged at the release, not as at the last touch before it.
    const held = [...fresh.all()].filter(([, spells]) => [...spells.values()].some((spell) => spell.raised));
    await this.lookAt(version, held.map(([subject]) => ({ subject, at })), fresh);
    const live = new Spells();
    for (const [judged, known] of await standing(this.client, version.rule, null)) live.remember(judged, known);
    return { version, turns: turnsAtRelease(fresh, live, at) };
  }

  /** Who is to be judged in [from, to), in order; a parameter set there has everyone looked at again. */
  private async pairsIn(version: Version, from: number, to: number, touched?: Pair[]): Promise<Pair[]> {
    const pairs = touched ?? (await touchedBy(this.client, [version], from, to)).get(version) ?? [];
    const settings = this.releases.parametersSetIn(version.rule, from, to);
    if (settings.length === 0) return pairs;
    const again: Pair[][] = [];
    for (const at of settings) again.push(await everyoneAt(this.client, version, at));
    return [...pairs, ...again.flat()].sort(inOrder);
  }

  /**
   * Judges pairs in order; `load` tells spells what was already recorded of subjects they do not know yet. While the answers about some are looked at, the
   * database is at work on the next parts, every other one on the connection beside. What reads flags must see those not committed yet.
   */
  private async lookAt(version: Version, pairs: readonly Pair[], spells: Spells, load?: Load): Promise<Turn[]> {
    const turns: Turn[] = [];
    const beside = ruleCalled(version.rule)?.after === 'all' ? undefined : this.beside;
    const met = new Set<string>();
    const inTurn = oneByOne();
    const asking = (start: number): { some: readonly Pair[]; told: Promise<readonly [Answered, unknown]> } => {
      const some = pairs.slice(start, start + PAIRS_AT_ONCE);
      const strangers = load ? [...new Set(some.map((pair) => pair.subject))].filter((subject) => !met.has(subject) && !spells.has(subject)) : [];
      for (const subject of strangers) met.add(subject);
      const loaded = load && strangers.length > 0 ? inTurn(() => load(strangers)) : undefined;
      const askFirst = (): Promise<Answered> => inTurn(() => ask(this.client, version, some));
      const odd = (start / PAIRS_AT_ONCE) % 2 === 1;
      const answered = some.length === 0 ? [] : odd && beside ? beside.ask((client) => ask(client, version, some)).then((said) => said ?? askFirst()) : askFirst();
      const told = Promise.all([answered, loaded]);
      // Its failure is heard when its turn has come.
      told.catch(() => undefined);
      return { some, told };
    };
    const asked = Array.from({ length: ASKED_AHEAD }, (_, nth) => asking(nth * PAIRS_AT_ONCE));
    for (let start = 0; start < pairs.length; start += PAIRS_AT_ONCE) {
      const { some, told } = asked.shift() as ReturnType<typeof asking>;
      const [answered] = await told;
      asked.push(asking(start + ASKED_AHEAD * PAIRS_AT_ONCE));
      // What was asked leaves before anything is looked at.
      await turn();
      const answers = verdictsIn(version, some, answered);
      some.forEach(({ subject, at }, index) => turns.push(...spells.look(subject, at, answers[index] ?? [])));
    }
    return turns;
  }
}
