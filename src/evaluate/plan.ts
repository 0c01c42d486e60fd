/** Which stories are told how often, and the truth about each: kept apart from everything the service can read. */
import * as path from 'node:path';
import { readdirSync } from 'node:fs';
import { CaseWorld } from './case-world';
import { BACKGROUND } from './county-lists';
import { countiesOf, EvaluationCounty } from './evaluation-county';
import type { DatedDeed } from '../simulate/step';
import type { Planting, Plantings, Truth } from './planting';

/** A told story: what is planted under this label, and what is true of it. */
export interface Planted {
  readonly label: string;
  readonly rule: string;
  readonly part: string | undefined;
  readonly truth: Truth;
  readonly told: string;
  readonly also: readonly string[];
  readonly mended: boolean;
}

export interface Plan {
  readonly script: readonly DatedDeed[];
  /** Over which the stories are spread. */
  readonly counties: readonly string[];
  readonly planted: ReadonlyMap<string, Planted>;
  /** Fen that went wrong, by the label of the story, where it says so. */
  readonly wrongFen: ReadonlyMap<string, number>;
  /** The story a subject belongs to, if any. */
  readonly ownerOf: (kind: string, id: string) => string | undefined;
  /** `kind:id` of every subject that belongs to a story, with its label. */
  readonly subjects: () => Iterable<readonly [subject: string, label: string]>;
}

export interface Wish {
  readonly seed: number;
  readonly hard: boolean;
  /** Of each sub-code; look-alikes are five to six times as many. */
  readonly each: number;
  /** Codes planted; all where empty. */
  readonly only: readonly string[];
  /** Counties the stories are spread over; as few as hold them where absent. */
  readonly counties?: number;
}

/** Stories that want a township to themselves: of so many of each pattern, a county has numbers for all. */
const EACH_IN_A_COUNTY = 20;
const LOOK_ALIKES_TENTHS = 55;
const SEPARABLE_SHARE = 2;
const INSEPARABLE_SHARE = 1;

export function allPlantings(): readonly Plantings[] {
  const folder = path.join(__dirname, 'plantings');
  const names = readdirSync(folder).filter((name) => /^A\d\d\.(ts|js)$/.test(name)).sort();
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded by name from the folder: one file, one rule.
  return names.map((name) => (require(path.join(folder, name)) as { default: Plantings }).default);
}

/** `total` told by these, by their shares, each at least once. */
function spread(plantings: readonly Planting[], total: number): (readonly [Planting, number])[] {
  const shares = plantings.reduce((sum, { share = 1 }) => sum + share, 0);
  return plantings.map((planting) => [planting, Math.max(1, Math.ceil((total * (planting.share ?? 1)) / shares))] as const);
}

/** Each sub-code `each` times; its look-alikes five to six times as often, two separable to one inseparable where both are told of. */
function told({ plantings: all }: Plantings, each: number, hard: boolean): (readonly [Planting, number])[] {
  const plantings = all.filter(({ hardOnly = false }) => hard || !hardOnly);
  const of = (truth: Truth): Planting[] => plantings.filter((planting) => planting.truth === truth);
  const anomalies = of('anomaly');
  const parts = [...new Set(anomalies.map(({ part }) => part))];
  const alike = Math.ceil((each * parts.length * LOOK_ALIKES_TENTHS) / 10);
  const [separable, inseparable] = [of('separable'), of('inseparable')];
  const shares = (separable.length > 0 ? SEPARABLE_SHARE : 0) + (inseparable.length > 0 ? INSEPARABLE_SHARE : 0);
  return [
    ...parts.flatMap((part) => spread(anomalies.filter((planting) => planting.part === part), each)),
    ...(separable.length > 0 ? spread(separable, Math.ceil((alike * SEPARABLE_SHARE) / shares)) : []),
    ...(inseparable.length > 0 ? spread(inseparable, Math.ceil((alike * INSEPARABLE_SHARE) / shares)) : []),
  ];
}

const BACKGROUND_PER_STORY = 2;

const inTurn = (counties: readonly string[], nth: number): string | undefined => counties[nth % counties.length];

/** Ordinary households of every county, paid in order among the others' lines. */
function background(county: EvaluationCounty, households: number): void {
  for (let nth = 0; nth < households; nth += 1) {
    const world = new CaseWorld(`${BACKGROUND}${String(nth).padStart(5, '0')}`, county, inTurn(county.counties, nth));
    const home = world.household({ others: world.chance.pick([[], ['spouse'], ['spouse', 'child'], ['child', 'parent']]) });
    world.months({ programme: 'DIBAO', home, amountFen: 32_000 }, `2018-0${String(world.chance.whole(1, 9))}`, '2018-12');
  }
}

export function plan({ seed, hard, each, only, counties = 1 }: Wish): Plan {
  const county = new EvaluationCounty(seed, hard, countiesOf(Math.max(counties, Math.ceil(each / EACH_IN_A_COUNTY))));
  const planted = new Map<string, Planted>();
  for (const file of allPlantings()) {
    if (only.length > 0 && !only.includes(file.rule)) continue;
    let nth = 0;
    for (const [planting, times] of told(file, each, hard)) {
      for (let time = 0; time < times; time += 1) {
        nth += 1;
        const label = `${file.rule}${planting.part ?? ''}-${String(nth).padStart(4, '0')}`;
        planted.set(label, { label, rule: file.rule, part: planting.part, truth: planting.truth, told: planting.told, also: planting.also ?? [], mended: planting.mended ?? false });
        planting.tell(new CaseWorld(label, county, planting.ownCounty ? county.newCounty(label) : inTurn(county.counties, planted.size - 1)));
      }
    }
  }
  background(county, Math.ceil(planted.size / BACKGROUND_PER_STORY));
  return { script: county.script(), counties: county.counties, planted, wrongFen: county.wrongFen, ownerOf: (kind, id) => county.ownerOf(kind, id), subjects: () => county.subjects() };
}
