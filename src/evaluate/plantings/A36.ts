/** Planted for A36: money the bank could not pay is left lying, does not come back, or goes to somebody else; and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home, LineWish, Member } from '../wishes';
import type { Plantings } from '../planting';
import { broughtBack, closedList, failedLine, newCard, returnedLine, sentAgain, type Unpaid } from '../unpaid-lines';
import { dayBetween, listDay, monthOf2018 } from '../when';

const MONTHLY_FEN = 32_000;
const WHY = ['F02', 'F03', 'F04', 'F06', 'F07'];

/** A month's allowance of the head; between these months of 2018. */
function wish(world: CaseWorld, home: Home, [from, until]: readonly [number, number] = [1, 9]): LineWish {
  const month = monthOf2018(world, from, until);
  return { programme: 'DIBAO', period: [month], on: listDay(month), home, amountFen: MONTHLY_FEN };
}

function failed(world: CaseWorld, home: Home, months?: readonly [number, number]): Unpaid {
  return failedLine(world, wish(world, home, months), world.chance.pick(WHY));
}

/** To the payee's new card. */
function mended(world: CaseWorld, home: Home, unpaid: Unpaid, on: string): void {
  const account = newCard(world, home, on);
  const paid = sentAgain(world, unpaid, addDays(on, 1), { account, holder: home.members[0] });
  closedList(world, paid, addDays(paid.on, 2));
}

const reportDeath = (world: CaseWorld, home: Home, diedOn: string): void =>
  world.say(addDays(diedOn, 4), 'office', 'ReportMemberDeath', home.id, { person: world.named(home.members[0]), source: 'civil-affairs', occurredOn: diedOn });

/** The other's card, in the other's name. */
const toAnother = (world: CaseWorld, unpaid: Unpaid, on: string, other: Home): void => {
  const paid = sentAgain(world, unpaid, on, { account: other.account, holder: other.members[0], payee: other.members[0] });
  closedList(world, paid, addDays(paid.on, 3));
};

/** A month's allowance went astray. */
const astray = (world: CaseWorld): void => { world.wrong(MONTHLY_FEN); };

const plantings: Plantings = {
  rule: 'A36',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'a line fails, and nobody takes it up again to the end of the year', share: 2, tell(world) { failed(world, world.household(), [1, 10]); astray(world); } },
    {
      part: 'a', truth: 'anomaly', told: 'sent again to the same dead card, which failed again, and then forgotten',
      tell(world) {
        const home = world.household({ others: ['spouse'] });
        const unpaid = failed(world, home, [2, 8]);
        sentAgain(world, unpaid, addDays(unpaid.on, world.chance.whole(8, 20)), { account: home.account, holder: home.members[0], outcome: 'failed' });
        astray(world);
      },
    },
    {
      part: 'b', truth: 'anomaly', told: "another bank sends the money back weeks later, and the agent bank keeps it", share: 2,
      tell(world) { returnedLine(world, wish(world, world.household(), [1, 9]), world.chance.whole(2, 20)); astray(world); },
    },
    {
      part: 'b', truth: 'anomaly', told: 'returned, sent on to a new card that fails too, and the money stays with the bank',
      tell(world) {
        const home = world.household();
        const unpaid = returnedLine(world, wish(world, home, [1, 8]), world.chance.whole(2, 10));
        const on = addDays(unpaid.on, world.chance.whole(4, 12));
        sentAgain(world, unpaid, addDays(on, 1), { account: newCard(world, home, on), holder: home.members[0], outcome: 'failed' });
        astray(world);
      },
    },
    {
      part: 'b', truth: 'anomaly', mended: true, told: 'returned, and back at the treasury only after five to eight weeks',
      tell(world) {
        const unpaid = returnedLine(world, wish(world, world.household(), [2, 8]), world.chance.whole(2, 10));
        astray(world);
        const backOn = addDays(unpaid.on, world.chance.whole(35, 56));
        broughtBack(world, unpaid, backOn);
        closedList(world, unpaid, addDays(backOn, 1));
      },
    },
    {
      part: 'c', truth: 'anomaly', told: 'a failed line is sent again to a man of another household', share: 2,
      tell(world) {
        const home = world.household();
        const unpaid = failed(world, home);
        toAnother(world, unpaid, addDays(unpaid.on, world.chance.whole(5, 22)), world.household({ village: home.village }));
        astray(world);
      },
    },
    {
      // The leader is a cadre who is paid off a list nobody posted: A06 says so with reason.
      part: 'c', truth: 'anomaly', told: "a returned line is sent again to the group leader's card and name", also: ['A06'],
      tell(world) {
        const home = world.household();
        const leader = world.household({ village: home.village });
        world.register('cadre', { person: leader.members[0], role: 'group-leader', region: home.village, on: '2015-03-01' });
        const unpaid = returnedLine(world, wish(world, home, [1, 8]), world.chance.whole(2, 9));
        const on = addDays(unpaid.on, world.chance.whole(6, 9));
        broughtBack(world, unpaid, addDays(unpaid.on, 4));
        toAnother(world, unpaid, on, leader);
        astray(world);
      },
    },
    {
      part: 'a', truth: 'separable', told: 'failed, and paid to the new card within the month', share: 2,
      tell(world) { const home = world.household(); const unpaid = failed(world, home); mended(world, home, unpaid, addDays(unpaid.on, world.hard ? 26 : world.chance.whole(4, 24))); },
    },
    {
      part: 'a', truth: 'separable', told: 'the first new account fails too, the next is right, all within four weeks',
      tell(world) {
        const home = world.household();
        const unpaid = failed(world, home);
        const again = sentAgain(world, unpaid, addDays(unpaid.on, 6), { account: home.account, holder: home.members[0], outcome: 'failed' });
        mended(world, home, again, addDays(again.on, world.chance.whole(3, 14)));
      },
    },
    {
      part: 'a', truth: 'separable', told: 'could not be paid; the money is back at the treasury within days and the list closed',
      tell(world) {
        const unpaid = failed(world, world.household());
        broughtBack(world, unpaid, addDays(unpaid.on, world.chance.whole(2, 7)));
        closedList(world, unpaid, addDays(unpaid.on, world.chance.whole(8, 20)));
      },
    },
    {
      part: 'a', truth: 'separable', told: 'the payee died in the month he is paid for; the sum waits until his estate is settled',
      tell(world) {
        const home = world.household({ others: ['spouse'], head: world.person({ bornIn: [1930, 1945] }) });
        const month = monthOf2018(world, 2, 8);
        reportDeath(world, home, `${month}-0${String(world.chance.whole(2, 8))}`);
        const unpaid = failedLine(world, { programme: 'DIBAO', period: [month], on: listDay(month), home, amountFen: MONTHLY_FEN }, 'F05');
        const backOn = addDays(unpaid.on, world.chance.whole(45, 80));
        broughtBack(world, unpaid, backOn);
        closedList(world, unpaid, addDays(backOn, 1));
      },
    },
    {
      part: 'b', truth: 'separable', told: 'returned, and back at the treasury within ten working days',
      tell(world) {
        const unpaid = returnedLine(world, wish(world, world.household()), world.chance.whole(2, 15));
        const backOn = addDays(unpaid.on, world.hard ? 9 : world.chance.whole(2, 8));
        broughtBack(world, unpaid, backOn);
        closedList(world, unpaid, addDays(backOn, 1));
      },
    },
    {
      part: 'b', truth: 'separable', told: 'returned, and sent on to the new card within the week',
      tell(world) { const home = world.household(); const unpaid = returnedLine(world, wish(world, home), world.chance.whole(2, 9)); mended(world, home, unpaid, addDays(unpaid.on, world.chance.whole(2, 5))); },
    },
    {
      part: 'c', truth: 'separable', told: 'the payee died, and the sum for months alive goes to his widow',
      tell(world) {
        const home = world.household({ others: ['spouse'], head: world.person({ bornIn: [1935, 1948] }) });
        const month = monthOf2018(world, 2, 9);
        reportDeath(world, home, `${month}-${String(world.chance.whole(16, 20))}`);
        const unpaid = failedLine(world, { programme: 'DIBAO', period: [month], on: listDay(month), home, amountFen: MONTHLY_FEN }, 'F05');
        const widow = home.members[1] as Member;
        const on = addDays(unpaid.on, world.chance.whole(9, 20));
        const account = world.account();
        world.say(on, 'office', 'BindAccount', home.id, { account: world.card(account, widow), person: world.named(widow), bank: account.bank, branch: account.branch, kind: 'card', occurredOn: on });
        const paid = sentAgain(world, unpaid, addDays(on, 1), { account, holder: widow, payee: widow });
        closedList(world, paid, addDays(paid.on, 2));
      },
    },
    {
      part: 'c', truth: 'separable', told: 'sent again to the same payee on the card of her authorised proxy',
      tell(world) {
        const home = world.household();
        const [payee] = home.members;
        const keeper = world.household({ village: home.village });
        world.say('2017-12-05', 'office', 'AuthoriseProxy', home.id, { person: world.named(payee), proxy: world.named(keeper.members[0]), basis: 'written-authorisation', occurredOn: '2017-12-05' });
        const unpaid = failed(world, home);
        const paid = sentAgain(world, unpaid, addDays(unpaid.on, world.chance.whole(5, 20)), { account: keeper.account, holder: keeper.members[0] });
        closedList(world, paid, addDays(paid.on, 2));
      },
    },
    {
      part: 'a', truth: 'inseparable', told: 'the payee works in a far province, and nobody reaches him for two or three months',
      tell(world) { const home = world.household(); const unpaid = failed(world, home, [1, 7]); mended(world, home, unpaid, addDays(unpaid.on, world.chance.whole(60, 95))); },
    },
    {
      part: 'c', truth: 'inseparable', told: 'sent again to a sister in another household who nurses him, as he asked; nobody wrote it down',
      tell(world) {
        const home = world.household();
        const unpaid = failed(world, home);
        toAnother(world, unpaid, dayBetween(world, addDays(unpaid.on, 5), addDays(unpaid.on, 20)), world.household({ village: home.village }));
      },
    },
  ],
};
export default plantings;
