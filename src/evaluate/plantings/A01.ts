/** Planted for A01: money claimed for people who do not exist (虚报冒领), and what looks like it. */
import { idCardCheckDigit } from '../../identifiers/id-card';
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home, Member } from '../wishes';
import type { Plantings } from '../planting';
import { listDay, monthOf2018 } from '../when';

const MONTHLY_FEN = 32_000;

/** One to four months in a row, the first of them between these months of 2018. Answers what they come to. */
function paid(world: CaseWorld, who: { home?: Home; payee: Member; account?: Home['account']; region?: string }, first = monthOf2018(world, 2, 8)): number {
  const { payee, home, account, region } = who;
  const last = addMonths(first, world.chance.whole(0, 3));
  return MONTHLY_FEN * world.months({ programme: 'DIBAO', payee, amountFen: MONTHLY_FEN, ...(home && { home }), ...(account && { account }), ...(region !== undefined && { region }) }, first, last).length;
}

/** Of no household and no register. */
const nobody = (world: CaseWorld): { payee: Member; account: Home['account']; region: string } =>
  ({ payee: world.person({ bornIn: [1940, 1990] }), account: world.account(), region: world.household().village });

/** Paid as a member of a household in which everything is in order. */
function member(world: CaseWorld, who: Member): number {
  const home = world.household({ members: [who] });
  return paid(world, { home, payee: who });
}

/** No province has this code. */
function ofNoProvince(person: Member): Member {
  const first17 = `99${person.idNumber.slice(2, 17)}`;
  return { ...person, idNumber: first17 + idCardCheckDigit(first17) };
}

/** As numbers were written until 1999: no century, no check digit. */
const oldNumber = (person: Member): Member => ({ ...person, idNumber: person.idNumber.slice(0, 6) + person.idNumber.slice(8, 17) });

const twoDigits = (value: number): string => String(value).padStart(2, '0');
const someDay = (world: CaseWorld, year: number): string => `${String(year)}-${twoDigits(world.chance.whole(1, 12))}-${twoDigits(world.chance.whole(1, 28))}`;

const plantings: Plantings = {
  rule: 'A01',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'an allowance is drawn in the name of a man who would be more than 112 years old', tell(world) { world.wrong(member(world, world.person({ bornOn: someDay(world, world.chance.whole(1896, 1905)), relation: 'grandparent' }))); } },
    { part: 'a', truth: 'anomaly', told: 'a child said to be born next year is on the list', tell(world) { world.wrong(member(world, world.person({ bornOn: someDay(world, 2019), relation: 'child' }))); } },
    { part: 'a', truth: 'anomaly', told: 'an identity number of a province that does not exist', tell(world) { world.wrong(member(world, ofNoProvince(world.person({ relation: 'sibling' })))); } },
    { part: 'b', truth: 'anomaly', told: 'somebody whom no household and no register knows is on the list of the village', share: 2, tell(world) { world.wrong(paid(world, nobody(world))); } },
    {
      part: 'b', truth: 'anomaly', told: 'the list names an invented member of a real household, which never had one',
      tell(world) { world.wrong(paid(world, { home: world.household({ others: ['spouse'] }), payee: world.person({ relation: 'child', bornIn: [1990, 2008] }), account: world.account() })); },
    },
    { part: 'a', truth: 'separable', told: 'the list writes the old number of fifteen digits of a registered man', tell(world) { const home = world.household(); paid(world, { home, payee: oldNumber(home.members[0]) }); } },
    {
      part: 'a', truth: 'separable', told: 'the oldest woman of the township, past 105 and known to the register',
      tell(world) { member(world, world.person({ bornOn: someDay(world, world.hard ? 1909 : world.chance.whole(1910, 1913)), relation: 'parent' })); },
    },
    {
      part: 'b', truth: 'separable', told: 'a child is paid for from the month of its birth, and registered some weeks after',
      tell(world) {
        const month = monthOf2018(world, 2, 9);
        const home = world.household({ others: ['spouse'] });
        const child = world.person({ bornOn: `${month}-0${String(world.chance.whole(1, 5))}`, relation: 'child' });
        world.line({ programme: 'DIBAO', period: [month], on: listDay(month), home, payee: child, amountFen: MONTHLY_FEN });
        const toldOn = addDays(listDay(month), world.chance.whole(10, 40));
        world.say(toldOn, 'office', 'AddMember', home.id, { person: world.named(child), relation: 'child', cause: 'birth', occurredOn: child.bornOn });
        world.say(toldOn, 'office', 'AuthoriseProxy', home.id, { person: world.named(child), proxy: world.named(home.members[0]), basis: 'guardian', occurredOn: child.bornOn });
      },
    },
    {
      part: 'b', truth: 'separable', told: 'in no household of the poverty register, but in the register of the poor of civil affairs',
      tell(world) {
        const who = nobody(world);
        world.register('low-income', { person: who.payee, role: 'low-income', region: who.region, on: '2015-07-01' });
        paid(world, who);
      },
    },
    {
      part: 'b', truth: 'separable', told: 'the police gave her a new number, the register followed, and she is paid under the new one',
      tell(world) {
        const home = world.household({ others: ['spouse'] });
        const before = home.members[1] as Member;
        const renewed = { ...world.person({ bornOn: before.bornOn, relation: 'spouse' }), name: before.name };
        world.say('2018-01-22', 'office', 'ReportMemberLeft', home.id, { person: world.named(before), cause: 'correction', occurredOn: '2018-01-20' });
        world.say('2018-01-22', 'office', 'AddMember', home.id, { person: world.named(renewed), relation: 'spouse', cause: 'correction', occurredOn: '2018-01-20' });
        world.say('2018-01-22', 'office', 'AuthoriseProxy', home.id, { person: world.named(renewed), proxy: world.named(home.members[0]), basis: 'head-of-household', occurredOn: '2018-01-22' });
        paid(world, { home, payee: renewed });
      },
    },
    {
      part: 'b', truth: 'separable', told: 'a daughter moves away on marriage; the month she left in is the last that is paid',
      tell(world) {
        const month = monthOf2018(world, 4, 10);
        const daughter = world.person({ bornIn: [1990, 1997], relation: 'child' });
        const home = world.household({ members: [daughter] });
        world.months({ programme: 'DIBAO', home, payee: daughter, amountFen: MONTHLY_FEN }, addMonths(month, -2), month);
        world.say(`${month}-24`, 'office', 'ReportMemberLeft', home.id, { person: world.named(daughter), cause: 'marriage', occurredOn: `${month}-${String(world.chance.whole(16, 23))}` });
      },
    },
    { part: 'a', truth: 'inseparable', told: 'a woman who did turn 111', tell(world) { member(world, world.person({ bornOn: someDay(world, 1906), relation: 'parent' })); } },
    { part: 'b', truth: 'inseparable', told: 'a man who came home after twenty years is paid, and was forgotten when households were registered', tell(world) { paid(world, nobody(world)); } },
    {
      // The card is that of the man who is meant, so the money goes to an account that is not the stranger's: A07 says so with reason.
      part: 'b', truth: 'inseparable', told: 'the clerk mistyped two digits of a registered man, and the number is a possible one', also: ['A07'],
      tell(world) {
        const home = world.household();
        paid(world, { home, payee: { ...world.person({ bornIn: [1955, 1982] }), name: home.members[0].name } });
      },
    },
  ],
};
export default plantings;
