/** How well the rules judged: every flag is laid beside the truth about the story it belongs to. */
import type { Plan, Planted } from './plan';

export interface FoundFlag {
  readonly rule: string;
  readonly part: string | undefined;
  /** The story its subject belongs to; undefined: nobody's. */
  readonly label: string | undefined;
  readonly subject: string;
  readonly harm: string;
  readonly severityRank: number;
  readonly amountFen: number;
  /** Positions it rests on. */
  readonly evidence: readonly number[];
  /** It stands in the end; otherwise it came and went again. */
  readonly standing: boolean;
}

export interface RuleScore {
  readonly planted: number;
  readonly found: number;
  readonly missed: number;
  /** Flags on what is innocent by the data: look-alikes, ordinary households, stories about something else. */
  readonly extraSeparable: number;
  /** Leads on what only a visit could tell. */
  readonly extraInseparable: number;
  readonly recall: number;
  readonly precision: number;
  /** Of the flags raised, those on what only a visit could tell. */
  readonly inseparableShare: number;
}

export interface Score {
  readonly rules: Readonly<Record<string, RuleScore>>;
  readonly overall: RuleScore;
  /** What was missed and what was flagged without need, by story, to look into. */
  readonly missed: readonly Planted[];
  readonly extra: readonly (FoundFlag & { readonly story: string })[];
}

/** What is said of a whole county is said of all its stories together. */
export const wholeCountiesOf = (counties: readonly string[]): ReadonlySet<string> => new Set(counties.map((county) => `region:${county}`));

/** Whole counts make one share of ten thousand; four digits are told. */
const share = (part: number, whole: number): number => (whole === 0 ? 1 : Math.round((part * 10_000) / whole) / 10_000);

function scoreOf(planted: number, found: number, extraSeparable: number, extraInseparable: number): RuleScore {
  return {
    planted, found, missed: planted - found, extraSeparable, extraInseparable, recall: share(found, planted), precision: share(found, found + extraSeparable),
    inseparableShare: share(extraInseparable, found + extraSeparable + extraInseparable),
  };
}

/** A story counts once for a rule, however many flags there are on it. */
export function score({ planted, counties }: Pick<Plan, 'planted' | 'counties'>, flags: readonly FoundFlag[]): Score {
  const wholeCounties = wholeCountiesOf(counties);
  const spoken = new Map<string, Set<string>>();
  const extra = new Map<string, FoundFlag & { readonly story: string }>();
  for (const flag of flags) {
    if (wholeCounties.has(flag.subject)) continue;
    const story = flag.label === undefined ? undefined : planted.get(flag.label);
    if (story?.rule === flag.rule && story.truth === 'anomaly') {
      if ((flag.standing || story.mended) && (story.part === undefined || story.part === flag.part)) spoken.set(flag.rule, (spoken.get(flag.rule) ?? new Set()).add(story.label));
    } else if (flag.standing && !story?.also.some((other) => other === flag.rule || other === `${flag.rule}${flag.part ?? ''}`)) {
      extra.set(`${flag.rule} ${flag.label ?? flag.subject}`, { ...flag, story: story ? `${story.rule}${story.part ?? ''} ${story.truth}: ${story.told}` : 'nobody planted anything here' });
    }
  }
  const codes = [...new Set([...[...planted.values()].map(({ rule }) => rule), ...[...extra.values()].map(({ rule }) => rule)])].sort();
  const missed = [...planted.values()].filter((story) => story.truth === 'anomaly' && !spoken.get(story.rule)?.has(story.label));
  const isInseparable = ({ rule, label }: FoundFlag): boolean => { const story = label === undefined ? undefined : planted.get(label); return story?.rule === rule && story.truth === 'inseparable'; };
  const of = (concerns: (rule: string) => boolean): RuleScore => {
    const anomalies = [...planted.values()].filter(({ rule, truth }) => truth === 'anomaly' && concerns(rule)).length;
    const extras = [...extra.values()].filter(({ rule }) => concerns(rule));
    return scoreOf(anomalies, anomalies - missed.filter(({ rule }) => concerns(rule)).length, extras.filter((flag) => !isInseparable(flag)).length, extras.filter(isInseparable).length);
  };
  return { rules: Object.fromEntries(codes.map((code) => [code, of((rule) => rule === code)])), overall: of(() => true), missed, extra: [...extra.values()] };
}
