/** What is planted in the evaluation county: short stories told from the audit typology, never from the queries, each with the truth about it. */
import type { CaseWorld } from './case-world';

/**
 * `anomaly`: the rule must speak. `separable`: it looks alike, and the innocent explanation is in the data, so the rule must keep silent.
 * `inseparable`: it looks alike, and only a visit could tell; a lead is right, and no finding.
 */
export type Truth = 'anomaly' | 'separable' | 'inseparable';

export interface Planting {
  /** Sub-code of the rule; for a look-alike the one it resembles, if one. */
  readonly part?: string;
  readonly truth: Truth;
  /** What happens, in one line. */
  readonly told: string;
  /** How often it is told beside the others of its rule, part and truth; 1 where absent. */
  readonly share?: number;
  /** Rules, or sub-codes (`A21a`), that rightly speak of the same matter too: their flags on it count neither for nor against them. */
  readonly also?: readonly string[];
  /** The wrong ends within the story (paid late, but paid): a flag that came and went again has spoken. Otherwise it must stand in the end. */
  readonly mended?: boolean;
  /** A county of its own, for what is judged by county. */
  readonly ownCounty?: true;
  /** Told in the hard setting alone. */
  readonly hardOnly?: true;
  tell(world: CaseWorld): void;
}

/** One file of plantings/: everything planted for one rule. */
export interface Plantings {
  readonly rule: string;
  readonly plantings: readonly Planting[];
}
