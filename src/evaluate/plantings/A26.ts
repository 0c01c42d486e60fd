/** Planted for A26: paid first, posted, approved or begun afterwards (未公示先发放、先支后批), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { PAID_AFTER_DAYS } from '../wishes';
import { OrderlyProject } from '../orderly-project';
import { OrderlyRoster } from '../orderly-roster';
import type { Plantings } from '../planting';

/** A grant of the village, its roster compiled on a day of the year. Relief in a disaster where wished. */
function roster(world: CaseWorld, terms: object = {}): OrderlyRoster {
  const village = world.village();
  const homes = Array.from({ length: world.chance.whole(3, 7) }, () => world.household({ village, others: ['spouse'] }));
  const programme = world.programme({ payee: 'household', cadence: 'once', endsWithDeath: false, ...terms });
  const on = addDays('2018-02-20', world.chance.whole(0, 260));
  const amountFen = world.chance.whole(5, 30) * 10_000;
  return new OrderlyRoster(world, { programme, homes, amountFen, period: [on.slice(0, 7)], on, allocation: world.money({ programme, amountFen: amountFen * homes.length, on: addDays(on, -20) }) });
}

/** In the payees' hands so many days after the last day it hangs. */
const settledAfter = (it: OrderlyRoster, days: number): void => { it.paid(addDays(it.until, days - PAID_AFTER_DAYS)); };

/** Ordered and executed; the approval carries a later day than the treasury's payment. */
function executedBefore(world: CaseWorld, days: number, sameDay = false): void {
  const on = addDays('2018-02-20', world.chance.whole(0, 250));
  const amountFen = world.chance.whole(10, 90) * 100_000;
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen, on: addDays(on, -40) });
  const id = world.order({ allocation, amountFen, on, payee: world.organisation(), purpose: 'rural-infrastructure', functionCode: '2130504', terms: { summary: '工程款' } });
  const paidOn = addDays(on, 1);
  const approvedOn = addDays(paidOn, sameDay ? 0 : days);
  world.say(approvedOn, 'checker', 'ApprovePayment', id, { occurredOn: approvedOn });
  world.say(approvedOn, 'clerk', 'ExecutePayment', id, { voucherNumber: `V-${id}`, occurredOn: paidOn });
}

/** The list was at the bank, and paid, before the county's approval bears its date. */
function listBefore(world: CaseWorld, days: number): void {
  const it = roster(world);
  it.compiled().posted().sealed();
  const [line] = it.paid(addDays(it.until, 5));
  if (!line) return;
  const batchId = world.unanswered(it.id);
  const paidOn = addDays(addDays(it.until, 6), -days);
  world.batch(addDays(it.until, 8), 'bank', 'results', batchId, {
    resultsId: `${batchId}-1`, occurredOn: paidOn, lines: it.wish.homes.map((_, nth) => ({ ordinal: nth + 1, outcome: 'settled', amountFen: it.wish.amountFen })),
  });
}

/** So much of the contract is paid before the works begin. */
function before(world: CaseWorld, hundredths: number, contract: object = {}): OrderlyProject {
  const works = new OrderlyProject(world).told(['contract', 'advance', 'settlement']).contract(contract);
  works.pay(works.share(hundredths * 100), addDays(works.startOn, -world.chance.whole(5, 12)));
  works.pay(works.share(9_700) - works.share(hundredths * 100), addDays(works.acceptedOn, 20));
  return works;
}

/** Money ahead of all progress is a matter for A31 too: it speaks of how much was paid, this rule of what came first. */
const also = ['A31'];

const plantings: Plantings = {
  rule: 'A26',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'paid while the roster still hung', share: 2, tell(world) { const it = roster(world); it.compiled().posted().sealed({}, addDays(it.postedOn, 1)); settledAfter(it, -world.chance.whole(0, 3)); } },
    { part: 'a', truth: 'anomaly', told: 'paid, then posted', tell(world) { const it = roster(world); it.compiled().sealed({}, it.postedOn); it.paid(addDays(it.postedOn, 1)); it.posted({ until: addDays(it.until, 15) }, addDays(it.postedOn, 15)); } },
    { part: 'a', truth: 'anomaly', told: 'the roster was never posted at all', tell(world) { const it = roster(world); it.compiled().sealed(); it.paid(); } },
    { part: 'a', truth: 'anomaly', told: 'posted for three days where seven are asked', tell(world) { const it = roster(world); it.compiled().posted({ until: addDays(it.postedOn, world.chance.whole(1, 4)) }).sealed(); it.paid(addDays(it.until, world.chance.whole(3, 15))); } },
    { part: 'b', truth: 'anomaly', told: 'the treasury paid, and the approval was signed days later', share: 2, tell(world) { executedBefore(world, world.chance.whole(2, 20)); } },
    { part: 'b', truth: 'anomaly', told: 'the bank had paid the list before anybody approved it', tell(world) { listBefore(world, world.chance.whole(2, 3)); } },
    { part: 'c', truth: 'anomaly', also, told: 'half of the works was paid before they began, and the contract knows no advance', share: 2, tell(world) { before(world, world.chance.whole(35, 80)); } },
    { part: 'c', truth: 'anomaly', also, told: 'the contract allows a third in advance; more than half was paid', tell(world) { before(world, world.chance.whole(45, 70), { advanceBasisPoints: 3_000 }); } },
    { part: 'a', truth: 'separable', told: 'paid when the posting was over, a day after it where it is close', tell(world) { const it = roster(world); it.compiled().posted().sealed(); settledAfter(it, world.hard ? PAID_AFTER_DAYS + 1 : world.chance.whole(5, 30)); } },
    { part: 'a', truth: 'separable', told: 'a storm: relief is paid at once, and posted afterwards', tell(world) { const it = roster(world, { urgentRelief: true }); it.compiled().sealed({}, it.postedOn); it.paid(addDays(it.postedOn, 1)); it.posted({ until: addDays(it.until, 10) }, addDays(it.postedOn, 10)); } },
    { part: 'a', truth: 'separable', told: 'taken down early by the wind, hung again for the full time, then paid', tell(world) { const it = roster(world); it.compiled().posted({ until: addDays(it.postedOn, 2) }).posted({ until: addDays(it.postedOn, 11) }, addDays(it.postedOn, 5)).sealed({}, addDays(it.postedOn, 12)); it.paid(addDays(it.postedOn, 14)); } },
    { part: 'b', truth: 'separable', told: 'approved and paid on one day', tell(world) { executedBefore(world, 0, true); } },
    { part: 'c', truth: 'separable', told: 'the advance the contract allows, paid before work begins', tell(world) { before(world, world.hard ? 30 : world.chance.whole(10, 29), { advanceBasisPoints: 3_000 }); } },
    { part: 'c', truth: 'separable', told: 'paid by progress and after acceptance', tell(world) { new OrderlyProject(world).told(); } },
    { part: 'a', truth: 'inseparable', told: 'the roster hung for two weeks, and its last day was entered wrongly', tell(world) { const it = roster(world); it.compiled().posted({ until: addDays(it.postedOn, 1) }).sealed(); it.paid(addDays(it.until, 6)); } },
    { part: 'c', truth: 'inseparable', also, told: 'steel was bought at once before its price rose, as both had agreed by word', tell(world) { before(world, world.chance.whole(35, 60)); } },
  ],
};
export default plantings;
