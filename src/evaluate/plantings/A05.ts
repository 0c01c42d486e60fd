/** Planted for A05: aid to people with wages, a business, a car or a bought house, or who are none of those it is for; and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import { BenefitFile } from '../benefits';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import type { RegisterEntry, RegisterKind } from '../county-registers';
import { moved } from '../homes';
import type { Planting, Plantings } from '../planting';
import { dayBetween, monthOf2018 } from '../when';

const MONTHLY_FEN = 32_000;
const QUARTERLY_FEN = 30_000;
const MOVED_FEN = 2_500_000;

/** Relief for those in need alone, of persons, by the month. */
const relief = (world: CaseWorld): string => world.programme({ targeted: true, standardFen: MONTHLY_FEN, standardPer: 'person' });

/** Some months of relief for the head, from the month on. Answers what they come to. */
function drawn(world: CaseWorld, home: Home, first: string, programme = relief(world)): number {
  return MONTHLY_FEN * world.months({ programme, home, amountFen: MONTHLY_FEN }, first, addMonths(first, world.chance.whole(1, 3))).length;
}

/** Before the year of the benefit, or in it but before the first month. */
const long = (world: CaseWorld): string => dayBetween(world, '2013-02-01', '2017-12-20');
/** Handed over before the payments or a month or two after. */
const handedOver = (world: CaseWorld): string => dayBetween(world, '2018-01-10', '2018-10-20');

/** A row about one of the household, and relief paid to the head meanwhile. */
function flaw(world: CaseWorld, kind: RegisterKind, entry: RegisterEntry, of: 'head' | 'spouse' = 'head'): number {
  const home = world.household({ others: ['spouse', 'child'] });
  world.register(kind, { person: of === 'head' ? home.members[0] : home.members[1], on: long(world), ...entry }, handedOver(world));
  return drawn(world, home, monthOf2018(world, 1, 7));
}

const firm = (world: CaseWorld): string => world.organisation().uscc;
/** `tell` answers what was paid to those it was not for. */
const hard = (part: string, told: string, tell: (world: CaseWorld) => number): Planting => ({ part, truth: 'anomaly', told, tell(world) { world.wrong(tell(world)); } });
const harmless = (part: string, told: string, tell: Planting['tell']): Planting => ({ part, truth: 'separable', told, tell });

/** Judged by a class of the register that no household of another village is in. */
const forDisabled = (world: CaseWorld, village: string): string =>
  world.programme({ region: village, cadence: 'quarterly', standardFen: QUARTERLY_FEN, standardPer: 'person', eligibleClasses: ['disabled:grade-1', 'disabled:grade-2'], effectiveFrom: '2018-01-01' });
function paidQuarter(world: CaseWorld, programme: string, home: Home, from: string): number {
  world.line({ programme, period: [from, addMonths(from, 2)], on: addDays(`${from}-01`, world.chance.whole(20, 40)), home, amountFen: QUARTERLY_FEN });
  return QUARTERLY_FEN;
}

/** A flat for one household, paid; `listed`: it stands in the closed list, as another of the village does. */
function relocation(world: CaseWorld, listed: boolean): number {
  const village = world.village();
  const programme = world.programme({ payee: 'household', cadence: 'once', allowedPurposes: ['relocation'], standardFen: MOVED_FEN, standardPer: 'household', endsWithDeath: false });
  const on = dayBetween(world, '2018-01-15', '2018-03-20');
  const [one, other] = [world.household({ village, others: ['spouse'] }), world.household({ village, others: ['spouse'] })];
  for (const home of listed ? [one, other] : [one]) moved(world, home, { programme, on, areaMilliM2: 48_000 });
  const paidOn = addDays(on, world.chance.whole(235, 255));
  world.line({ programme, period: [paidOn.slice(0, 7)], on: paidOn, home: other, amountFen: MOVED_FEN });
  return MOVED_FEN;
}

const plantings: Plantings = {
  rule: 'A05',
  plantings: [
    hard('a', 'a man on the payroll of the county draws relief of the poor', (world) => flaw(world, 'payroll', { role: world.chance.pick(['civil-servant', 'public-institution']) })),
    hard('a', 'his wife teaches at the county school, and he draws relief', (world) => flaw(world, 'payroll', { role: 'teacher' }, 'spouse')),
    hard('b', 'the owner of a company draws relief', (world) => flaw(world, 'enterprise', { role: 'legal-representative', uscc: firm(world) })),
    hard('b', 'his wife keeps a shop in the county town', (world) => flaw(world, 'enterprise', { role: 'owner', uscc: firm(world) }, 'spouse')),
    hard('c', 'a car in the name of the payee', (world) => flaw(world, 'vehicle', { role: 'car', amountFen: world.chance.whole(40, 180) * 100_000 })),
    hard('c', 'his wife drives a car bought in the months of the benefit', (world) => {
      const home = world.household({ others: ['spouse'] });
      const first = monthOf2018(world, 2, 7);
      world.register('vehicle', { person: home.members[1], role: 'car', on: `${first}-${String(world.chance.whole(10, 25))}`, amountFen: world.chance.whole(40, 180) * 100_000 }, addDays(`${first}-28`, world.chance.whole(5, 60)));
      world.months({ programme: relief(world), home, amountFen: MONTHLY_FEN }, first, addMonths(first, 2));
      // In need to the day it was bought: the month that had begun was due.
      return 2 * MONTHLY_FEN;
    }),
    hard('d', 'a flat bought in the county town', (world) => flaw(world, 'property', { role: 'housing', amountFen: world.chance.whole(15, 60) * 1_000_000 })),
    hard('d', 'his wife bought a shop front', (world) => flaw(world, 'property', { role: 'commercial', amountFen: world.chance.whole(15, 60) * 1_000_000 }, 'spouse')),
    hard('e', 'a subsidy for the severely disabled is paid to somebody the register of the disabled does not know', (world) => {
      const home = world.household({ village: world.village() });
      return ['2018-01', '2018-04', '2018-07'].slice(0, world.chance.whole(1, 3)).reduce((sum, from) => sum + paidQuarter(world, forDisabled(world, home.village), home, from), 0);
    }),
    hard('e', 'his disability is of the fourth grade, and the subsidy is for the first two', (world) => {
      const home = world.household({ village: world.village() });
      world.register('disabled', { person: home.members[0], role: 'grade-4', region: home.village, on: long(world) }, '2018-01-03');
      return paidQuarter(world, forDisabled(world, home.village), home, world.chance.pick(['2018-01', '2018-04', '2018-07']));
    }),
    hard('f', 'a household outside the closed list is paid for moving', (world) => relocation(world, false)),
    harmless('a', 'he left the service before the first month', (world) => { flaw(world, 'payroll', { role: 'public-institution', on: '2011-09-01', until: dayBetween(world, '2015-01-01', '2017-12-20') }); }),
    harmless('a', 'a teacher of the same name, with another number', (world) => {
      const home = world.household();
      world.register('payroll', { person: { ...world.person(), name: home.members[0].name }, role: 'teacher', on: long(world) });
      drawn(world, home, monthOf2018(world, 1, 7));
    }),
    harmless('a', 'a row with the wrong number, which the office took back', (world) => {
      const home = world.household();
      const row = { person: home.members[0], role: 'civil-servant', on: '2016-07-01' };
      world.register('payroll', row, '2018-03-05');
      world.register('payroll', { ...row, change: 'removed' }, dayBetween(world, '2018-04-05', '2018-06-20'));
      drawn(world, home, monthOf2018(world, 1, 7));
    }),
    harmless('b', 'the firm was struck off long ago', (world) => { flaw(world, 'enterprise', { role: 'legal-representative', uscc: firm(world), on: '2010-05-04', until: dayBetween(world, '2013-01-01', '2017-12-10') }); }),
    harmless('b', 'a member of the co-operative that was set up for the poor', (world) => { flaw(world, 'enterprise', { role: 'member', uscc: world.organisation('93').uscc }); }),
    harmless('c', 'a farm vehicle', (world) => { flaw(world, 'vehicle', { role: 'farm-vehicle', amountFen: world.chance.whole(8, 30) * 100_000 }); }),
    harmless('c', 'the car was bought after the last month of the benefit', (world) => {
      const home = world.household();
      const first = monthOf2018(world, 1, 4);
      drawn(world, home, first);
      world.register('vehicle', { person: home.members[0], role: 'car', on: `${addMonths(first, 4)}-${world.hard ? '01' : '20'}` }, `${addMonths(first, 6)}-05`);
    }),
    harmless('c', 'a son who formed a household of his own before has a car', (world) => {
      const son = world.person({ bornIn: [1985, 1994], relation: 'child' });
      const home = world.household({ members: [son] });
      const leftOn = dayBetween(world, '2016-03-01', '2017-03-20');
      world.say(leftOn, 'office', 'ReportMemberLeft', home.id, { person: world.named(son), cause: 'marriage', occurredOn: leftOn });
      world.register('vehicle', { person: son, role: 'car', on: dayBetween(world, '2017-06-01', '2018-02-01') }, '2018-03-02');
      drawn(world, home, monthOf2018(world, 3, 7));
    }),
    harmless('c', 'the household left poverty, bought a car, and keeps the aid the policy leaves it', (world) => {
      const home = world.household();
      world.say('2017-12-18', 'office', 'MarkStatus', home.id, { status: 'exited', basis: '人均纯收入超过扶贫标准', incomePerPersonFen: 560_000, lineFen: 320_000, policyUntil: '2020-12-31', occurredOn: '2017-12-18' });
      world.register('vehicle', { person: home.members[0], role: 'car', on: dayBetween(world, '2018-01-10', '2018-03-20') }, '2018-05-04');
      drawn(world, home, monthOf2018(world, 4, 7));
    }),
    harmless('c', 'a car, and a subsidy for farmland that everybody gets', (world) => {
      const home = world.household();
      world.register('vehicle', { person: home.members[0], role: 'car', on: long(world) }, '2018-01-08');
      world.line({ programme: 'GRAIN', period: ['2018-01', '2018-12'], on: '2018-05-23', home, amountFen: 24_000 });
    }),
    harmless('d', 'his farmhouse in the village stands in the register of property', (world) => { flaw(world, 'property', { role: 'rural-house' }); }),
    harmless('e', 'severely disabled by the register, and paid from the first quarter on', (world) => {
      const home = world.household({ village: world.village() });
      world.register('disabled', { person: home.members[0], role: world.chance.pick(['grade-1', 'grade-2']), region: home.village, on: long(world) }, '2018-01-03');
      const programme = forDisabled(world, home.village);
      for (const from of ['2018-01', '2018-04', '2018-07', '2018-10']) paidQuarter(world, programme, home, from);
    }),
    harmless('f', 'a household of the closed list is paid for moving', (world) => { relocation(world, true); }),
    harmless('a', 'a ranger is on the payroll as contract staff, by the very post that poverty relief gave', (world) => {
      const home = world.household();
      new BenefitFile(world, home).ranger('2018-01-03', '2018-01-01');
      world.register('payroll', { person: home.members[0], role: 'contract', on: '2018-01-01' }, '2018-03-06');
      drawn(world, home, monthOf2018(world, 3, 7));
    }),
    { part: 'b', truth: 'inseparable', told: 'a dead firm nobody struck off', tell(world) { flaw(world, 'enterprise', { role: 'legal-representative', uscc: firm(world) }); } },
    { part: 'c', truth: 'inseparable', told: "a brother's car, registered in his name", tell(world) { flaw(world, 'vehicle', { role: 'car' }); } },
    {
      part: 'd', truth: 'inseparable', told: 'the flat in the register of property is the one the household was moved to; the register says no address', tell(world) {
      const home = world.household({ others: ['spouse'] });
      const on = '2018-01-20';
      moved(world, home, { programme: 'RELOCATION', on, areaMilliM2: 48_000 });
      world.register('property', { person: home.members[0], role: 'housing', on: addDays(on, 231) }, addDays(on, 250));
      world.months({ programme: relief(world), home, amountFen: MONTHLY_FEN }, '2018-09', '2018-11');
    } },
    { part: 'b', truth: 'inseparable', told: 'a small share in a firm, inherited from an uncle', tell(world) { flaw(world, 'enterprise', { role: 'shareholder', uscc: firm(world) }); } },
  ],
};
export default plantings;
