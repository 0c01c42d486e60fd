/** Planted for A38: put right on paper, late, or only until the next time (整改虚假、逾期), and what looks like it. */
import { flagIdOf } from '../../identifiers/flag-id';
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { acceptRectified, confirmedCase, CONCLUDED_AFTER_DAYS, orderRectification, reportRectified } from '../orderly-case';
import type { Plantings } from '../planting';

const orderDay = (world: CaseWorld): string => addDays('2018-03-05', world.chance.whole(0, 150));
const HALF_YEAR_DAYS = 180;

/** Ordered, reported with or without evidence, accepted a few days later. */
function rectified(world: CaseWorld, evidence: boolean, reportedAfter = 20): void {
  const on = orderDay(world);
  const id = orderRectification(world, on, addDays(on, 30));
  reportRectified(world, id, addDays(on, reportedAfter), evidence ? [world.hash()] : []);
  acceptRectified(world, id, addDays(on, reportedAfter + 6));
}

const CHANGED_ON = '2018-03-20';

/** Built after a flood, so outside the library; its site is changed without approval, which is what the case is about. Answers the project. */
function changedProject(world: CaseWorld): string {
  const id = world.id('x');
  world.owns('project', id);
  const village = world.village();
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen: 30_000_000, on: '2018-01-08' });
  world.say('2018-03-01', 'office', 'PlanProject', id, {
    region: village, name: `示例${world.label}水毁修复`, programmeId: 'WORKS', allocationId: allocation, site: '一组', content: '水毁修复', unitName: world.organisation('12').name, amountFen: 30_000_000, plannedStart: '2018-12-01', plannedEnd: '2018-12-20', emergency: true, occurredOn: '2018-03-01',
  });
  changeSite(world, id, CHANGED_ON);
  return id;
}

const changeSite = (world: CaseWorld, project: string, on: string, more: object = {}): void =>
  world.say(on, 'office', 'ReportProjectChange', project, { aspect: 'site', before: '一组', after: '二组', reason: '选址调整', occurredOn: on, ...more });

/** The inspector takes the lead up, and the matter is put right by the end of May. Answers the day it was accepted. */
function takenUp(world: CaseWorld, project: string): string {
  const openedOn = '2018-04-02';
  const caseId = confirmedCase(world, openedOn, { origin: 'flag', subjects: [{ kind: 'project', id: project }], flagIds: [flagIdOf('A28', '', 'project', project, 'change-1')] });
  const orderedOn = addDays(openedOn, CONCLUDED_AFTER_DAYS + 1);
  const id = orderRectification(world, orderedOn, addDays(orderedOn, 30), caseId);
  world.say(addDays(orderedOn, 10), 'office', 'ApproveProjectChange', project, { changeRevision: 1, approval: { documentNumber: '示扶组发〔2018〕33号', office: '县扶贫开发领导小组', approvedOn: addDays(orderedOn, 9) }, occurredOn: addDays(orderedOn, 10) });
  reportRectified(world, id, addDays(orderedOn, 15), [world.hash()]);
  acceptRectified(world, id, addDays(orderedOn, 20));
  return addDays(orderedOn, 20);
}

const plantings: Plantings = {
  rule: 'A38',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'accepted on a report that shows nothing', tell(world) { rectified(world, false); } },
    { part: 'b', truth: 'anomaly', told: 'the same project is moved again without approval a few months after it was put right', also: ['A28'], tell(world) { const project = changedProject(world); changeSite(world, project, addDays(takenUp(world, project), world.chance.whole(20, 150))); } },
    { part: 'c', truth: 'anomaly', told: 'the last day passes, and no report comes', tell(world) { const on = orderDay(world); orderRectification(world, on, addDays(on, 30)); } },
    { part: 'a', truth: 'separable', told: 'reported with evidence in time, and accepted', tell(world) { rectified(world, true); } },
    { part: 'c', truth: 'separable', told: 'reported on the last day', tell(world) { rectified(world, true, 30); } },
    {
      part: 'c', truth: 'separable', told: 'the order is withdrawn before its last day',
      tell(world) { const on = orderDay(world); const id = orderRectification(world, on, addDays(on, 30)); world.say(addDays(on, 12), 'inspector', 'WithdrawRectification', id, { reason: '无需整改', occurredOn: addDays(on, 12) }); },
    },
    {
      part: 'b', truth: 'separable', told: 'moved again, and this time approved beforehand', also: ['A28'],
      tell(world) { const project = changedProject(world); const on = addDays(takenUp(world, project), 60); changeSite(world, project, on, { approval: { documentNumber: '示扶组发〔2018〕44号', office: '县扶贫开发领导小组', approvedOn: addDays(on, -3) } }); },
    },
    { part: 'b', truth: 'separable', told: 'moved again more than half a year later', also: ['A28'], tell(world) { const project = changedProject(world); changeSite(world, project, addDays(takenUp(world, project), HALF_YEAR_DAYS + world.chance.whole(1, 30))); } },
    { part: 'a', truth: 'inseparable', told: 'the photos were shown to the inspector and never entered', tell(world) { rectified(world, false); } },
  ],
};
export default plantings;
