/** Planted for A25: disclosures that are not what they say — entered long after, made after the fact, one photo for many, another list, taken down (公示造假) —, and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { OrderlyProject } from '../orderly-project';
import { OrderlyRoster } from '../orderly-roster';
import type { Plantings } from '../planting';

/** Days a posting may be entered after the day it names. */
const ENTERED_WITHIN = 30;

/** A project in order but for the notice of its completion. */
const project = (world: CaseWorld, plannedOn?: string): OrderlyProject => new OrderlyProject(world, plannedOn === undefined ? {} : { plannedOn }).told(['completion']);

/** The notice of completion names a day in time; it is entered so many days later. */
function enteredLate(world: CaseWorld, days: number): void {
  const works = project(world, addDays('2018-03-12', world.chance.whole(0, 40)));
  const on = addDays(works.acceptedOn, world.chance.whole(5, 15));
  world.say(addDays(on, days), 'office', 'PostDisclosure', `project-${works.id}`, {
    kind: 'notice', item: 'project-after-completion', level: 'unit', venue: 'board', venueName: '项目所在村公示栏', fields: ['name', 'result', 'beneficiaries', 'hotline'], occurredOn: on, from: on, until: addDays(on, 13), contentHash: world.hash(),
  });
}

/** The page or photo says it was made so many days after the notice is said to have gone up. */
function madeAfter(world: CaseWorld, days: number, shownDays = 13): void {
  const works = project(world);
  const on = addDays(works.acceptedOn, 9);
  works.completion(on, { createdOn: addDays(on, days), photoHashes: [world.hash()] }, shownDays);
}

/** The board of two projects is proved by one photo; or the same project's two notices each have theirs. */
function photos(world: CaseWorld, same: boolean, count = 2): void {
  const photo = world.hash();
  for (let nth = 0; nth < count; nth += 1) project(world).completion(undefined, { photoHashes: [same ? photo : world.hash()] });
}

function grant(world: CaseWorld): OrderlyRoster {
  const village = world.village();
  const homes = Array.from({ length: world.chance.whole(3, 7) }, () => world.household({ village }));
  const programme = world.programme({ payee: 'household', cadence: 'once', endsWithDeath: false });
  const on = addDays('2018-02-20', world.chance.whole(0, 260));
  const amountFen = world.chance.whole(5, 30) * 10_000;
  return new OrderlyRoster(world, { programme, homes, amountFen, period: [on.slice(0, 7)], on, allocation: world.money({ programme, amountFen: amountFen * homes.length, on: addDays(on, -20) }) });
}

/** What the stream of a project in order holds before the notice of completion; its revision is the count of them. */
const REVISION_OF_COMPLETION = 16;

/** The notice of completion is to hang for two weeks; it is taken down after so many days. */
function takenDown(world: CaseWorld, days: number, reason: string): OrderlyProject {
  const works = project(world);
  const on = addDays(works.acceptedOn, 5);
  works.completion(on);
  world.say(addDays(on, days), 'office', 'WithdrawDisclosure', `project-${works.id}`, { postedRevision: REVISION_OF_COMPLETION, reason, occurredOn: addDays(on, days) });
  return works;
}

const plantings: Plantings = {
  rule: 'A25',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'before the inspection a notice of two months ago is entered as if it had hung then', tell(world) { enteredLate(world, world.hard ? ENTERED_WITHIN + 1 : world.chance.whole(35, 80)); } },
    { part: 'b', truth: 'anomaly', told: 'the page was made days after it is said to have hung', tell(world) { madeAfter(world, world.chance.whole(15, 40)); } },
    { part: 'c', truth: 'anomaly', told: 'one photo of a board proves the notices of several projects', tell(world) { photos(world, true, world.chance.whole(2, 4)); } },
    { part: 'd', truth: 'anomaly', told: 'another list hung in the village than was sealed and paid', tell(world) { const it = grant(world); it.compiled().posted({ contentHash: world.hash() }).sealed().paid(); } },
    { part: 'e', truth: 'anomaly', told: 'taken down after a few days, when people asked', tell(world) { takenDown(world, world.hard ? 8 : world.chance.whole(2, 6), '更换公示栏内容'); } },
    { part: 'a', truth: 'separable', told: 'entered within thirty days, on the last of them where it is close', tell(world) { enteredLate(world, world.hard ? ENTERED_WITHIN : world.chance.whole(5, 25)); } },
    { part: 'b', truth: 'separable', told: 'the page was made the day before it went up', tell(world) { madeAfter(world, -1); } },
    { part: 'c', truth: 'separable', told: 'each notice has a photo of its own', tell(world) { photos(world, false, 3); } },
    {
      part: 'd', truth: 'separable', told: 'the list of the board is the list that was paid; one more hung first, with a mistake that was corrected',
      tell(world) { const it = grant(world); it.compiled().posted().sealed().paid(); },
    },
    { part: 'e', truth: 'separable', told: 'blown down by a storm and hung again the next day for the full time', tell(world) { const works = takenDown(world, 3, '大风损坏,重新张贴'); works.completion(addDays(works.acceptedOn, 9)); } },
    { part: 'e', truth: 'separable', told: 'a wrong figure: taken down, and the corrected notice put up the same day', tell(world) { const works = takenDown(world, 4, '金额有误,更正后重新公示'); works.completion(addDays(works.acceptedOn, 9)); } },
    { part: 'e', truth: 'separable', told: 'taken down when its ten days were over', tell(world) { takenDown(world, world.hard ? 10 : world.chance.whole(11, 13), '公示期满'); } },
    { part: 'a', truth: 'inseparable', told: 'the village had no network for two months, and entered it when it had', tell(world) { enteredLate(world, world.chance.whole(40, 60)); } },
    { part: 'b', truth: 'inseparable', told: 'the clock of the camera was set wrongly', tell(world) { madeAfter(world, world.chance.whole(15, 40)); } },
  ],
};
export default plantings;
