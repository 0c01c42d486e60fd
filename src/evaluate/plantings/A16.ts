/** Planted for A16: more than the standard, in money, area or number; and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import { moved, rebuilt } from '../homes';
import type { Plantings } from '../planting';
import { dayBetween, listDay, monthOf2018 } from '../when';

const MONTHLY_FEN = 32_000;
const RANGER_FEN = 100_000;
const RANGER_YEAR_FEN = 400_000;
const M2 = 1_000;
const M2_PER_PERSON = 25 * M2;
const PER_M2_FEN = 40_000;
const MU = 1_000;
const PER_MU_FEN = 12_500;

type Four = readonly [number, number, number, number];

/** A ranger's pay of the four quarters of a year, in the month after each; the last within the year. */
function rangerYear(world: CaseWorld, home: Home, year: number, amounts: Four): void {
  amounts.forEach((amountFen, quarter) => {
    const from = addMonths(`${String(year)}-01`, quarter * 3);
    const on = quarter === 3 ? `${String(year)}-12-14` : `${addMonths(from, 3)}-11`;
    world.line({ programme: 'RANGER', period: [from, addMonths(from, 2)], on, home, amountFen });
  });
}

/** Over by one to thirty in a hundred; in the hard setting by little. */
const over = (world: CaseWorld, fen: number): number => fen + Math.round((fen * world.chance.whole(1, world.hard ? 4 : 30)) / 100);

const family = (world: CaseWorld): Home => world.household({ others: world.chance.pick([['spouse'], ['spouse', 'child'], ['spouse', 'child', 'parent']]) });
const houses = (world: CaseWorld): string => world.programme({ payee: 'household', cadence: 'once', allowedPurposes: ['relocation', 'house-rebuilding'], quantityCapMilli: M2_PER_PERSON, quantityCapPer: 'member', endsWithDeath: false });
const startsOn = (world: CaseWorld): string => dayBetween(world, '2018-01-15', '2018-03-25');
/** Paid once, by the floor. */
const byFloor = (world: CaseWorld, home: Home, quantityMilli: number): unknown => {
  const on = dayBetween(world, '2018-04-02', '2018-11-25');
  return world.line({ programme: houses(world), period: [on.slice(0, 7)], on, home, quantityMilli, amountFen: Math.floor(quantityMilli / M2) * PER_M2_FEN });
};

/** Of whose grant what lies above the red line was not due. */
function byTooMuchFloor(world: CaseWorld): void {
  const home = family(world);
  const most = home.members.length * M2_PER_PERSON;
  const quantityMilli = over(world, most) + M2;
  byFloor(world, home, quantityMilli);
  world.wrong((Math.floor(quantityMilli / M2) - most / M2) * PER_M2_FEN);
}
const perMu = (world: CaseWorld): string => world.programme({ payee: 'household', cadence: 'yearly', standardFen: PER_MU_FEN, standardPer: 'mu', endsWithDeath: false });
/** A year's subsidy for land, paid once. */
const forLand = (world: CaseWorld, mu: number, amountFen: number): unknown =>
  world.line({ programme: perMu(world), period: ['2018-01', '2018-12'], on: dayBetween(world, '2018-03-05', '2018-11-20'), home: world.household(), quantityMilli: mu * MU, amountFen });

const moreThanBefore = (world: CaseWorld): number => MONTHLY_FEN + world.chance.whole(10, 60) * 100;
/** An allowance whose standard is raised from a month on, as told two weeks before. Answers the programme. */
function raised(world: CaseWorld, month: string, raisedFen: number): string {
  const terms = { payee: 'person', cadence: 'monthly', standardPer: 'person', allowedPurposes: ['household-subsidy'], negativeList: ['office-building'], economicClasses: ['303'], exclusiveWith: [], endsWithDeath: true, rosterPostingDays: 7 };
  const programme = world.programme({ ...terms, standardFen: MONTHLY_FEN });
  const on = `${addMonths(month, -1)}-15`;
  world.say(on, 'province', 'ReviseProgramme', programme, { ...terms, name: `示例项目${programme}`, basis: '鄂民政发〔2018〕9号', effectiveFrom: `${month}-01`, standardFen: raisedFen, reason: '提高保障标准', occurredOn: on });
  return programme;
}

const plantings: Plantings = {
  rule: 'A16',
  plantings: [
    {
      part: 'a', truth: 'anomaly', told: 'a ranger gets more than four thousand yuan in a year: the last quarter is paid too high',
      tell(world) { const home = world.household(); const last = over(world, RANGER_FEN); rangerYear(world, home, 2018, [RANGER_FEN, RANGER_FEN, RANGER_FEN, last]); world.wrong(last - RANGER_FEN); },
    },
    { part: 'a', truth: 'anomaly', told: "a month's allowance is paid above the standard", tell(world) { const month = monthOf2018(world, 1, 10); const home = world.household(); const amountFen = over(world, MONTHLY_FEN); world.line({ programme: 'DIBAO', period: [month], on: listDay(month), home, amountFen }); world.wrong(amountFen - MONTHLY_FEN); } },
    { part: 'a', truth: 'anomaly', told: 'a subsidy for land is paid for more land than was entered', tell(world) { const mu = world.chance.whole(3, 12); const amountFen = over(world, mu * PER_MU_FEN); forLand(world, mu, amountFen); world.wrong(amountFen - mu * PER_MU_FEN); } },
    {
      part: 'a', truth: 'anomaly', told: 'the standard is raised from July, and paid for months before it', hardOnly: true,
      tell(world) { const amountFen = moreThanBefore(world); world.months({ programme: raised(world, '2018-07', amountFen), home: world.household(), amountFen }, world.chance.pick(['2018-04', '2018-05', '2018-06']), '2018-09'); },
    },
    {
      part: 'b', truth: 'anomaly', told: 'a household is moved into more than twenty-five square metres a person', share: 2,
      tell(world) { const home = family(world); moved(world, home, { programme: houses(world), on: startsOn(world), areaMilliM2: over(world, home.members.length * M2_PER_PERSON) + M2 }); },
    },
    {
      part: 'b', truth: 'anomaly', told: 'a dangerous house is rebuilt larger than the programme allows',
      tell(world) { const home = family(world); rebuilt(world, home, { programme: houses(world), on: startsOn(world), areaMilliM2: over(world, home.members.length * M2_PER_PERSON) + M2 }); },
    },
    {
      part: 'b', truth: 'anomaly', told: 'a grant by the square metre is paid for more than twenty-five square metres a person',
      tell: byTooMuchFloor,
    },
    { part: 'a', truth: 'separable', told: 'a ranger gets exactly four thousand yuan in the year', tell(world) { rangerYear(world, world.household(), 2018, [RANGER_FEN, RANGER_FEN, RANGER_FEN, RANGER_FEN]); } },
    {
      part: 'a', truth: 'separable', told: 'less in one quarter, the rest in the next; the year comes to four thousand yuan',
      tell(world) {
        const shortFen = world.chance.whole(10, 50) * 1_000;
        rangerYear(world, world.household(), 2018, [RANGER_FEN, RANGER_FEN - shortFen, RANGER_FEN + shortFen, RANGER_YEAR_FEN - 3 * RANGER_FEN]);
      },
    },
    {
      part: 'a', truth: 'separable', told: 'the last quarter of the year before is paid in January, besides the four of the year',
      tell(world) {
        const home = world.household();
        world.line({ programme: 'RANGER', period: ['2017-10', '2017-12'], on: '2018-01-18', home, amountFen: RANGER_FEN });
        rangerYear(world, home, 2018, [RANGER_FEN, RANGER_FEN, RANGER_FEN, RANGER_FEN]);
      },
    },
    {
      part: 'a', truth: 'separable', told: 'the standard is raised at midyear, and paid from then on',
      tell(world) {
        const raisedFen = moreThanBefore(world);
        const month = monthOf2018(world, 4, 9);
        const programme = raised(world, month, raisedFen);
        const home = world.household();
        world.months({ programme, home, amountFen: MONTHLY_FEN }, addMonths(month, -2), addMonths(month, -1));
        world.months({ programme, home, amountFen: raisedFen }, month, addMonths(month, 2));
      },
    },
    {
      part: 'a', truth: 'separable', told: 'one line pays the allowance of two persons',
      tell(world) { const month = monthOf2018(world, 1, 10); world.line({ programme: 'DIBAO', period: [month], on: listDay(month), home: world.household({ others: ['spouse'] }), quantityMilli: 2_000, amountFen: 2 * MONTHLY_FEN }); },
    },
    { part: 'a', truth: 'separable', told: 'the subsidy for land comes to the standard for the land entered', tell(world) { const mu = world.chance.whole(3, 12); forLand(world, mu, mu * PER_MU_FEN); } },
    {
      part: 'a', truth: 'separable', told: 'two months of arrears come on one day, each line for its own month',
      tell(world) {
        const month = monthOf2018(world, 3, 10);
        const home = world.household();
        for (const each of [addMonths(month, -2), addMonths(month, -1), month]) world.line({ programme: 'DIBAO', period: [each], on: listDay(month), home, amountFen: MONTHLY_FEN });
      },
    },
    {
      part: 'b', truth: 'separable', told: 'moved into what the red line allows, or a little less', share: 2,
      tell(world) { const home = family(world); const most = home.members.length * M2_PER_PERSON; moved(world, home, { programme: houses(world), on: startsOn(world), areaMilliM2: world.hard ? most : most - world.chance.whole(0, 8) * M2 }); },
    },
    {
      part: 'b', truth: 'separable', told: 'a child is born between the list and the move, and the flat is for one more',
      tell(world) {
        const home = world.household({ others: ['spouse'] });
        const on = startsOn(world);
        const bornOn = addDays(on, world.chance.whole(20, 120));
        const child = world.person({ bornOn, relation: 'child' });
        const persons = home.members.length + 1;
        world.say(addDays(bornOn, 20), 'office', 'AddMember', home.id, { person: world.named(child), relation: 'child', cause: 'birth', occurredOn: bornOn });
        moved(world, home, { programme: houses(world), on, areaMilliM2: persons * M2_PER_PERSON, persons });
      },
    },
    { part: 'b', truth: 'separable', told: 'rebuilt within the area the programme allows', tell(world) { const home = family(world); rebuilt(world, home, { programme: houses(world), on: startsOn(world), areaMilliM2: home.members.length * M2_PER_PERSON - world.chance.whole(0, 10) * M2 }); } },
    { part: 'b', truth: 'separable', told: 'a grant by the square metre for what the red line allows', tell(world) { const home = family(world); byFloor(world, home, home.members.length * M2_PER_PERSON); } },
    {
      part: 'b', truth: 'inseparable', told: 'the measured area holds a share of the common stairs, which nobody took off',
      tell(world) { const home = family(world); const most = home.members.length * M2_PER_PERSON; moved(world, home, { programme: houses(world), on: startsOn(world), areaMilliM2: most + world.chance.whole(2, 7) * M2 }); },
    },
    {
      part: 'a', truth: 'inseparable', told: 'arrears of the year before, added to the pay of a quarter of this year',
      tell(world) { rangerYear(world, world.household(), 2018, [RANGER_FEN + world.chance.whole(2, 9) * 10_000, RANGER_FEN, RANGER_FEN, RANGER_FEN]); },
    },
  ],
};
export default plantings;
