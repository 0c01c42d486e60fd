/** Planted for A07: one account for many households, money to an account that is not the payee's, several accounts of one person; and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import type { Account } from '../../simulate/people';
import type { CaseWorld } from '../case-world';
import type { Home, Member } from '../wishes';
import type { Plantings } from '../planting';
import { dayBetween, listDay, monthOf2018 } from '../when';

const MONTHLY_FEN = 32_000;
const TWELVE_MONTHS = 12;

/** Some months of allowance for the head of each of these, all to the one account. Answers what each was paid. */
function paidTo(world: CaseWorld, account: Account, homes: readonly Home[], months = 2): number {
  const first = monthOf2018(world, 1, 9);
  for (const home of homes) world.months({ programme: 'DIBAO', home, account, amountFen: MONTHLY_FEN }, first, addMonths(first, months - 1));
  return months * MONTHLY_FEN;
}

const neighbours = (world: CaseWorld, count: number, village = world.village()): Home[] => Array.from({ length: count }, () => world.household({ village, others: world.chance.pick([[], ['spouse']]) }));

const proxy = (world: CaseWorld, home: Home, proxyFor: Member, receiver: Member, basis: string, on = '2017-12-01', until?: string): void =>
  world.say(on, 'office', 'AuthoriseProxy', home.id, { person: world.named(proxyFor), proxy: world.named(receiver), basis, occurredOn: on, ...(until !== undefined && { until }) });

function bind(world: CaseWorld, home: Home, account: Account, holder: Member, on: string, kind = 'card'): void {
  world.say(on, 'office', 'BindAccount', home.id, { account: world.card(account, holder), person: world.named(holder), bank: account.bank, branch: account.branch, kind, occurredOn: on });
}

const ONE_CARD = { oneCard: true, standardFen: MONTHLY_FEN, standardPer: 'person' };

const plantings: Plantings = {
  rule: 'A07',
  plantings: [
    {
      part: 'a', truth: 'anomaly', told: "the group leader's card takes the allowances of three to six households of the village", share: 2,
      // His own money is his own.
      tell(world) { const homes = neighbours(world, world.chance.whole(3, 6)); world.wrong((homes.length - 1) * paidTo(world, homes[0]?.account ?? world.account(), homes)); },
    },
    {
      part: 'a', truth: 'anomaly', told: "the village accountant, a cadre, has the money of two to four households sent to his card",
      tell(world) {
        const village = world.village();
        const cadre = world.household({ village });
        world.register('cadre', { person: cadre.members[0], role: 'accountant', region: village, on: '2014-11-20' });
        const homes = neighbours(world, world.chance.whole(2, 4), village);
        world.wrong(homes.length * paidTo(world, cadre.account, homes));
      },
    },
    {
      part: 'a', truth: 'anomaly', told: 'one card is used for a household in spring, and for another in autumn of the same year',
      tell(world) {
        const [first, second] = neighbours(world, 2);
        const month = monthOf2018(world, 1, 3);
        if (!first || !second) return;
        world.line({ programme: 'DIBAO', period: [month], on: listDay(month), home: first, amountFen: MONTHLY_FEN });
        const after = addMonths(month, world.hard ? 9 : world.chance.whole(4, 8));
        world.line({ programme: 'DIBAO', period: [after], on: listDay(after), home: second, account: first.account, amountFen: MONTHLY_FEN });
        world.wrong(MONTHLY_FEN);
      },
    },
    {
      part: 'b', truth: 'anomaly', told: "an old man's allowance goes to the card of a man who has no authority from him",
      tell(world) { const [keeper, old] = neighbours(world, 2); if (keeper && old) world.wrong(paidTo(world, keeper.account, [old], world.chance.whole(1, 4))); },
    },
    {
      part: 'b', truth: 'anomaly', told: 'the authorisation ran out, and the former proxy goes on collecting',
      tell(world) {
        const [keeper, old] = neighbours(world, 2);
        if (!keeper || !old) return;
        proxy(world, old, old.members[0], keeper.members[0], 'written-authorisation', '2017-03-01', '2017-12-31');
        const month = monthOf2018(world, 3, 10);
        world.line({ programme: 'DIBAO', period: [month], on: listDay(month), home: old, account: keeper.account, amountFen: MONTHLY_FEN });
        world.wrong(MONTHLY_FEN);
      },
    },
    {
      part: 'c', truth: 'anomaly', told: 'a second card was opened in her name, and her one-card allowance is paid to both in turn',
      tell(world) {
        const programme = world.programme(ONE_CARD);
        const home = world.household();
        const second = world.account(world.chance.pick(['农商行', '邮储银行']));
        const month = monthOf2018(world, 2, 7);
        bind(world, home, second, home.members[0], dayBetween(world, '2017-06-01', '2018-01-31'));
        const months = world.chance.whole(2, 4);
        for (let nth = 0; nth < months; nth += 1) world.line({ programme, period: [addMonths(month, nth)], on: listDay(addMonths(month, nth)), home, account: nth % 2 === 0 ? home.account : second, amountFen: MONTHLY_FEN });
        // What went to the card she was to have had alone, went right.
        world.wrong(Math.floor(months / 2) * MONTHLY_FEN);
      },
    },
    {
      part: 'a', truth: 'separable', told: 'the card of the head serves all members, by authority of the head',
      tell(world) { const home = world.household({ others: ['spouse', 'parent', 'child'] }); for (const payee of home.members) world.months({ programme: 'DIBAO', home, payee, amountFen: MONTHLY_FEN }, '2018-04', '2018-06'); },
    },
    {
      part: 'a', truth: 'separable', told: 'a grandmother is guardian of children of two households, and their money comes to her card',
      tell(world) {
        const grandmother = world.household({ head: world.person({ bornIn: [1945, 1955] }) });
        for (let nth = 0; nth < 2; nth += 1) {
          const home = world.household({ village: grandmother.village, others: ['child'] });
          const child = home.members[1] as Member;
          proxy(world, home, child, grandmother.members[0], 'guardian');
          world.months({ programme: 'DIBAO', home, payee: child, account: grandmother.account, amountFen: MONTHLY_FEN }, '2018-05', '2018-07');
        }
      },
    },
    {
      part: 'a', truth: 'separable', told: 'a care home keeps one account for those it cares for, by their authority',
      tell(world) {
        const careHome = world.account();
        const manager = world.person({ bornIn: [1965, 1980] });
        for (const home of neighbours(world, world.chance.whole(3, 5))) {
          bind(world, home, careHome, manager, '2017-12-20', 'care-home');
          proxy(world, home, home.members[0], manager, 'care-home');
          world.line({ programme: 'DESTITUTE', period: ['2018-04', '2018-06'], on: '2018-07-11', home, account: careHome, amountFen: 180_000 });
        }
      },
    },
    {
      part: 'a', truth: 'separable', told: 'a card once used for another household is its own again; thirteen months lie between',
      tell(world) {
        const [first, second] = neighbours(world, 2);
        if (!first || !second) return;
        const month = world.chance.pick(['2017-01', '2017-03', '2017-05']);
        proxy(world, second, second.members[0], first.members[0], 'written-authorisation', '2016-06-01', '2017-12-31');
        world.line({ programme: 'DIBAO', period: [month], on: listDay(month), home: second, account: first.account, amountFen: MONTHLY_FEN });
        const after = addMonths(month, TWELVE_MONTHS + (world.hard ? 1 : world.chance.whole(1, 4)));
        world.line({ programme: 'DIBAO', period: [after], on: listDay(after), home: first, amountFen: MONTHLY_FEN });
      },
    },
    {
      part: 'b', truth: 'separable', told: 'a blind man authorised his neighbour in writing, and the authority holds', share: 2,
      tell(world) {
        const [keeper, blind] = neighbours(world, 2);
        if (!keeper || !blind) return;
        proxy(world, blind, blind.members[0], keeper.members[0], 'written-authorisation', '2017-05-02', '2019-05-01');
        paidTo(world, keeper.account, [blind], world.chance.whole(1, 3));
      },
    },
    {
      part: 'c', truth: 'separable', told: 'the card was replaced, and the old one is paid no more',
      tell(world) {
        const programme = world.programme(ONE_CARD);
        const home = world.household();
        const account = world.account();
        const month = monthOf2018(world, 3, 8);
        world.line({ programme, period: [month], on: listDay(month), home, amountFen: MONTHLY_FEN });
        const on = addDays(listDay(month), world.chance.whole(8, 18));
        world.say(on, 'office', 'ReplaceAccount', home.id, { oldAccount: world.card(home.account, home.members[0]), account: world.card(account, home.members[0]), person: world.named(home.members[0]), bank: account.bank, branch: account.branch, reason: '卡到期', occurredOn: on });
        world.line({ programme, period: [addMonths(month, 1)], on: listDay(addMonths(month, 1)), home, account, amountFen: MONTHLY_FEN });
      },
    },
    {
      part: 'c', truth: 'separable', told: 'two cards by policy, one for farming subsidies and one for poverty relief: neither item is bound to a single card',
      tell(world) {
        const [farming, relief] = [world.programme({ ...ONE_CARD, oneCard: false }), world.programme({ ...ONE_CARD, oneCard: false })];
        const home = world.household();
        const second = world.account('邮储银行');
        bind(world, home, second, home.members[0], '2017-09-10');
        const month = monthOf2018(world, 3, 9);
        world.line({ programme: relief, period: [month], on: listDay(month), home, account: second, amountFen: MONTHLY_FEN });
        world.line({ programme: farming, period: [month], on: dayBetween(world, `${month}-14`, `${month}-28`), home, amountFen: MONTHLY_FEN });
      },
    },
    {
      part: 'c', truth: 'separable', told: 'a second card lies in the drawer; only one is ever paid',
      tell(world) {
        const programme = world.programme(ONE_CARD);
        const home = world.household();
        bind(world, home, world.account('邮储银行'), home.members[0], '2017-11-05');
        world.months({ programme, home, amountFen: MONTHLY_FEN }, '2018-04', '2018-06');
      },
    },
    {
      part: 'b', truth: 'inseparable', told: 'a son who has his own household collects for his bedridden mother, as she asked; nobody wrote it down',
      tell(world) { const [son, mother] = neighbours(world, 2); if (son && mother) paidTo(world, son.account, [mother]); },
    },
    {
      part: 'a', truth: 'inseparable', told: 'three brothers, all away for work, let the eldest collect, by word of mouth',
      tell(world) { const homes = neighbours(world, 3); paidTo(world, homes[0]?.account ?? world.account(), homes); },
    },
    {
      part: 'c', truth: 'inseparable', told: 'she lost her card and opened another; the office entered it as a second one, and one list still went to the old',
      tell(world) {
        const programme = world.programme(ONE_CARD);
        const home = world.household();
        const second = world.account();
        const month = monthOf2018(world, 3, 8);
        bind(world, home, second, home.members[0], `${month}-02`);
        for (const [nth, account] of [home.account, second].entries()) world.line({ programme, period: [addMonths(month, nth)], on: listDay(addMonths(month, nth)), home, account, amountFen: MONTHLY_FEN });
      },
    },
  ],
};
export default plantings;
