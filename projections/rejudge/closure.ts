/**
 * The events a verdict rests on, found by asking: the rule's text is run over the whole ledger and over the chosen events alone, and events are added until
 * both say the same, byte for byte; then those that turn out not to matter are left out again. It holds for any rule, because nothing is assumed of its text.
 */
import type { Verdict } from '../anomalies/spells';
import { allColumns, type FactTable } from '../facts/fact';
import { factTables } from '../facts/schema';
import { asFrozen, sameVerdict, type FlagVerdict } from './flag-verdict';
import type { RestrictedFacts } from './restricted';
import { positionsOf, Selection } from './selection';
import { tablesRead } from './tables-read';

/** Facts that belong to nobody in particular: the days, the calendars, the map, the terms. */
const SHARED_TABLES: ReadonlySet<string> = new Set(['day_end', 'calendar_day', 'place', 'region_class', 'register_freeze', 'programme_version', 'programme_standard']);
/** Columns by which facts of one matter find each other. A programme or a region would find everybody's. */
const CONNECTS = /_(id|ref|refs|ids|stream)$|^(judged|from_allocation|to_allocation)$/;
const TOO_WIDE: ReadonlySet<string> = new Set(['programme_id', 'results_id', 'origin_programme_id', 'use_programme_id']);
/** Asked so often at most when leaving out. */
const MOST_TRIALS = 60;
/** Nothing is left out of what is small: more of the story is better than less. */
const FEW_STREAMS = 40;
const MOST_EVENTS = 200_000;

/** Undefined: the chosen events do not make the rule say it, and all there are would be too many. */
export interface Closure {
  readonly selection: Selection;
  /** What the rule says of the flag, by the whole ledger and by the chosen events alike. */
  readonly verdict: Verdict;
}

export class Closing {
  private readonly tables: readonly FactTable[];

  constructor(private readonly facts: RestrictedFacts, private readonly flag: FlagVerdict, private readonly size: number) {
    const read = tablesRead(flag.version.sql);
    this.tables = factTables().filter(({ table }) => read.includes(table));
  }

  /** What the whole ledger makes the rule say now; undefined where the flag is not what its row says. */
  async whole(): Promise<Verdict | undefined> {
    return asFrozen(this.flag, await this.facts.judge(this.flag.version, this.flag.pair, 'whole'));
  }

  async agrees(selection: Selection, verdict: Verdict): Promise<boolean> {
    const positions = positionsOf(await selection.streams(this.facts.session, this.size));
    if (positions.length > MOST_EVENTS) return false;
    await this.facts.choose(positions);
    return sameVerdict((await this.facts.judge(this.flag.version, this.flag.pair, 'chosen')).find(({ flagId }) => flagId === verdict.flagId), verdict);
  }

  /** `begin` stays chosen, whatever is added. */
  async close(begin: Selection): Promise<Closure | undefined> {
    const verdict = await this.whole();
    if (!verdict) return undefined;
    let selection = await this.seeded(begin);
    if (await this.agrees(selection, verdict)) return { selection, verdict };
    const kept = selection;
    for (const widen of [() => this.connected(selection), () => this.connected(selection), () => this.everything(selection)]) {
      selection = await widen();
      if (await this.agrees(selection, verdict)) return { selection: await this.leftOut(kept, selection, verdict), verdict };
    }
    return undefined;
  }

  /** Streams of the evidence, of the rule, and what belongs to nobody. */
  async seeded(begin: Selection): Promise<Selection> {
    const selection = Selection.like(begin);
    const { rows } = await this.facts.session.query<{ stream_id: string }>('select distinct stream_id from ledger.event where position = any($1)', [this.flag.verdict.evidence]);
    for (const { stream_id: id } of rows) selection.stream(id);
    selection.stream(`rule-${this.flag.version.rule}`);
    selection.events(await this.places(this.flag.verdict.evidence));
    for (const { table } of this.tables.filter((one) => SHARED_TABLES.has(one.table))) selection.events(await this.rowsOf(table, 'true', []));
    return selection;
  }

  /** Whatever shares an id with a fact already chosen. */
  private async connected(selection: Selection): Promise<Selection> {
    const positions = positionsOf(await selection.streams(this.facts.session, this.size));
    const columns = this.tables.filter(({ table }) => !SHARED_TABLES.has(table)).map((fact) => ({ table: fact.table, columns: Object.entries(allColumns(fact)).filter(([name, { type }]) => type.startsWith('text') && CONNECTS.test(name) && !TOO_WIDE.has(name)) }));
    const ids = new Set<string>();
    for (const { table, columns: some } of columns.filter((one) => one.columns.length > 0)) {
      const listed = some.map(([name, { type }]) => (type === 'text[]' ? name : `array[${name}]`)).join(' || ');
      const { rows } = await this.facts.session.query<{ id: string }>(`select distinct unnest(${listed}) as id from facts.${table} where position = any($1) and position <= $2`, [positions, this.flag.pair.at]);
      for (const { id } of rows) if (id) ids.add(id);
    }
    const wider = Selection.like(selection);
    for (const { table, columns: some } of columns.filter((one) => one.columns.length > 0)) {
      wider.events(await this.rowsOf(table, some.map(([name, { type }]) => (type === 'text[]' ? `${name} && $2::text[]` : `${name} = any($2::text[])`)).join(' or '), [[...ids]]));
    }
    return wider;
  }

  private async everything(selection: Selection): Promise<Selection> {
    const wider = Selection.like(selection);
    for (const { table } of this.tables) wider.events(await this.rowsOf(table, 'true', []));
    return wider;
  }

  /** Halves of the added streams, then quarters and so on, are left out wherever the rule does not notice. */
  private async leftOut(kept: Selection, selection: Selection, verdict: Verdict): Promise<Selection> {
    let left = selection;
    let trials = 0;
    const optional = (): string[] => left.ids().filter((id) => !kept.ids().includes(id));
    for (let parts = 2; optional().length > FEW_STREAMS && parts <= optional().length * 2 && trials < MOST_TRIALS; parts *= 2) {
      const ids = optional();
      const length = Math.ceil(ids.length / parts);
      for (let from = 0; from < ids.length && trials < MOST_TRIALS; from += length, trials += 1) {
        const without = left.drop(new Set(ids.slice(from, from + length)));
        if (await this.agrees(without, verdict)) left = without;
      }
    }
    return left;
  }

  private async rowsOf(table: string, where: string, values: readonly unknown[]): Promise<{ position: number; streamId: string }[]> {
    const { rows } = await this.facts.session.query<{ position: string; stream_id: string }>(
      `select e.position, e.stream_id from ledger.event e join (select distinct position from facts.${table} where position <= $1 and (${where}) limit ${String(MOST_EVENTS)}) f on f.position = e.position`, [this.flag.pair.at, ...values]);
    return rows.map(({ position, stream_id: streamId }) => ({ position: Number(position), streamId }));
  }

  private async places(positions: readonly number[]): Promise<{ position: number; streamId: string }[]> {
    const { rows } = await this.facts.session.query<{ position: string; stream_id: string }>('select position, stream_id from ledger.event where position = any($1)', [positions]);
    return rows.map(({ position, stream_id: streamId }) => ({ position: Number(position), streamId }));
  }
}
