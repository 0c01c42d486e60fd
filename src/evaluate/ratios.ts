/** The two ratios of the national audit reports, problem ÷ sampled and serious ÷ sampled: as planted, and as the flags tell them. Each fen counts once. */
import type { Pool } from 'pg';
import type { Plan, Planted } from './plan';
import { wholeCountiesOf, type FoundFlag } from './score';

export interface Ratio {
  /** In hundredths of a percent, with two digits. */
  readonly plantedPercent: number;
  readonly foundPercent: number;
}

export interface Money {
  readonly plantedFen: number;
  readonly foundFen: number;
}

export interface Ratios {
  readonly sampledFen: number;
  readonly problem: Ratio;
  /** Cheated, withheld, diverted. */
  readonly serious: Ratio;
  /** By the code of the rule. */
  readonly rules: Readonly<Record<string, Money>>;
  /** By what is told; what nobody planted stands under what it was found on. */
  readonly stories: Readonly<Record<string, Money>>;
}

const SERIOUS = new Set(['diversion', 'misappropriation']);

/** Money by the position at which it moved: what a flag may claim of it. */
const MONEY = `
  select position, amount_fen as fen from facts.settlement
  union all select position, amount_fen from facts.payment where kind = 'executed'
  union all select position, amount_fen from facts.loan_payout
  union all select position, amount_fen from facts.loan_subsidy
  union all select position, amount_fen from facts.allocation where length(region) = 6`;
const SAMPLED = `select (select coalesce(sum(amount_fen), 0) from facts.settlement) + (select coalesce(sum(amount_fen), 0) from facts.payment where kind = 'executed') + (select coalesce(sum(amount_fen), 0) from facts.loan_payout) as fen`;

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part * 1_000_000) / whole) / 10_000);

type Claim = readonly [flag: FoundFlag, fen: number];

/** A line or loan is one sum, however often something is said of it; what a person or household lacks is another each month. */
const isOneSum = (subject: string): boolean => subject.startsWith('disbursement:') || subject.startsWith('loan:');

/** Of each flag no more than what its evidence moved and no other flag has claimed; where it names no movement, what one sub-code says of its subject, and no other again. */
function claimed(flags: readonly FoundFlag[], left: Map<number, number>): Claim[] {
  const said = new Map<string, string>();
  return flags.map((flag) => {
    const { amountFen, evidence, subject } = flag;
    const moved = evidence.filter((position) => left.has(position));
    if (moved.length === 0) {
      const [by, before] = [flag.rule + (flag.part ?? ''), said.get(subject)];
      said.set(subject, before ?? by);
      return [flag, before === undefined || (before === by && !isOneSum(subject)) ? amountFen : 0];
    }
    let wanted = amountFen;
    for (const position of moved) {
      const taken = Math.min(wanted, left.get(position) ?? 0);
      left.set(position, (left.get(position) ?? 0) - taken);
      wanted -= taken;
    }
    return [flag, amountFen - wanted];
  });
}

const speaksToo = ({ also }: Planted, { rule, part }: FoundFlag): boolean => also.some((other) => other === rule || other === `${rule}${part ?? ''}`);

/**
 * An audit looks into every lead. What was planted is told once, by the rule it was planted for, not again by those that rightly speak of the same matter; what only a
 * visit can tell is told by the visit; whatever else stands in the end was flagged without need, and counts as it would count.
 */
function counts(flag: FoundFlag, story: Planted | undefined, wrongFen: Plan['wrongFen']): boolean {
  const own = story?.rule === flag.rule;
  if (story && speaksToo(story, flag) && !(own && story.part === flag.part)) return false;
  if (!own || story.truth === 'separable') return flag.standing;
  return story.truth === 'anomaly' && wrongFen.has(story.label);
}

/** Highest severity first, then lowest code; of rules whose stories say how much went wrong. */
function countedFlags({ planted, wrongFen, counties }: Plan, flags: readonly FoundFlag[]): FoundFlag[] {
  const telling = new Set([...wrongFen.keys()].map((label) => planted.get(label)?.rule));
  const wholeCounties = wholeCountiesOf(counties);
  return flags.filter((flag) => flag.amountFen > 0 && !wholeCounties.has(flag.subject) && telling.has(flag.rule) && counts(flag, flag.label === undefined ? undefined : planted.get(flag.label), wrongFen))
    .sort((a, b) => b.severityRank - a.severityRank || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
}

/** Of what: one name for each, what was planted under it and what was found. */
function laidOut(planted: readonly (readonly [string, number])[], found: readonly (readonly [string, number])[]): Record<string, Money> {
  const out: Record<string, Money> = {};
  const of = (name: string): Money => out[name] ?? { plantedFen: 0, foundFen: 0 };
  for (const [name, fen] of planted) out[name] = { ...of(name), plantedFen: of(name).plantedFen + fen };
  for (const [name, fen] of found) out[name] = { ...of(name), foundFen: of(name).foundFen + fen };
  return Object.fromEntries(Object.entries(out).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const nameOf = ({ rule, part, told }: Planted): string => `${rule}${part ?? ''}: ${told}`;
function foundOn(flag: FoundFlag, story: Planted | undefined): string {
  if (story?.rule === flag.rule && story.truth === 'anomaly') return nameOf(story);
  return `${flag.rule}${flag.part ?? ''} without need, on ${story ? `${story.truth} ${nameOf(story)}` : 'what nobody planted'}`;
}

export async function ratiosOf(pool: Pool, plan: Plan, flags: readonly FoundFlag[]): Promise<Ratios> {
  const { rows: money } = await pool.query<{ position: string; fen: string }>(MONEY);
  const { rows: [sampled] } = await pool.query<{ fen: string }>(SAMPLED);
  const sampledFen = Number(sampled?.fen ?? 0);
  const claims = claimed(countedFlags(plan, flags), new Map(money.map(({ position, fen }) => [Number(position), Number(fen)])));
  const wrong = [...plan.wrongFen].flatMap(([label, fen]) => { const story = plan.planted.get(label); return story ? [[story, fen] as const] : []; });
  const rules = laidOut(wrong.map(([{ rule }, fen]) => [rule, fen]), claims.map(([{ rule }, fen]) => [rule, fen]));
  const harmOf = new Map((await pool.query<{ rule: string; harm: string }>('select rule, harm from facts.rule_release')).rows.map(({ rule, harm }) => [rule, harm]));
  const ratio = (of: (rule: string) => boolean): Ratio => {
    const whole = (which: keyof Money): number => Object.entries(rules).reduce((sum, [rule, its]) => (of(rule) ? sum + its[which] : sum), 0);
    return { plantedPercent: percent(whole('plantedFen'), sampledFen), foundPercent: percent(whole('foundFen'), sampledFen) };
  };
  return {
    sampledFen, rules, problem: ratio(() => true), serious: ratio((rule) => SERIOUS.has(harmOf.get(rule) ?? '')),
    stories: laidOut(wrong.map(([story, fen]) => [nameOf(story), fen]), claims.map(([flag, fen]) => [foundOn(flag, flag.label === undefined ? undefined : plan.planted.get(flag.label)), fen])),
  };
}
