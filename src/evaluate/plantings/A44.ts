/** Planted for A44: training, schooling or medical aid that never reached a village, an old house that was to come down (政策未落实), and what looks like it. */
import { BenefitFile } from '../benefits';
import type { CaseWorld } from '../case-world';
import { moved } from '../homes';
import type { Home } from '../wishes';
import type { Plantings } from '../planting';
import { dayBetween } from '../when';

const TRAINING_FEN = 60_000;
const PUPIL_FEN = 62_500;
const TIER_FEN = 18_000;
type Item = 'training' | 'education' | 'medical';

/** An item of one township, for the year 2017: whether it arrived is seen when that year was closed. */
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
  const programme = world.programme({ region: township, effectiveFrom: '2017-01-01', ...terms });
  world.say('2017-12-31', 'province', 'EndProgramme', programme, { occurredOn: '2017-12-31', reason: '年度项目到期' });
  return { item, programme };
}

/** A household of the village, entitled by the register: its head is poor, or its child a pupil. */
function entitled(world: CaseWorld, village: string, item: Item): Home {
  const home = world.household({ village, members: [world.person({ bornIn: [2003, 2005], relation: 'child' })] });
  const [head, child] = home.members;
  if (item === 'education') world.register('student', { person: child ?? head, role: 'junior', region: village, on: '2015-09-01', until: '2018-07-10' });
  else world.register('low-income', { person: head, role: 'low-income', region: village, on: dayBetween(world, '2013-01-10', '2015-12-20') });
  return home;
}

/** Reached within weeks of the programme, unless the story says when. */
function reached(world: CaseWorld, { item, programme }: Aid, home: Home, on = dayBetween(world, '2017-01-22', '2017-02-20')): void {
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

/** Moved between the spring of one year and that of the next; the old house comes down so many days later, or not. */
function relocated(world: CaseWorld, downAfterDays: number | null, from = '2016-03-01', until = '2017-05-10'): void {
  const home = world.household({ others: ['spouse', 'child'] });
  moved(world, home, { programme: 'RELOCATION', on: dayBetween(world, from, until), areaMilliM2: home.members.length * 23_000, downAfterDays });
}

const plantings: Plantings = {
  rule: 'A44',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'training comes to every village of the township but one, in which there are poor people enough', also: ALSO, tell: missed('training') },
    { part: 'a', truth: 'anomaly', told: 'pupils of all villages but one are aided', also: ALSO, tell: missed('education') },
    { part: 'a', truth: 'anomaly', told: "nobody in the village had the insurance premium paid for him, as all the neighbours had", also: ALSO, tell: missed('medical') },
    { part: 'b', truth: 'anomaly', told: 'they moved into the new settlement, and a year on their old house stands, against the rule that it come down', tell(world) { relocated(world, null); } },
    { part: 'b', truth: 'separable', told: 'the old house came down within the year', tell(world) { relocated(world, world.hard ? world.chance.whole(340, 364) : world.chance.whole(20, 330), '2016-03-01', '2017-03-10'); } },
    { part: 'b', truth: 'separable', told: 'the old house stands, but they moved less than a year ago', tell(world) { relocated(world, null, '2017-07-20', '2018-04-10'); } },
    { part: 'b', truth: 'inseparable', told: 'the old house is half of a brother, who lives in it', tell(world) { relocated(world, null); } },
    { part: 'a', truth: 'separable', told: 'nobody in the village is entitled', share: 2, tell(world) { const { village } = township(world); for (let nth = 0; nth < 3; nth += 1) world.household({ village }); } },
    {
      part: 'a', truth: 'separable', told: 'the item did come to the village, if to one alone of those entitled', also: ALSO,
      tell(world) { const { item, village } = township(world); const [first] = some(world, village, item.item); if (first) reached(world, item, first); },
    },
    { part: 'a', truth: 'separable', told: 'all villages of the township were reached', share: 2, tell(world) { const { item, village } = township(world); for (const home of some(world, village, item.item)) reached(world, item, home); } },
    {
      part: 'a', truth: 'separable', told: 'the one who is entitled was refused, with a document',
      tell(world) {
        const { item, village } = township(world);
        const home = entitled(world, village, item.item);
        const on = dayBetween(world, '2017-01-22', '2017-02-20');
        world.say(on, 'office', 'RefuseBenefit', home.id, { person: world.named((item.item === 'education' ? home.members[1] : undefined) ?? home.members[0]), programmeId: item.programme, reason: '已享受其他同类资助', documentNumber: `示教函〔2017〕${String(world.chance.whole(1, 90))}号`, occurredOn: on });
      },
    },
    { part: 'a', truth: 'inseparable', told: 'the pupils of the village go to school across the county line, and are aided there', also: ALSO, tell: missed('education') },
  ],
};
export default plantings;
