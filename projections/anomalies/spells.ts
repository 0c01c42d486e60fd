/** What a flag does over time: raised by the first true verdict, corrected by the first false one, raised again, grown past a severity step. Pure. */
import type { Said } from './rule';
import { SEVERITY_RANK, type Severity } from './severity';

/** One true (or undecided) answer of a rule about a subject at a moment. */
export interface Verdict<Facts = Said> {
  readonly flagId: string;
  readonly part: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly occurrence: string;
  /** Null: the rule lacks reference data and cannot decide. */
  readonly severity: Severity | null;
  readonly amountFen: number | null;
  readonly region: string;
  /** Date the parameters were read at. */
  readonly readOn: string | null;
  readonly evidence: readonly number[];
  readonly facts: Facts;
}

/** What becomes of a verdict over time does not depend on what it says. */
type Carried = Verdict<unknown>;

export type TurnKind = 'raised' | 're-raised' | 'grown' | 'self-corrected' | 'undecided' | 'decided';

export interface Turn {
  readonly at: number;
  readonly kind: TurnKind;
  readonly judged: string;
  readonly verdict: Carried;
  readonly seenFrom: number;
}

/** How things stand with one flag. */
export interface Spell {
  /** As frozen at its last turn: what a correction repeats. */
  readonly verdict: Carried;
  /** As last seen, whether or not anything turned. */
  readonly latest: Carried;
  readonly raised: boolean;
  /** It was raised at some time. */
  readonly known: boolean;
  readonly undecided: boolean;
  readonly rank: number;
  readonly since: number;
}

const rankOf = (verdict: Carried): number => (verdict.severity === null ? 0 : SEVERITY_RANK[verdict.severity]);

export class Spells {
  private readonly byJudged = new Map<string, Map<string, Spell>>();

  has(judged: string): boolean {
    return this.byJudged.has(judged);
  }

  /** Nothing is known of a subject that the rule ever said. */
  isStranger(judged: string): boolean {
    return (this.byJudged.get(judged)?.size ?? 0) === 0;
  }

  /** What was last said of a subject stands in the table, and is read there when it is looked at again. */
  forget(judged: string): void {
    this.byJudged.delete(judged);
  }

  /** Tells what is already recorded of a subject; also that nothing is. */
  remember(judged: string, spells: ReadonlyMap<string, Spell>): void {
    this.byJudged.set(judged, new Map(spells));
  }

  all(): ReadonlyMap<string, ReadonlyMap<string, Spell>> {
    return this.byJudged;
  }

  /** Takes the verdicts on one subject at one moment and answers what turned. */
  look(judged: string, at: number, verdicts: readonly Carried[]): Turn[] {
    const spells = this.byJudged.get(judged) ?? new Map<string, Spell>();
    this.byJudged.set(judged, spells);
    const turns: Turn[] = [];
    for (const verdict of verdicts) turns.push(...seen(spells, judged, at, verdict));
    const told = new Set(verdicts.map((verdict) => verdict.flagId));
    for (const [flagId, spell] of spells) {
      if (!told.has(flagId)) turns.push(...gone(spells, judged, at, spell));
    }
    return turns;
  }
}

function seen(spells: Map<string, Spell>, judged: string, at: number, verdict: Carried): Turn[] {
  const spell = spells.get(verdict.flagId);
  const turn = (kind: TurnKind, seenFrom: number): Turn => ({ at, kind, judged, verdict, seenFrom });
  if (verdict.severity === null) {
    if (spell?.undecided) return [];
    spells.set(verdict.flagId, { raised: false, known: false, rank: 0, since: at, ...spell, verdict: spell?.known ? spell.verdict : verdict, latest: verdict, undecided: true });
    return [turn('undecided', at)];
  }
  const turns = spell?.undecided ? [turn('decided', at)] : [];
  const rank = rankOf(verdict);
  const raised = spell?.raised ?? false;
  const since = raised && spell ? spell.since : at;
  let frozen = spell?.verdict ?? verdict;
  if (!raised || rank > (spell?.rank ?? 0)) {
    turns.push(turn(raised ? 'grown' : spell?.known ? 're-raised' : 'raised', since));
    frozen = verdict;
  }
  spells.set(verdict.flagId, { verdict: frozen, latest: verdict, raised: true, known: true, undecided: false, rank: raised ? Math.max(rank, spell?.rank ?? 0) : rank, since });
  return turns;
}

function gone(spells: Map<string, Spell>, judged: string, at: number, spell: Spell): Turn[] {
  const turn = (kind: TurnKind): Turn => ({ at, kind, judged, verdict: spell.verdict, seenFrom: spell.since });
  spells.set(spell.verdict.flagId, { ...spell, raised: false, undecided: false });
  return [...(spell.undecided ? [turn('decided')] : []), ...(spell.raised ? [turn('self-corrected')] : [])];
}

/**
 * What turns when a text begins to judge at `at`: `fresh` is how things stand by the new text (with the moment each could have been seen),
 * `live` how they stood before.
 */
export function turnsAtRelease(fresh: Spells, live: Spells, at: number): Turn[] {
  const turns: Turn[] = [];
  const judgedOnes = new Set([...fresh.all().keys(), ...live.all().keys()]);
  for (const judged of judgedOnes) {
    const now = fresh.all().get(judged) ?? new Map<string, Spell>();
    const before = live.all().get(judged) ?? new Map<string, Spell>();
    for (const flagId of new Set([...now.keys(), ...before.keys()])) turns.push(...compared(now.get(flagId), before.get(flagId), judged, at));
  }
  return turns;
}

function compared(now: Spell | undefined, before: Spell | undefined, judged: string, at: number): Turn[] {
  const turns: Turn[] = [];
  const turn = (kind: TurnKind, spell: Spell): void => void turns.push({ at, kind, judged, verdict: spell === now ? spell.latest : spell.verdict, seenFrom: spell.since });
  if (now?.undecided && !before?.undecided) turn('undecided', now);
  if (before?.undecided && !now?.undecided) turn('decided', before);
  if (now?.raised && !before?.raised) turn(before?.known ? 're-raised' : 'raised', now);
  else if (now?.raised && before && rankOf(now.latest) > before.rank) turn('grown', now);
  else if (before?.raised && !now?.raised && !now?.undecided) turn('self-corrected', before);
  return turns;
}
