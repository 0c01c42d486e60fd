/** Deeds may be told in another order within a day, as long as nobody can tell: each story keeps its own, and what belongs to all stands where it stood. */
import * as fc from 'fast-check';
import { fewTurns } from '../../src/evaluate/turns';
import { command, inOrder, type DatedDeed } from '../../src/simulate/step';

interface Told { readonly day: number; readonly as: string; readonly story: string | undefined }

const tolds = fc.array(fc.record({ day: fc.integer({ min: 1, max: 3 }), as: fc.constantFrom('clerk', 'checker', 'office'), story: fc.constantFrom('s1', 's2', 's3', undefined) }), { maxLength: 40 });

function ordered(told: readonly Told[]): { readonly before: DatedDeed[]; readonly after: DatedDeed[]; readonly storyOf: (deed: DatedDeed) => string | undefined } {
  const stories = new Map<DatedDeed, string | undefined>();
  const deeds = told.map(({ day, as, story }, nth) => {
    const deed = command(`2018-01-0${String(day)}`, as, 'RegisterHousehold', `h${String(nth)}`, {});
    stories.set(deed, story);
    return deed;
  });
  const before = inOrder(deeds);
  const storyOf = (deed: DatedDeed): string | undefined => stories.get(deed);
  return { before, after: fewTurns(before, storyOf), storyOf };
}

const turns = (deeds: readonly DatedDeed[]): number => deeds.filter((deed, nth) => deed.as !== deeds[nth - 1]?.as).length;

it('keeps every deed, on its day, and in the order of its story', () => {
  fc.assert(fc.property(tolds, (told) => {
    const { before, after, storyOf } = ordered(told);
    expect(new Set(after)).toEqual(new Set(before));
    expect(after.map(({ on }) => on)).toEqual(before.map(({ on }) => on));
    for (const story of ['s1', 's2', 's3', undefined]) expect(after.filter((deed) => storyOf(deed) === story)).toEqual(before.filter((deed) => storyOf(deed) === story));
  }));
});

it('lets nothing pass what belongs to all', () => {
  fc.assert(fc.property(tolds, (told) => {
    const { before, after, storyOf } = ordered(told);
    for (const shared of before.filter((deed) => storyOf(deed) === undefined)) {
      expect(new Set(after.slice(0, after.indexOf(shared)))).toEqual(new Set(before.slice(0, before.indexOf(shared))));
    }
  }));
});

it('has forty stories of three users told in three turns', () => {
  const story = ['clerk', 'checker', 'office'];
  const { before, after } = ordered(Array.from({ length: 120 }, (_, nth) => ({ day: 1, as: story[nth % 3] as string, story: `s${String(Math.floor(nth / 3))}` })));
  expect([turns(before), turns(after)]).toEqual([120, 3]);
});

it('orders a day of two hundred thousand deeds', () => {
  const { before, after } = ordered(Array.from({ length: 200_000 }, () => ({ day: 1, as: 'clerk', story: 's1' })));
  expect(after.length).toBe(before.length);
});
