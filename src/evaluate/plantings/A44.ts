/** Planted for A44: training, schooling or medical aid that never reached a village (政策未落实), and what looks like it. */
import { BenefitFile } from '../benefits';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import type { Plantings } from '../planting';
import { dayBetween } from '../when';

const TRAINING_FEN = 60_000;
const PUPIL_FEN = 62_500;
const TIER_FEN = 18_000;
type Item = 'training' | 'education' | 'medical';

/** An item of one township, from 2017 on. */
interface Aid {
  readonly item: Item;
  readonly programme: string;
}

function aid(world: CaseWorld, township: string, item: Item): Aid {
  const terms = {
    training: { cadence: 'once', allowedPurposes: ['training'], economicClasses: ['303'], ownerDepartment: 'human-resources', eligibleClasses: ['low-income:low-income'], standardFen: TRAINING_FEN, standardPer: 'person' },
    education: { cadence: 'yearly', ownerDepartment: 'education', eligibleClasses: ['student:junior'], standardFen: PUPIL_FEN, standardPer: 'person' },
    medical: { cadence: 'yearly', allowedPurposes: ['insurance-premium'], ownerDepartment: 'health-insurance', eligibleClasses: ['low-income:low-income'] },
  }[item];
  return { item, programme: world.programme({ region: township, effectiveFrom: '2017-01-01', ...terms }) };
}

/** A household of the village, entitled by the register: its head is poor, or its child a pupil. */
function entitled(world: CaseWorld, village: string, item: Item): Home {
  const home = world.household({ village, members: [world.person({ bornIn: [2003, 2005], relation: 'child' })] });
  const [head, child] = home.members;
  if (item === 'education') world.register('student', { person: child ?? head, role: 'junior', region: village, on: '2016-09-01', until: '2020-07-10' });
  else world.register('low-income', { person: head, role: 'low-income', region: village, on: dayBetween(world, '2014-01-10', '2015-12-20') });
  return home;
}

/** Reached within weeks of the programme, unless the story says when. */
function reached(world: CaseWorld, { item, programme }: Aid, home: Home, on = dayBetween(world, '2017-02-06', '2017-03-10')): void {
  const [head, child = head] = home.members;
  const file = new BenefitFile(world, home, item === 'education' ? child : head);
  if (item === 'education') file.student(on, world.county, '2017-spring', PUPIL_FEN, programme);
  else if (item === 'medical') file.say(on, 'PayPremiumOnBehalf', { programmeId: programme, insurance: 'medical', year: 2017, tierFen: TIER_FEN, paidFen: TIER_FEN, paidToInsurer: true });
  else {
    file.say(on, 'TrainPerson', { programmeId: programme, courseId: world.id('course'), course: '茶叶种植', hours: 40, provider: '县职业技术学校', certificate: true });
    world.line({ programme, period: [on.slice(0, 7)], on, home, amountFen: TRAINING_FEN });
  }
}

const anyItem = (world: CaseWorld): Item => world.chance.pick(['training', 'education', 'medical']);

/** A township of so many villages in which the item did arrive, and one village that the story is about. */
function township(world: CaseWorld, item = anyItem(world)): { item: Aid; village: string } {
  const code = world.township();
  const item_ = aid(world, code, item);
  for (let nth = world.chance.whole(2, 4); nth > 0; nth -= 1) {
    const village = world.village(code);
    for (let home = world.chance.whole(1, 3); home > 0; home -= 1) reached(world, item_, entitled(world, village, item));
  }
  return { item: item_, village: world.village(code) };
}
const some = (world: CaseWorld, village: string, item: Item): Home[] => Array.from({ length: world.chance.whole(2, 4) }, () => entitled(world, village, item));

/** That each of them gets nothing is A18's matter, that nobody of the village does A44's. */
const ALSO = ['A18'];

const missed = (item: Item) => (world: CaseWorld): void => { const { village } = township(world, item); some(world, village, item); };

const plantings: Plantings = {
  rule: 'A44',
  plantings: [
    { truth: 'anomaly', told: 'training comes to every village of the township but one, in which there are poor people enough', also: ALSO, tell: missed('training') },
    { truth: 'anomaly', told: 'pupils of all villages but one are aided', also: ALSO, tell: missed('education') },
    { truth: 'anomaly', told: "nobody in the village had the insurance premium paid for him, as all the neighbours had", also: ALSO, tell: missed('medical') },
    { truth: 'separable', told: 'nobody in the village is entitled', share: 2, tell(world) { const { village } = township(world); for (let nth = 0; nth < 3; nth += 1) world.household({ village }); } },
    {
      truth: 'separable', told: 'the item did come to the village, if to one alone of those entitled', also: ALSO,
      tell(world) { const { item, village } = township(world); const [first] = some(world, village, item.item); if (first) reached(world, item, first); },
    },
    { truth: 'separable', told: 'all villages of the township were reached', share: 2, tell(world) { const { item, village } = township(world); for (const home of some(world, village, item.item)) reached(world, item, home); } },
    {
      truth: 'separable', told: 'the one who is entitled was refused, with a document',
      tell(world) {
        const { item, village } = township(world);
        const home = entitled(world, village, item.item);
        const on = dayBetween(world, '2017-02-06', '2017-03-10');
        world.say(on, 'office', 'RefuseBenefit', home.id, { person: world.named((item.item === 'education' ? home.members[1] : undefined) ?? home.members[0]), programmeId: item.programme, reason: '已享受其他同类资助', documentNumber: `示教函〔2017〕${String(world.chance.whole(1, 90))}号`, occurredOn: on });
      },
    },
    { truth: 'inseparable', told: 'the pupils of the village go to school across the county line, and are aided there', also: ALSO, tell: missed('education') },
  ],
};
export default plantings;
