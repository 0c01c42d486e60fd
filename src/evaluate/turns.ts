/** The deeds of a day in an order in which users take few turns, because what one user sends in a row is sent at once. */
import type { DatedDeed } from '../simulate/step';

/** How many at the front the same user sends. */
function run(deeds: readonly DatedDeed[], as: string | undefined): number {
  const other = deeds.findIndex((deed) => deed.as !== as);
  return other === -1 ? deeds.length : other;
}

/** Whoever has most to send sends it; of equals, who was told of first. */
function inTurns(stories: readonly (readonly DatedDeed[])[]): DatedDeed[] {
  const turns: DatedDeed[] = [];
  for (let left = stories.map((deeds) => [...deeds]); left.length > 0; left = left.filter((deeds) => deeds.length > 0)) {
    const counts = new Map<string, number>();
    for (const deeds of left) {
      const as = deeds[0]?.as ?? '';
      counts.set(as, (counts.get(as) ?? 0) + run(deeds, as));
    }
    const [as] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most));
    for (const deeds of left) for (const deed of deeds.splice(0, run(deeds, as))) turns.push(deed);
  }
  return turns;
}

/**
 * `deeds` are in order of their days. Deeds of one story keep their order; what belongs to no story alone (lists, registers, money of the county) stays
 * where it stands, and nothing of that day passes it.
 */
export function fewTurns(deeds: readonly DatedDeed[], storyOf: (deed: DatedDeed) => string | undefined): DatedDeed[] {
  const all: DatedDeed[] = [];
  let stories = new Map<string, DatedDeed[]>();
  const flush = (): void => {
    for (const deed of inTurns([...stories.values()])) all.push(deed);
    stories = new Map();
  };
  let day = '';
  for (const deed of deeds) {
    const story = storyOf(deed);
    if (deed.on !== day || story === undefined) flush();
    day = deed.on;
    if (story === undefined) {
      all.push(deed);
      continue;
    }
    const told = stories.get(story) ?? [];
    told.push(deed);
    stories.set(story, told);
  }
  flush();
  return all;
}
