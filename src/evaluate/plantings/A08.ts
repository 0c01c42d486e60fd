/** Planted for A08: accounts changed again and again, there and back around a payment, or for many at one counter on one day; and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import type { Account } from '../../simulate/people';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import type { Plantings } from '../planting';
import { dayBetween, listDay, monthOf2018 } from '../when';

const MONTHLY_FEN = 32_000;

/** The head's account is given up for another, from that day on. Answers the home as it is then. */
function changed(world: CaseWorld, home: Home, account: Account, on: string, terms: object = { reason: '更换账户' }): Home {
  const [head] = home.members;
  world.say(on, 'office', 'ReplaceAccount', home.id, {
    oldAccount: world.card(home.account, head), account: world.card(account, head), person: world.named(head), bank: account.bank, branch: account.branch, handedOverOn: on, occurredOn: on, ...terms,
  });
  return { ...home, account };
}

const paid = (world: CaseWorld, home: Home, month: string): unknown => world.line({ programme: 'DIBAO', period: [month], on: listDay(month), home, amountFen: MONTHLY_FEN });

/** Changed some days before the list, paid to the new account, and changed back some days after. */
function thereAndBack(world: CaseWorld, daysBefore: number, daysAfter: number): void {
  const home = world.household({ others: world.chance.pick([[], ['spouse']]) });
  const month = monthOf2018(world, 3, 10);
  paid(world, home, addMonths(month, -1));
  const elsewhere = changed(world, home, world.account(), addDays(listDay(month), -daysBefore));
  paid(world, elsewhere, month);
  changed(world, elsewhere, home.account, addDays(listDay(month), daysAfter));
}

/** A counter no other story uses. */
function counter(world: CaseWorld): { bank: string; branch: string } {
  const at = { bank: '农商行', branch: `农商行示例${world.label}网点` };
  world.owns('branch', `${at.bank}/${at.branch}`);
  return at;
}

/** So many payees are moved to accounts opened at one counter; `openedOn` says when for each. */
function manyAt(world: CaseWorld, count: number, openedOn: (nth: number) => string, terms: object = {}): void {
  const village = world.village();
  const { bank, branch } = counter(world);
  const on = openedOn(count - 1);
  for (let nth = 0; nth < count; nth += 1) {
    const home = world.household({ village });
    changed(world, home, { ...world.account(bank), branch }, addDays(on, world.chance.whole(1, 3)), { reason: '更换账户', openedOn: openedOn(nth), ...terms });
  }
}

const plantings: Plantings = {
  rule: 'A08',
  plantings: [
    {
      part: 'a', truth: 'anomaly', told: "a payee's account is changed two or three times within a quarter, nobody knows why", share: 2,
      tell(world) {
        let home = world.household({ others: ['spouse'] });
        let on = dayBetween(world, '2018-02-01', '2018-07-20');
        const times = world.chance.whole(2, 3);
        for (let nth = 0; nth < times; nth += 1) {
          home = changed(world, home, world.account(world.chance.pick(['农商行', '邮储银行'])), on);
          on = addDays(on, world.chance.whole(20, world.hard && times === 2 ? 88 : 40));
        }
      },
    },
    { part: 'b', truth: 'anomaly', told: 'days before the list the account is changed, the money goes there, and a week on the old account is back', share: 2, tell(world) { thereAndBack(world, world.chance.whole(1, 6), world.chance.whole(5, 12)); world.wrong(MONTHLY_FEN); } },
    { part: 'b', truth: 'anomaly', told: 'changed on the seventh day before the list, and back within the month', tell(world) { thereAndBack(world, 7, world.chance.whole(10, 16)); world.wrong(MONTHLY_FEN); } },
    {
      part: 'c', truth: 'anomaly', told: 'on one day five to eight payees of a village get accounts opened at one counter, keyed in by one clerk',
      tell(world) { const on = dayBetween(world, '2018-02-05', '2018-10-20'); manyAt(world, world.chance.whole(5, 8), () => on); },
    },
    {
      part: 'a', truth: 'separable', told: 'his card is moved with a merger of banks, and once more by the change to social-security cards; both are campaigns',
      tell(world) {
        const on = dayBetween(world, '2018-02-01', '2018-07-20');
        const moved = changed(world, world.household(), world.account(), on, { reason: '银行合并换户', campaign: 'bank-merger-2018' });
        changed(world, moved, world.account(), addDays(on, world.chance.whole(25, 60)), { reason: '社保卡批量换发', campaign: 'social-card-2018' });
      },
    },
    {
      part: 'a', truth: 'separable', told: 'the card expires, and is replaced once', share: 2,
      tell(world) { changed(world, world.household(), world.account(), dayBetween(world, '2018-02-01', '2018-11-20'), { reason: '卡到期换发' }); },
    },
    {
      part: 'a', truth: 'separable', told: 'two changes, but more than ninety days apart',
      tell(world) {
        const on = dayBetween(world, '2018-01-20', '2018-06-10');
        const once = changed(world, world.household(), world.account(), on, { reason: '卡损坏' });
        changed(world, once, world.account(), addDays(on, world.hard ? 92 : world.chance.whole(100, 150)), { reason: '卡遗失' });
      },
    },
    {
      part: 'b', truth: 'separable', told: 'a new card days before the list, which stays',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 3, 10);
        paid(world, home, addMonths(month, -1));
        const renewed = changed(world, home, world.account(), addDays(listDay(month), -world.chance.whole(1, 7)), { reason: '卡遗失补办' });
        for (const each of [month, addMonths(month, 1)]) paid(world, renewed, each);
      },
    },
    {
      part: 'b', truth: 'separable', told: 'changed long before the list, and back months after it',
      tell(world) {
        const home = world.household();
        const month = monthOf2018(world, 4, 7);
        const elsewhere = changed(world, home, world.account(), addDays(listDay(month), -world.chance.whole(world.hard ? 9 : 20, 45)));
        paid(world, elsewhere, month);
        changed(world, elsewhere, home.account, addDays(listDay(month), world.chance.whole(95, 130)));
      },
    },
    {
      part: 'c', truth: 'separable', told: 'a whole village gets social-security cards at one counter, as a campaign', share: 2,
      tell(world) { const on = dayBetween(world, '2018-02-05', '2018-10-20'); manyAt(world, world.chance.whole(6, 10), () => on, { reason: '社保卡批量换发', campaign: 'social-card-2018' }); },
    },
    { part: 'c', truth: 'separable', told: 'four neighbours go to the same counter on market day', tell(world) { const on = dayBetween(world, '2018-02-05', '2018-10-20'); manyAt(world, 4, () => on); } },
    { part: 'c', truth: 'separable', told: 'six accounts at one counter, opened on six days', tell(world) { const on = dayBetween(world, '2018-02-05', '2018-10-10'); manyAt(world, 6, (nth) => addDays(on, nth * 2)); } },
    {
      part: 'a', truth: 'inseparable', told: 'an old woman loses her card twice in a summer',
      tell(world) {
        const on = dayBetween(world, '2018-05-01', '2018-08-10');
        const once = changed(world, world.household(), world.account(), on, { reason: '卡遗失' });
        changed(world, once, world.account(), addDays(on, world.chance.whole(20, 75)), { reason: '卡遗失' });
      },
    },
    { part: 'b', truth: 'inseparable', told: 'the new card did not work, and the office went back to the old one', tell(world) { thereAndBack(world, world.chance.whole(1, 7), world.chance.whole(5, 14)); } },
    { part: 'c', truth: 'inseparable', told: 'the bank sends a team to the village, and the office did not record it as a campaign', tell(world) { const on = dayBetween(world, '2018-02-05', '2018-10-20'); manyAt(world, world.chance.whole(5, 9), () => on); } },
  ],
};
export default plantings;
