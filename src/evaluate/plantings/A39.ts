/** Planted for A39: exits from poverty made up for the year's end, a register changed after it was frozen, exits that do not hold; and what looks like it. */
import { dateAfterMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import type { Plantings } from '../planting';
import { dayBetween } from '../when';

const LINES: Readonly<Record<string, number>> = { 2016: 310_000, 2017: 320_000, 2018: 330_000 };
const ALL = { food: true, clothing: true, education: true, medical: true, housing: true, water: true };

/** Above the line by so many in ten thousand. */
const above = (year: number, basisPoints: number): number => Math.floor(((LINES[String(year)] ?? 0) * (10_000 + basisPoints)) / 10_000);
const justAbove = (world: CaseWorld, year: number): number => above(year, world.hard ? world.chance.whole(150, 200) : world.chance.whole(0, 200));
const wellAbove = (world: CaseWorld, year: number): number => above(year, world.hard ? world.chance.whole(250, 900) : world.chance.whole(1_000, 9_000));

/** With its procedure on file. */
function exits(world: CaseWorld, home: Home, on: string, incomePerPersonFen: number): void {
  const year = Number(on.slice(0, 4));
  world.say(on, 'office', 'MarkStatus', home.id, {
    status: 'exited', basis: '人均纯收入超过扶贫标准,两不愁三保障达标', incomePerPersonFen, lineFen: LINES[String(year)], evaluator: '县扶贫办', criteria: ALL,
    procedure: { appraisedOn: addDays(on, -35), verifiedOn: addDays(on, -30), agreed: true, postedFrom: addDays(on, -25), postedUntil: addDays(on, -15) }, policyUntil: '2020-12-31', occurredOn: on,
  });
}

const families = (world: CaseWorld, township: string, count: number): Home[] => { const villages = [world.village(township), world.village(township)]; return Array.from({ length: count }, (_, nth) => world.household({ village: villages[nth % 2] ?? '', account: false })); };
const autumn = (world: CaseWorld, year: number): string => dayBetween(world, `${String(year)}-10-08`, `${String(year)}-12-28`);
const lastDay = (year: number): string => `${String(year)}-12-31`;

/** The exits of a township in one year: so many on its last day just above the line, so many on it well above, the others in the autumn. */
function year(world: CaseWorld, { count, made = 0, late = 0, near = 0 }: { readonly count: number; readonly made?: number; readonly late?: number; readonly near?: number }): void {
  const of = world.chance.pick([2016, 2017]);
  families(world, world.township(), count).forEach((home, nth) => {
    if (nth < made) exits(world, home, lastDay(of), justAbove(world, of));
    else if (nth < made + late) exits(world, home, lastDay(of), wellAbove(world, of));
    else exits(world, home, autumn(world, of), nth < made + late + near ? justAbove(world, of) : wellAbove(world, of));
  });
}

/** The register of the county frozen at the end of 2017, with these households in force; then what the story does. */
function frozen(world: CaseWorld, after: (homes: readonly Home[], township: string) => void): void {
  const township = world.township();
  const homes = families(world, township, world.chance.whole(10, 14));
  world.owns('region', world.county);
  world.say(lastDay(2017), 'admin', 'FreezeRegister', world.county, { region: world.county, year: 2017, households: homes.length, occurredOn: lastDay(2017) });
  after(homes, township);
}

/** Entered weeks after the freeze, dated before it or as told. */
function addedLater(world: CaseWorld, township: string, count: number, occurredOn: string | undefined, terms: object = {}): void {
  const village = world.village(township);
  for (let nth = 0; nth < count; nth += 1) {
    const on = dayBetween(world, '2018-01-15', '2018-04-20');
    const head = world.person({ relation: 'head' });
    const id = world.id('h');
    world.owns('household', id);
    world.say(on, 'office', 'RegisterHousehold', id, { region: village, head: world.named(head), members: [{ person: world.named(head), relation: 'head' }], status: 'registered', occurredOn: occurredOn ?? on, ...terms });
  }
}
const struckOff = (world: CaseWorld, homes: readonly Home[], occurredOn: string | undefined, terms: object = {}): void => {
  for (const home of homes) {
    const on = dayBetween(world, '2018-01-15', '2018-04-20');
    world.say(on, 'office', 'MarkStatus', home.id, { status: 'removed', basis: '数据修正', occurredOn: occurredOn ?? on, ...terms });
  }
};
const some = (world: CaseWorld): number => world.chance.whole(3, 7);

/** So many of these leave poverty in the autumn of 2016, and so many of those are back after so many months. */
function back(world: CaseWorld, left: number, returned: number, months: () => number): void {
  families(world, world.township(), left).forEach((home, nth) => {
    const on = dayBetween(world, '2016-10-10', '2016-12-20');
    exits(world, home, on, wellAbove(world, 2016));
    const backOn = dateAfterMonths(on, months());
    if (nth < returned) world.say(backOn, 'office', 'MarkStatus', home.id, { status: 'returned', basis: '返贫', incomePerPersonFen: above(2017, -world.chance.whole(500, 3_000)), lineFen: LINES['2017'], occurredOn: backOn });
  });
}
const withinYear = (world: CaseWorld) => (): number => world.chance.whole(3, 11);

const plantings: Plantings = {
  rule: 'A39',
  plantings: [
    {
      part: 'a', truth: 'anomaly', told: 'a third of the exits of a township, or more, are of 31 December, with incomes hardly above the line', share: 2,
      tell(world) { const count = world.chance.whole(6, 10); year(world, { count, made: Math.ceil((count * (world.hard ? 30 : world.chance.whole(35, 80))) / 100) }); },
    },
    { part: 'a', truth: 'anomaly', told: 'every one of five or six exits is of the last day, and as close to the line', tell(world) { const count = world.chance.whole(5, 6); year(world, { count, made: count }); } },
    { part: 'b', truth: 'anomaly', ownCounty: true, told: 'after the freeze households are entered into the year that is over, without a campaign', tell(world) { frozen(world, (_, township) => { addedLater(world, township, some(world), dayBetween(world, '2017-11-10', '2017-12-28')); }); } },
    { part: 'b', truth: 'anomaly', ownCounty: true, told: 'after the freeze households are struck off as of the year that is over, without a campaign', tell(world) { frozen(world, (homes) => { struckOff(world, homes.slice(0, some(world)), dayBetween(world, '2017-11-10', '2017-12-28')); }); } },
    { part: 'c', truth: 'anomaly', told: 'most of those who left poverty in the autumn are poor again within a year', tell(world) { const left = world.chance.whole(7, 10); back(world, left, left - world.chance.whole(0, 2), withinYear(world)); } },
    { part: 'a', truth: 'separable', told: 'all exits are entered on 31 December, the day that closes the year, with incomes well above the line', tell(world) { const count = world.chance.whole(6, 10); year(world, { count, late: count }); } },
    { part: 'a', truth: 'separable', told: 'incomes hardly above the line, but the exits are of the whole autumn', tell(world) { const count = world.chance.whole(6, 9); year(world, { count, near: count }); } },
    { part: 'a', truth: 'separable', told: 'one or two of eight are of the last day and close to the line', tell(world) { year(world, { count: 8, made: world.hard ? 2 : world.chance.whole(1, 2) }); } },
    { part: 'a', truth: 'separable', told: 'four exits in the township, three of the last day', tell(world) { year(world, { count: 4, made: 3 }); } },
    { part: 'b', truth: 'separable', ownCounty: true, told: 'corrections of the year that is over, under the campaign of the county', tell(world) { frozen(world, (homes, township) => { const campaign = { campaign: 'huitoukan-2018' }; addedLater(world, township, some(world), '2017-12-20', campaign); struckOff(world, homes.slice(0, some(world)), '2017-12-20', campaign); }); } },
    { part: 'b', truth: 'separable', ownCounty: true, told: 'households that became poor in the new year', tell(world) { frozen(world, (_, township) => { addedLater(world, township, some(world), undefined); }); } },
    { part: 'b', truth: 'separable', ownCounty: true, told: 'the register was put in order before it was frozen', tell(world) { frozen(world, (homes) => { for (const home of homes.slice(0, some(world))) { const on = dayBetween(world, '2017-11-05', '2017-12-20'); world.say(on, 'office', 'MarkStatus', home.id, { status: 'removed', basis: '动态调整', occurredOn: on }); } }); } },
    { part: 'c', truth: 'separable', told: 'one of many falls ill and back into poverty', tell(world) { back(world, world.chance.whole(8, 11), 1, withinYear(world)); } },
    { part: 'c', truth: 'separable', told: 'some are poor again, but only after more than a year', tell(world) { back(world, world.chance.whole(6, 9), world.chance.whole(3, 5), () => (world.hard ? 13 : world.chance.whole(14, 19))); } },
    { part: 'a', truth: 'inseparable', told: 'a poor township, whose people truly come just above the line, by the books of the village', tell(world) { const count = world.chance.whole(6, 9); year(world, { count, made: count - 2 }); } },
    { part: 'b', truth: 'inseparable', ownCounty: true, told: 'papers of the autumn that lay in a drawer', tell(world) { frozen(world, (_, township) => { addedLater(world, township, some(world), dayBetween(world, '2017-11-10', '2017-12-28')); }); } },
    { part: 'c', truth: 'inseparable', told: 'a flood in summer took the harvest of all of them', tell(world) { const left = world.chance.whole(7, 9); back(world, left, left - 1, () => world.chance.whole(8, 10)); } },
  ],
};
export default plantings;
