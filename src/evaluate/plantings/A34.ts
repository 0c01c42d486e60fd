/** Planted for A34: money for the needy shared out evenly, or going round the village (平均主义、轮流坐庄); and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import type { Plantings } from '../planting';
import { dayBetween } from '../when';

const YUAN = 100;
const QUARTERS = ['2018-01', '2018-04', '2018-07'];
/** Of twenty: one less than nineteen is under ninety-five in a hundred. */
const UNDER_95_OF_20 = 18;

const forNeedy = (world: CaseWorld, terms: object = {}): string => world.programme({ payee: 'household', cadence: 'once', targeted: true, endsWithDeath: false, ...terms });
const villagers = (world: CaseWorld, count: number, village = world.village()): Home[] => Array.from({ length: count }, () => world.household({ village, account: false }));

/** One list of a village: what each household gets, in whole yuan. */
function shared(world: CaseWorld, programme: string, homes: readonly Home[], yuanOf: (nth: number) => number): void {
  const on = dayBetween(world, '2018-02-05', '2018-12-05');
  homes.forEach((home, nth) => { world.line({ programme, period: [on.slice(0, 7)], on, home, amountFen: yuanOf(nth) * YUAN, list: 'shared' }); });
}

/** So much to everybody, in tens of yuan. */
const sum = (world: CaseWorld): number => world.chance.whole(20, 150) * 10;
const byNeed = (world: CaseWorld) => (nth: number): number => 200 + nth * 10 + world.chance.whole(0, 9);

const STANDARD_FEN = 60_000;
const perQuarter = (world: CaseWorld): string => forNeedy(world, { cadence: 'quarterly', standardFen: STANDARD_FEN, standardPer: 'household' });

/** The list of a quarter, paid in the month after: everybody gets the standard. */
function quarter(world: CaseWorld, programme: string, from: string, homes: readonly Home[]): void {
  for (const home of homes) world.line({ programme, period: [from, addMonths(from, 2)], on: `${addMonths(from, 3)}-10`, home, amountFen: STANDARD_FEN, list: `q${from}` });
}

/** Three lists of ten to twelve, of each of which so many stand in the next. Answers what they come to. */
function rounds(world: CaseWorld, staying: (size: number) => number, between: (left: readonly Home[], came: readonly Home[], from: string) => void = () => undefined): number {
  const programme = perQuarter(world);
  const village = world.village();
  const size = world.chance.whole(10, 12);
  let now = villagers(world, size, village);
  QUARTERS.forEach((from, nth) => {
    if (nth > 0) {
      const stay = now.slice(0, staying(size));
      const came = villagers(world, size - stay.length, village);
      between(now.slice(stay.length), came, from);
      now = [...came, ...stay];
    }
    quarter(world, programme, from, now);
  });
  return QUARTERS.length * size * STANDARD_FEN;
}

/** Whoever left the list had left poverty, and whoever came had fallen back into it, by the register. */
function byTheRegister(world: CaseWorld): (left: readonly Home[], came: readonly Home[], from: string) => void {
  const mark = (home: Home, status: string, on: string): void => { world.say(on, 'office', 'MarkStatus', home.id, { status, basis: '动态调整', policyUntil: '2020-12-31', occurredOn: on }); };
  return (left, came, from) => {
    for (const home of left) mark(home, 'exited', addDays(`${from}-01`, world.chance.whole(5, 25)));
    for (const home of came) mark(home, 'low-income', addDays(`${from}-01`, world.chance.whole(5, 25)));
  };
}

const plantings: Plantings = {
  rule: 'A34',
  plantings: [
    {
      part: 'a', truth: 'anomaly', told: 'relief for the neediest is shared out: ten to sixteen households of the village get the same sum', share: 2,
      tell(world) { const each = sum(world); const programme = forNeedy(world); const homes = villagers(world, world.chance.whole(10, 16)); shared(world, programme, homes, () => each); world.wrong(homes.length * each * YUAN); },
    },
    {
      part: 'a', truth: 'anomaly', told: 'all but one of twenty or more get the same, the group leader a little more',
      tell(world) { const each = sum(world); const programme = forNeedy(world); const homes = villagers(world, world.chance.whole(20, 23)); shared(world, programme, homes, (nth) => (nth === 4 ? each + 50 : each)); world.wrong((homes.length - 1) * each * YUAN); },
    },
    {
      part: 'a', truth: 'anomaly', told: 'an allowance that is graded by need is levelled: everybody gets the same, which is no grade of it',
      tell(world) {
        const programme = forNeedy(world, { standardFen: 200_000, standardPer: 'household', standardsByGrade: [{ grade: 'grade-1', amountFen: 200_000 }, { grade: 'grade-2', amountFen: 150_000 }] });
        const each = world.chance.whole(60, 120) * 10 + 5;
        const homes = villagers(world, world.chance.whole(10, 14));
        shared(world, programme, homes, () => each);
        world.wrong(homes.length * each * YUAN);
      },
    },
    { part: 'b', truth: 'anomaly', told: 'three lists running name ever other households of the village, and nothing tells why', share: 2, tell(world) { world.wrong(rounds(world, () => 0)); } },
    { part: 'b', truth: 'anomaly', told: 'the list goes round; the headman and a friend alone stay on it', tell(world) { world.wrong(rounds(world, () => (world.hard ? 2 : 1))); } },
    {
      part: 'a', truth: 'separable', told: 'an item for everybody alike, by the same sum',
      tell(world) { const each = sum(world); shared(world, forNeedy(world, { targeted: false, cadence: 'yearly' }), villagers(world, world.chance.whole(10, 14)), () => each); },
    },
    {
      part: 'a', truth: 'separable', told: 'everybody gets the standard that is set for a household',
      tell(world) { shared(world, forNeedy(world, { standardFen: 80_000, standardPer: 'household' }), villagers(world, world.chance.whole(10, 14)), () => 800); },
    },
    { part: 'a', truth: 'separable', told: 'nine households or fewer get the same', share: 2, tell(world) { const each = sum(world); shared(world, forNeedy(world), villagers(world, world.hard ? 9 : world.chance.whole(4, 9)), () => each); } },
    { part: 'a', truth: 'separable', told: 'each gets what its need was found to be', tell(world) { shared(world, forNeedy(world), villagers(world, world.chance.whole(10, 16)), byNeed(world)); } },
    {
      part: 'a', truth: 'separable', told: 'many get the same grade, but two or more of twenty another',
      tell(world) { const each = sum(world); const same = world.hard ? UNDER_95_OF_20 : world.chance.whole(12, UNDER_95_OF_20); shared(world, forNeedy(world), villagers(world, 20), (nth) => (nth < same ? each : each + 100 + nth)); },
    },
    { part: 'b', truth: 'separable', told: 'most of the list stay on it, a few come and go', share: 2, tell(world) { rounds(world, (size) => (world.hard ? 3 : world.chance.whole(5, size - 1))); } },
    { part: 'b', truth: 'separable', told: 'the list changes with the register: those who left poverty go, those who fell into need come', tell(world) { rounds(world, () => 1, byTheRegister(world)); } },
    { part: 'a', truth: 'inseparable', told: 'hail destroyed the tobacco of all alike, and all alike were given seed money', tell(world) { const each = sum(world); shared(world, forNeedy(world), villagers(world, world.chance.whole(10, 13)), () => each); } },
    { part: 'b', truth: 'inseparable', told: 'work for the village, which those who need wages do in turn, as the villagers resolved', tell(world) { rounds(world, () => 1); } },
  ],
};
export default plantings;
