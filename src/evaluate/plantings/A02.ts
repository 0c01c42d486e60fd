/** Planted for A02: money paid for the dead, and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import type { Plantings } from '../planting';

const DIES_IN = ['2018-02-10', '2018-03-05', '2018-04-17', '2018-05-29'];

function widow(world: CaseWorld): { home: Home; diedOn: string } {
  return { home: world.household({ others: ['spouse'], head: world.person({ bornIn: [1932, 1948] }) }), diedOn: world.chance.pick(DIES_IN) };
}

const reportDeath = (world: CaseWorld, home: Home, diedOn: string, reportedOn: string): void =>
  world.say(reportedOn, 'office', 'ReportMemberDeath', home.id, { person: world.named(home.members[0]), source: 'civil-affairs', occurredOn: diedOn });

const PAID_FEN = 32_000;

/** Paid until a month; what was paid after the month that follows the death went wrong. */
function paidUntil(world: CaseWorld, home: Home, diedOn: string, last: string): void {
  const lines = world.months({ programme: 'DIBAO', home, amountFen: PAID_FEN }, '2018-01', last);
  world.wrong(PAID_FEN * lines.filter(({ line }) => line.wish.period[0] > addMonths(diedOn.slice(0, 7), 1)).length);
}

const plantings: Plantings = {
  rule: 'A02',
  plantings: [
    {
      truth: 'anomaly', told: 'an old man dies, nobody tells the office, and his allowance goes on until the death comes to light',
      tell(world) {
        const { home, diedOn } = widow(world);
        paidUntil(world, home, diedOn, addDays(diedOn, world.chance.whole(90, 150)).slice(0, 7));
        reportDeath(world, home, diedOn, addDays(diedOn, 170));
      },
    },
    {
      truth: 'anomaly', told: 'the register of cremations names somebody who was paid two months longer',
      tell(world) {
        const { home, diedOn } = widow(world);
        paidUntil(world, home, diedOn, addDays(diedOn, 65).slice(0, 7));
        world.register('deceased', { person: home.members[0], on: diedOn }, addDays(diedOn, 100));
      },
    },
    {
      truth: 'separable', told: 'the last month is the month of death',
      tell(world) {
        const { home, diedOn } = widow(world);
        world.months({ programme: 'DIBAO', home, amountFen: PAID_FEN }, '2018-01', diedOn.slice(0, 7));
        reportDeath(world, home, diedOn, addDays(diedOn, 3));
      },
    },
    {
      truth: 'separable', told: 'arrears for months alive, paid after the death',
      tell(world) {
        const { home, diedOn } = widow(world);
        world.line({ programme: 'DIBAO', period: ['2018-01'], on: addDays(diedOn, 60), home, amountFen: PAID_FEN });
        reportDeath(world, home, diedOn, addDays(diedOn, 5));
      },
    },
    {
      truth: 'separable', told: 'an item of the household goes on for the survivors',
      tell(world) {
        const { home, diedOn } = widow(world);
        reportDeath(world, home, diedOn, addDays(diedOn, 5));
        world.line({ programme: 'INDUSTRY', period: [addDays(diedOn, 120).slice(0, 7)], on: addDays(diedOn, 120), home, payee: home.members[1], amountFen: 200_000 });
      },
    },
    {
      truth: 'inseparable', told: 'the register of deaths names the wrong person, and the mistake stands',
      tell(world) {
        const { home, diedOn } = widow(world);
        world.months({ programme: 'DIBAO', home, amountFen: PAID_FEN }, '2018-01', '2018-12');
        world.register('deceased', { person: home.members[0], on: diedOn }, addDays(diedOn, 100));
      },
    },
  ],
};
export default plantings;
