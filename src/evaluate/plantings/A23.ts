/** Planted for A23: a project planned or paid before it was in the county's library (未入库先安排), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { OrderlyProject, type ProjectWish } from '../orderly-project';
import type { Plantings } from '../planting';

/** In order, but its way into the library is left to the story. */
const outside = (world: CaseWorld, wish: ProjectWish = {}, plan: object = {}): OrderlyProject => new OrderlyProject(world, wish).told(['admission', 'plan']).plan(plan);

function removed(works: OrderlyProject, on: string): OrderlyProject {
  return works.say(on, 'RemoveProject', { libraryVersion: '2018-1', reason: '前期工作不成熟,出库', documentNumber: '示扶组发〔2018〕5号' });
}

function proposed(works: OrderlyProject): OrderlyProject {
  const { village: region, name, projectClass, site, amountFen, plannedOn } = works;
  return works.say(addDays(plannedOn, -40), 'ProposeProject', { region, name, projectClass, site, content: name, amountFen }).say(addDays(plannedOn, -30), 'ScreenProject', { outcome: 'passed', office: '示例镇人民政府' });
}

const plantings: Plantings = {
  rule: 'A23',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'never in the library: the township planned it, and it was built and paid', share: 2, tell(world) { outside(world); } },
    { part: 'a', truth: 'anomaly', told: 'put into the library weeks after it was planned', tell(world) { const works = outside(world); works.admission(addDays(works.plannedOn, world.hard ? 1 : world.chance.whole(10, 40))); } },
    { part: 'a', truth: 'anomaly', told: 'put into the library when the last fen was paid', tell(world) { const works = outside(world); works.admission(addDays(works.acceptedOn, 30)); } },
    { part: 'a', truth: 'anomaly', told: 'taken out of the library as unripe, and planned all the same', tell(world) { const works = outside(world, { plannedOn: addDays('2018-04-10', world.chance.whole(0, 40)) }); removed(works.admission(addDays(works.plannedOn, -50)), addDays(works.plannedOn, -15)); } },
    {
      part: 'a', truth: 'anomaly', told: 'the township passed it, the county never admitted it',
      tell(world) { proposed(outside(world)); },
    },
    {
      part: 'b', truth: 'anomaly', told: 'only proposed, neither admitted nor planned, and the builder is paid', share: 2,
      tell(world) { const works = proposed(new OrderlyProject(world)); works.world.pay({ allocation: works.allocation, amountFen: works.share(world.chance.whole(20, 90) * 100), on: addDays(works.plannedOn, 30), payee: works.contractor, purpose: 'rural-infrastructure', functionCode: works.functionCode, terms: { projectId: works.id } }); },
    },
    { truth: 'separable', told: 'admitted before it was planned, the day before where it is close', tell(world) { const works = outside(world); works.admission(addDays(works.plannedOn, world.hard ? -1 : -world.chance.whole(3, 40))); } },
    { truth: 'separable', told: 'a landslide: arranged through the emergency channel', tell(world) { outside(world, {}, { emergency: true }); } },
    { truth: 'separable', told: 'brought over from the books of 2017, before there was a library', tell(world) { outside(world, { plannedOn: addDays('2017-09-01', world.chance.whole(0, 80)) }, { campaign: 'takeover-2018' }); } },
    {
      truth: 'separable', told: 'taken out as unripe, admitted again, then planned',
      tell(world) {
        const works = outside(world, { plannedOn: addDays('2018-04-20', world.chance.whole(0, 30)) });
        removed(works.admission(addDays(works.plannedOn, -60)), addDays(works.plannedOn, -30));
        works.say(addDays(works.plannedOn, -8), 'AdmitProject', { libraryVersion: '2018-2', projectClass: works.projectClass, performanceTarget: '改善生产生活条件', documentNumber: '示扶组发〔2018〕8号', office: '县扶贫开发领导小组' });
      },
    },
    { truth: 'separable', told: 'taken out of the library once it was built', tell(world) { const works = new OrderlyProject(world).told(); removed(works, addDays(works.acceptedOn, 25)); } },
    { truth: 'inseparable', told: 'admitted by the leading group in time; the minutes were never entered', tell(world) { outside(world); } },
  ],
};
export default plantings;
