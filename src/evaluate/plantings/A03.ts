/** Planted for A03: the same item paid twice for the same months, and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home, LineWish } from '../wishes';
import type { Plantings } from '../planting';
import { broughtBack, closedList, failedLine, newCard, sentAgain } from '../unpaid-lines';
import { listDay, monthOf2018 } from '../when';

const MONTHLY_FEN = 32_000;

/** One month of the allowance. */
const allowance = (home: Home, month: string, on: string, more: Partial<LineWish> = {}): LineWish => ({ programme: 'DIBAO', period: [month], on, home, amountFen: MONTHLY_FEN, ...more });

/** Some days after the ordinary list of the month. */
const later = (world: CaseWorld, month: string, from = 3, to = 40): string => addDays(listDay(month), world.chance.whole(from, to));

/** Paid after all, in a supplementary list that holds a neighbour in arrears too. */
function paidWithOthers(world: CaseWorld, home: Home, month: string, on: string): void {
  for (const each of [home, world.household({ village: home.village })]) world.line(allowance(each, month, on, { list: 'supplementary' }));
}

const plantings: Plantings = {
  rule: 'A03',
  plantings: [
    {
      truth: 'anomaly', told: 'an old man is on the list of the month and, some weeks on, on a second list for the same month',
      tell(world) {
        const home = world.household({ others: ['spouse'] });
        const month = monthOf2018(world, 1, 9);
        world.line(allowance(home, month, listDay(month)));
        world.line(allowance(home, month, later(world, month)));
        world.wrong(MONTHLY_FEN);
      },
    },
    {
      truth: 'anomaly', told: 'two entries of one woman in one list, the second with a sum a little smaller, so that nobody notices',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 1, 10);
        world.line(allowance(home, month, listDay(month), { list: 'twice' }));
        const amountFen = MONTHLY_FEN - world.chance.whole(1, 40) * 100;
        world.line(allowance(home, month, listDay(month), { list: 'twice', amountFen }));
        world.wrong(amountFen);
      },
    },
    {
      truth: 'anomaly', told: 'husband and wife each collect an award that is paid once per household',
      tell(world) {
        const home = world.household({ others: ['spouse'] });
        const month = monthOf2018(world, 3, 9);
        const amountFen = world.chance.whole(8, 40) * 10_000;
        world.line({ programme: 'INDUSTRY', period: [month], on: listDay(month), home, amountFen });
        world.line({ programme: 'INDUSTRY', period: [month], on: later(world, month), home, payee: home.members[1] ?? home.members[0], amountFen });
        world.wrong(amountFen);
      },
    },
    {
      truth: 'anomaly', told: 'the allowance of a whole year is paid again month by month in arrears',
      tell(world) {
        const home = world.household({ others: ['child'] });
        world.months({ programme: 'DIBAO', home, amountFen: MONTHLY_FEN }, '2018-01', '2018-04');
        for (const month of ['2018-02', '2018-03', '2018-04']) {
          world.line(allowance(home, month, '2018-07-09'));
          world.wrong(MONTHLY_FEN);
        }
      },
    },
    {
      truth: 'separable', told: 'a first part, and the rest of the month linked to it as a top-up',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 1, 9);
        const firstFen = world.chance.whole(150, 250) * 100;
        const supplements = world.line(allowance(home, month, listDay(month), { list: 'first', amountFen: firstFen }));
        world.line(allowance(home, month, later(world, month, 5, 14), { list: 'rest', amountFen: MONTHLY_FEN - firstFen, supplements }));
      },
    },
    {
      truth: 'separable', told: 'the bank could not pay, and the line was sent again to the new card',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 1, 9);
        const failed = failedLine(world, allowance(home, month, listDay(month)));
        const again = addDays(failed.on, world.chance.whole(6, 20));
        const account = newCard(world, home, again);
        closedList(world, sentAgain(world, failed, addDays(again, 1), { account, holder: home.members[0] }), addDays(again, 5));
      },
    },
    {
      truth: 'separable', told: 'a line that failed was given up with its list, and paid in the list after',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 1, 9);
        const failed = failedLine(world, allowance(home, month, listDay(month)));
        broughtBack(world, failed, addDays(failed.on, 3));
        closedList(world, failed, addDays(failed.on, 4));
        paidWithOthers(world, home, month, later(world, month, 12, 25));
      },
    },
    {
      truth: 'separable', told: 'paid by mistake, reversed with the money back, and paid again as it should be',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 1, 9);
        world.line(allowance(home, month, listDay(month), { list: 'mistaken' }));
        const reversedOn = addDays(listDay(month), world.chance.whole(5, 10));
        world.say(reversedOn, 'clerk', 'ReverseDisbursement', `${world.label}-b-mistaken`, { ordinal: 1, moneyBack: true, reason: '重复录入,已退回', occurredOn: reversedOn });
        paidWithOthers(world, home, month, addDays(reversedOn, 9));
      },
    },
    {
      truth: 'separable', told: 'an allowance of persons: husband and wife each get theirs, on one card',
      tell(world) {
        const home = world.household({ others: ['spouse'] });
        for (const payee of home.members) world.months({ programme: 'DIBAO', home, payee, amountFen: MONTHLY_FEN }, '2018-03', '2018-06');
      },
    },
    {
      truth: 'separable', told: 'two months are paid on one day, the earlier one in arrears',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 2, 10);
        for (const each of [addMonths(month, -1), month]) world.line(allowance(home, each, listDay(month)));
      },
    },
    {
      truth: 'separable', told: 'allowance and its top-up for the old, two items of one month',
      tell(world) {
        const home = world.household({ head: world.person({ bornIn: [1935, 1947] }) });
        const month = monthOf2018(world, 1, 10);
        world.line(allowance(home, month, listDay(month)));
        world.line({ programme: 'TOPUP', period: [month], on: listDay(month), home, amountFen: 6_400 });
      },
    },
    {
      truth: 'inseparable', told: 'the month is paid in two halves, and nobody entered that the second belongs to the first',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 1, 9);
        world.line(allowance(home, month, listDay(month), { amountFen: MONTHLY_FEN / 2 }));
        world.line(allowance(home, month, later(world, month), { amountFen: MONTHLY_FEN / 2 }));
      },
    },
    {
      truth: 'inseparable', told: 'arrears of the winter before, entered under the label of the current month',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 3, 8);
        world.line(allowance(home, month, listDay(month)));
        world.line(allowance(home, month, later(world, month)));
      },
    },
  ],
};
export default plantings;
