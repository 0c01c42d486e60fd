/** Planted for A04: two things of which a programme allows only one (互斥), and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import { BenefitFile } from '../benefits';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import { accepted, moved, rebuilt } from '../homes';
import type { Plantings } from '../planting';
import { dayBetween, monthOf2018 } from '../when';

const RELIEF_FEN = 32_000;
const DESTITUTE_FEN = 60_000;
const RANGER_FEN = 100_000;
const POST_FEN = 150_000;
const AIDED_FEN = 62_500;

/** Relief of the poor, and care for the destitute, which excludes it. */
function exclusive(world: CaseWorld): { relief: string; destitute: string } {
  const relief = world.programme({ standardFen: RELIEF_FEN, standardPer: 'person' });
  return { relief, destitute: world.programme({ standardFen: DESTITUTE_FEN, standardPer: 'person', exclusiveWith: [relief] }) };
}
const monthly = (world: CaseWorld, home: Home, programme: string, amountFen: number, first: string, last: string, payee = home.members[0]): unknown => world.months({ programme, home, payee, amountFen }, first, last);

/** A village of its own: aid to pupils there is compared with no other village. */
const pupilOf = (world: CaseWorld): BenefitFile => {
  const home = world.household({ village: world.village(world.township()), others: ['child'] });
  return new BenefitFile(world, home, home.members[1]);
};
const COUNTIES = ['422801', '422802', '422822', '422823'];
const MOVED_FEN = 2_500_000;
const REBUILT_FEN = 2_000_000;

/** A grant for the house, paid within the month when the work is done. */
function grant(world: CaseWorld, home: Home, programme: 'HOUSE' | 'RELOCATION', on: string): void {
  const made = { programme, on, areaMilliM2: home.members.length * 22_000 };
  if (programme === 'HOUSE') accepted(world, rebuilt(world, home, made), addDays(on, 225), REBUILT_FEN);
  else moved(world, home, made);
  const paidOn = addDays(on, 240);
  world.line({ programme, period: [paidOn.slice(0, 7)], on: paidOn, home, amountFen: programme === 'HOUSE' ? REBUILT_FEN : MOVED_FEN });
}

/** Of two that exclude each other the lesser went wrong: who is entitled to either keeps the greater. */
const plantings: Plantings = {
  rule: 'A04',
  plantings: [
    {
      part: 'a', truth: 'anomaly', told: 'for months a man draws the relief of the poor and care for the destitute', share: 2,
      tell(world) {
        const { relief, destitute } = exclusive(world);
        const home = world.household();
        const first = monthOf2018(world, 1, 6);
        const overlap = world.chance.whole(2, 5);
        monthly(world, home, relief, RELIEF_FEN, first, addMonths(first, overlap));
        monthly(world, home, destitute, DESTITUTE_FEN, addMonths(first, 1), addMonths(first, overlap));
        world.wrong(overlap * RELIEF_FEN);
      },
    },
    {
      part: 'a', truth: 'anomaly', told: 'a household gets the grant for its dangerous house, and is moved and paid for the move too',
      tell(world) {
        const home = world.household({ others: ['spouse', 'child'] });
        grant(world, home, 'HOUSE', dayBetween(world, '2017-03-01', '2017-08-20'));
        grant(world, home, 'RELOCATION', dayBetween(world, '2018-01-20', '2018-03-20'));
        world.wrong(REBUILT_FEN);
      },
    },
    {
      part: 'b', truth: 'anomaly', told: 'care for the destitute is granted to somebody whose relief was never ended',
      tell(world) {
        const { relief, destitute } = exclusive(world);
        const home = world.household();
        const from = monthOf2018(world, 5, 9);
        new BenefitFile(world, home).granted(`${addMonths(from, -1)}-20`, relief, from, RELIEF_FEN).granted(dayBetween(world, '2018-11-19', '2018-12-07'), destitute, '2018-12', DESTITUTE_FEN);
        monthly(world, home, relief, RELIEF_FEN, from, '2018-12');
      },
    },
    {
      part: 'b', truth: 'anomaly', told: 'a house was rebuilt, accepted and paid for, and its household is moved to a new settlement',
      tell(world) {
        const home = world.household({ others: ['spouse'] });
        grant(world, home, 'HOUSE', dayBetween(world, '2017-02-10', '2017-08-20'));
        moved(world, home, { programme: 'RELOCATION', on: dayBetween(world, '2018-01-10', '2018-03-20'), areaMilliM2: 40_000 });
      },
    },
    {
      part: 'c', truth: 'anomaly', told: 'a ranger sweeps the village as well, a paid public post beside the other', share: 2,
      tell(world) {
        const from = dayBetween(world, '2018-02-01', '2018-09-01');
        new BenefitFile(world, world.household()).ranger('2018-01-03', '2018-01-01').post(from, from);
      },
    },
    {
      part: 'c', truth: 'anomaly', told: 'both posts are paid for the same quarter',
      tell(world) {
        const home = world.household();
        const from = world.chance.pick(['2018-01', '2018-04', '2018-07']);
        new BenefitFile(world, home).ranger('2018-01-03', '2018-01-01', '2018-12-31').post(`${from}-01`, `${from}-01`, { until: '2018-12-31' });
        world.line({ programme: 'RANGER', period: [from, addMonths(from, 2)], on: `${addMonths(from, 3)}-11`, home, amountFen: RANGER_FEN });
        world.line({ programme: 'POST', period: [from, addMonths(from, 2)], on: `${addMonths(from, 3)}-16`, home, amountFen: POST_FEN });
        world.wrong(RANGER_FEN);
      },
    },
    {
      part: 'd', truth: 'anomaly', told: 'one pupil is aided in the same term by the schools of two counties',
      tell(world) {
        const term = world.chance.pick(['2018-spring', '2018-autumn', '2017-autumn']);
        const [one = '', other = ''] = world.chance.sample(COUNTIES, 2);
        const on = dayBetween(world, '2018-10-10', '2018-11-20');
        const pupil = pupilOf(world).student(on, one, term, AIDED_FEN);
        const [laterOn, secondFen] = [addDays(on, world.chance.whole(3, 30)), world.chance.whole(4, 9) * 10_000];
        pupil.student(laterOn, other, term, secondFen);
        world.wrong(Math.min(AIDED_FEN, secondFen));
      },
    },
    {
      part: 'a', truth: 'separable', told: 'relief to the end of a month, care for the destitute from the next',
      tell(world) {
        const { relief, destitute } = exclusive(world);
        const home = world.household();
        const last = monthOf2018(world, 3, 8);
        monthly(world, home, relief, RELIEF_FEN, addMonths(last, -1), last);
        monthly(world, home, destitute, DESTITUTE_FEN, addMonths(last, 1), addMonths(last, 2));
      },
    },
    {
      part: 'a', truth: 'separable', told: 'two members of one household: relief for the wife, care for the destitute for his mother',
      tell(world) {
        const { relief, destitute } = exclusive(world);
        const home = world.household({ others: ['spouse', 'parent'] });
        const first = monthOf2018(world, 1, 8);
        monthly(world, home, relief, RELIEF_FEN, first, addMonths(first, 2), home.members[1]);
        monthly(world, home, destitute, DESTITUTE_FEN, first, addMonths(first, 2), home.members[2]);
      },
    },
    {
      part: 'a', truth: 'separable', told: 'both subsidies for the disabled, which may stand beside each other', share: 2,
      tell(world) {
        const home = world.household();
        world.register('disabled', { person: home.members[0], role: 'grade-1', region: home.village, on: '2014-06-01' });
        for (const programme of ['DISABLED', 'SEVERE']) world.line({ programme, period: ['2018-04', '2018-06'], on: programme === 'DISABLED' ? '2018-07-05' : '2018-07-09', home, amountFen: 30_000 });
      },
    },
    {
      part: 'a', truth: 'separable', told: 'one household of the village is moved, the next has its house rebuilt',
      tell(world) {
        const village = world.village();
        grant(world, world.household({ village, others: ['spouse'] }), 'HOUSE', dayBetween(world, '2017-02-01', '2018-03-20'));
        grant(world, world.household({ village, others: ['spouse'] }), 'RELOCATION', dayBetween(world, '2018-01-20', '2018-03-20'));
      },
    },
    {
      part: 'b', truth: 'separable', told: 'relief is ended with the month in which care for the destitute begins, by one decision',
      tell(world) {
        const { relief, destitute } = exclusive(world);
        const home = world.household();
        const from = monthOf2018(world, 3, 6);
        const change = addMonths(from, world.chance.whole(2, 4));
        const on = `${change}-06`;
        new BenefitFile(world, home).granted(`${addMonths(from, -1)}-20`, relief, from, RELIEF_FEN).ended(on, relief, addMonths(change, -1), '转为特困供养').granted(on, destitute, change, DESTITUTE_FEN);
        monthly(world, home, relief, RELIEF_FEN, from, addMonths(change, -1));
        monthly(world, home, destitute, DESTITUTE_FEN, change, '2018-12');
      },
    },
    {
      part: 'c', truth: 'separable', told: 'a ranger to the end of June, a cleaner from July', share: 2,
      tell(world) { new BenefitFile(world, world.household()).ranger('2018-01-03', '2018-01-01', '2018-06-30').post('2018-06-28', world.hard ? '2018-07-01' : dayBetween(world, '2018-07-01', '2018-09-01')); },
    },
    {
      part: 'c', truth: 'separable', told: 'a ranger who works shifts in a factory',
      tell(world) {
        const factory = world.organisation();
        new BenefitFile(world, world.household()).ranger('2018-01-03', '2018-01-01').post('2018-03-05', '2018-03-05', { kind: 'enterprise', post: '装配工', monthlyFen: 260_000, employerUscc: factory.uscc });
      },
    },
    {
      part: 'd', truth: 'separable', told: 'a pupil changes school between two terms, and is aided in each by the school of the term',
      tell(world) { const [one = '', other = ''] = world.chance.sample(COUNTIES, 2); pupilOf(world).student('2018-04-12', one, '2018-spring', 62_500).student(dayBetween(world, '2018-10-08', '2018-11-12'), other, '2018-autumn', 62_500); },
    },
    {
      part: 'd', truth: 'separable', told: 'one school pays a boarder two kinds of aid for one term',
      tell(world) { const school = world.chance.pick(COUNTIES); pupilOf(world).student('2018-10-15', school, '2018-autumn', 62_500).student(dayBetween(world, '2018-10-20', '2018-11-12'), school, '2018-autumn', 50_000, 'BOARDING'); },
    },
    {
      part: 'a', truth: 'inseparable', told: 'the change came late: two months of relief were paid, and are to be set off by word of mouth',
      tell(world) {
        const { relief, destitute } = exclusive(world);
        const home = world.household();
        const first = monthOf2018(world, 2, 8);
        monthly(world, home, relief, RELIEF_FEN, addMonths(first, -1), addMonths(first, 1));
        monthly(world, home, destitute, DESTITUTE_FEN, first, addMonths(first, 2));
      },
    },
    {
      part: 'c', truth: 'inseparable', told: 'he left the forest in spring, and nobody entered the end of his contract when he became a cleaner',
      tell(world) { const from = dayBetween(world, '2018-05-02', '2018-09-01'); new BenefitFile(world, world.household()).ranger('2018-01-03', '2018-01-01').post(from, from); },
    },
  ],
};
export default plantings;
