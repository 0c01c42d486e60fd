/** The two ratios of the national audit reports, problem ÷ sampled and serious ÷ sampled: as planted, and as the flags tell them. Each fen counts once. */
import type { Pool } from 'pg';
import type { Plan } from './plan';
import type { FoundFlag } from './score';

export interface Ratio {
  /** In hundredths of a percent, with two digits. */
  readonly plantedPercent: number;
  readonly foundPercent: number;
}

export interface Ratios {
  readonly sampledFen: number;
  readonly problem: Ratio;
  /** Cheated, withheld, diverted. */
  readonly serious: Ratio;
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

/** Of each flag no more than what its evidence moved and no other flag has claimed; where it names no movement, its amount once for its subject. */
function claimed(flags: readonly FoundFlag[], left: Map<number, number>): number {
  const said = new Set<string>();
  let sum = 0;
  for (const { amountFen, evidence, subject } of flags) {
    const moved = evidence.filter((position) => left.has(position));
    if (moved.length === 0) {
      if (!said.has(subject)) sum += amountFen;
      said.add(subject);
      continue;
    }
    let wanted = amountFen;
    for (const position of moved) {
      const taken = Math.min(wanted, left.get(position) ?? 0);
      left.set(position, (left.get(position) ?? 0) - taken);
      wanted -= taken;
      sum += taken;
    }
  }
  return sum;
}

/**
 * An audit looks into every lead on the stories that say how much went wrong, and into what was flagged beside them without need; what only a visit can tell is told by the
 * visit. Highest severity first, then lowest code.
 */
export async function ratiosOf(pool: Pool, { planted, wrongFen }: Plan, flags: readonly FoundFlag[]): Promise<Ratios> {
  const { rows: money } = await pool.query<{ position: string; fen: string }>(MONEY);
  const { rows: [sampled] } = await pool.query<{ fen: string }>(SAMPLED);
  const sampledFen = Number(sampled?.fen ?? 0);
  const left = new Map(money.map(({ position, fen }) => [Number(position), Number(fen)]));
  const concerns = (flag: FoundFlag): boolean => {
    const story = flag.label === undefined ? undefined : planted.get(flag.label);
    if (story?.truth === 'anomaly') return wrongFen.has(story.label) && (flag.rule === story.rule || !story.also.includes(flag.rule));
    return flag.standing && story?.truth !== 'inseparable';
  };
  // Rules whose stories say how much went wrong.
  const telling = new Set([...wrongFen.keys()].map((label) => planted.get(label)?.rule));
  const counted = flags.filter((flag) => flag.amountFen > 0 && telling.has(flag.rule) && concerns(flag))
    .sort((a, b) => b.severityRank - a.severityRank || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0));
  const serious = claimed(counted.filter(({ harm }) => SERIOUS.has(harm)), left);
  const other = claimed(counted.filter(({ harm }) => !SERIOUS.has(harm)), left);
  const harmOf = new Map(flags.map(({ rule, harm }) => [rule, harm]));
  const plantedOf = (only: (rule: string) => boolean): number => [...wrongFen].reduce((sum, [label, fen]) => (only(planted.get(label)?.rule ?? '') ? sum + fen : sum), 0);
  return {
    sampledFen,
    problem: { plantedPercent: percent(plantedOf(() => true), sampledFen), foundPercent: percent(serious + other, sampledFen) },
    serious: { plantedPercent: percent(plantedOf((rule) => SERIOUS.has(harmOf.get(rule) ?? '')), sampledFen), foundPercent: percent(serious, sampledFen) },
  };
}
