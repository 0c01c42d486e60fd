/** Planted for A18: somebody is entitled and gets nothing (应保未保), and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import { BenefitFile } from '../benefits';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import type { Plantings } from '../planting';
import { dayBetween, monthOf2018 } from '../when';

const QUARTERLY_FEN = 30_000;
const MONTHLY_FEN = 32_000;
const QUARTERS = ['2018-01', '2018-04', '2018-07', '2018-10'];
const GRADES = ['grade-1', 'grade-2'];

/** For the severely disabled of one village, from 2018 on. */
const care = (world: CaseWorld, village: string): string =>
  world.programme({ region: village, cadence: 'quarterly', standardFen: QUARTERLY_FEN, standardPer: 'person', eligibleClasses: GRADES.map((grade) => `disabled:${grade}`), effectiveFrom: '2018-01-01' });

const paid = (world: CaseWorld, programme: string, home: Home, quarters = QUARTERS): void => {
  for (const from of quarters) world.line({ programme, period: [from, addMonths(from, 2)], on: addDays(`${from}-01`, world.chance.whole(20, 40)), home, amountFen: QUARTERLY_FEN });
};
const disabled = (world: CaseWorld, home: Home, on: string, terms: { until?: string; role?: string } = {}, handedOverOn?: string): void =>
  world.register('disabled', { person: home.members[0], role: world.chance.pick(GRADES), region: home.village, on, ...terms }, handedOverOn);

/** Two of the village are in the register and paid, quarter by quarter; the third is told by the story. */
function village(world: CaseWorld): { programme: string; third: Home } {
  const code = world.village();
  const programme = care(world, code);
  for (let nth = 0; nth < 2; nth += 1) {
    const home = world.household({ village: code });
    disabled(world, home, dayBetween(world, '2011-01-10', '2015-12-20'));
    paid(world, programme, home);
  }
  return { programme, third: world.household({ village: code, others: ['spouse'] }) };
}
const inRegister = (world: CaseWorld, home: Home): void => { disabled(world, home, dayBetween(world, '2011-01-10', '2015-12-20')); };

const plantings: Plantings = {
  rule: 'A18',
  plantings: [
    { part: 'b', truth: 'anomaly', told: 'severely disabled by the register, as her neighbours are, and alone without the subsidy', share: 2, tell(world) { const { third } = village(world); inRegister(world, third); } },
    {
      part: 'b', truth: 'anomaly', told: 'he got his certificate in spring or summer, and to the end of the year nobody put him on the list',
      tell(world) { const { third } = village(world); const on = dayBetween(world, '2018-03-01', world.hard ? '2018-10-20' : '2018-08-20'); disabled(world, third, on, {}, addDays(on, world.chance.whole(3, 12))); },
    },
    {
      // The sums that are missing month by month are A17's, that nothing ever came is A18's.
      part: 'a', truth: 'anomaly', told: 'relief was granted to him, and not one month of it was paid', also: ['A17'],
      tell(world) { const from = monthOf2018(world, 1, 8); new BenefitFile(world, world.household()).granted(`${from}-03`, world.programme({ standardFen: MONTHLY_FEN, standardPer: 'person' }), from, MONTHLY_FEN); },
    },
    {
      part: 'b', truth: 'anomaly', told: 'help for destitute households, and one of the village was forgotten',
      tell(world) {
        const code = world.village();
        const programme = world.programme({ region: code, payee: 'household', cadence: 'quarterly', standardFen: QUARTERLY_FEN, standardPer: 'household', eligibleClasses: ['household:destitute'], effectiveFrom: '2018-01-01', endsWithDeath: false });
        for (let nth = 0; nth < 2; nth += 1) paid(world, programme, world.household({ village: code, status: 'destitute' }));
        world.household({ village: code, status: 'destitute' });
      },
    },
    { truth: 'separable', told: 'all three of the village are paid', tell(world) { const { programme, third } = village(world); inRegister(world, third); paid(world, programme, third); } },
    {
      truth: 'separable', told: 'the office refused, with a document',
      tell(world) {
        const { programme, third } = village(world);
        inRegister(world, third);
        const on = dayBetween(world, '2018-01-20', '2018-02-24');
        world.say(on, 'office', 'RefuseBenefit', third.id, { person: world.named(third.members[0]), programmeId: programme, reason: '已享受工伤护理费', documentNumber: `示残函〔2018〕${String(world.chance.whole(1, 90))}号`, occurredOn: on });
      },
    },
    {
      truth: 'separable', told: 'she signed that she does not want it',
      tell(world) {
        const { programme, third } = village(world);
        inRegister(world, third);
        const on = dayBetween(world, '2018-01-20', '2018-02-24');
        world.say(on, 'office', 'ReportAidDeclined', third.id, { person: world.named(third.members[0]), programmeId: programme, reason: '本人放弃', recordHash: world.hash(), occurredOn: on });
      },
    },
    {
      truth: 'separable', told: 'he died before sixty days were over',
      tell(world) {
        const { third } = village(world);
        const on = dayBetween(world, '2018-03-01', '2018-08-20');
        disabled(world, third, on, {}, addDays(on, 4));
        const diedOn = addDays(on, world.chance.whole(15, 50));
        world.say(addDays(diedOn, 4), 'office', 'ReportMemberDeath', third.id, { person: world.named(third.members[0]), source: 'civil-affairs', occurredOn: diedOn });
      },
    },
    {
      truth: 'separable', told: 'she moved away within weeks of her certificate',
      tell(world) {
        const { third } = village(world);
        const on = dayBetween(world, '2018-03-01', '2018-08-20');
        disabled(world, third, on, {}, addDays(on, 4));
        const leftOn = addDays(on, world.chance.whole(15, 45));
        world.say(addDays(leftOn, 3), 'office', 'ReportMemberLeft', third.id, { person: world.named(third.members[0]), cause: 'moved', occurredOn: leftOn });
      },
    },
    {
      truth: 'separable', told: 'his certificate is not yet sixty days old at the end of the year',
      tell(world) { const { third } = village(world); const on = world.hard ? '2018-11-04' : dayBetween(world, '2018-11-05', '2018-12-15'); disabled(world, third, on, {}, addDays(on, 4)); },
    },
    {
      truth: 'separable', told: 'the certificate is of spring, the first payment of seven weeks later',
      tell(world) {
        const { programme, third } = village(world);
        const on = dayBetween(world, '2018-03-10', '2018-03-28');
        disabled(world, third, on, {}, addDays(on, 3));
        world.line({ programme, period: ['2018-04', '2018-06'], on: addDays(on, world.chance.whole(40, world.hard ? 55 : 50)), home: third, amountFen: QUARTERLY_FEN });
        paid(world, programme, third, ['2018-07', '2018-10']);
      },
    },
    { truth: 'separable', told: 'the certificate ran out before the programme began', tell(world) { const { third } = village(world); disabled(world, third, '2012-06-01', { until: dayBetween(world, '2017-05-01', '2017-12-31') }); } },
    { truth: 'separable', told: 'of the third grade, for which the subsidy is not', tell(world) { const { third } = village(world); disabled(world, third, '2015-06-01', { role: 'grade-3' }); } },
    { truth: 'inseparable', told: 'she applied in the county where she works, and gets it there', tell(world) { const { third } = village(world); inRegister(world, third); } },
    { truth: 'inseparable', told: 'he told the village by word of mouth that he does not want it', tell(world) { const { third } = village(world); inRegister(world, third); } },
  ],
};
export default plantings;
