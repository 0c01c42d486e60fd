/** A project is planned, changed, started, accepted. */
import { dayAfter, posted, said, VILLAGE } from '../../../../projections/anomalies/story';
import { ProjectAccepted, ProjectChangeApproved, ProjectChanged, ProjectPlanned, ProjectStarted } from '../../../../src/domain/project';
import { firms, pick, type Act, type Kind, type Telling } from '../telling';

function runProject(told: Telling, act: Act): void {
  const id = pick(['j1', 'j2'], act.a);
  const stream = `project-${id}`;
  const on = told.on(act);
  if (!told.projects.some((one) => one.id === id)) {
    told.projects.push({ id, changes: [] });
    return void told.say(said(stream, ProjectPlanned, {
      region: VILLAGE, name: pick(['村道一期', '村道二期', '水渠'], act.b), programmeId: 'p1', allocationId: 'a1', site: '一组', content: '硬化一公里', unitName: '示例公司', ...(act.b % 4 > 0 && { unitUscc: firms[2] }),
      amountFen: 10_000_000, plannedStart: on, plannedEnd: on, ...(act.c % 6 === 0 && { emergency: true }), occurredOn: on,
    }));
  }
  const project = told.projects.find((one) => one.id === id);
  const approval = { documentNumber: '县扶办〔2018〕3号', office: '县扶贫办', approvedOn: dayAfter(on, act.b % 5 === 0 ? 0 : -10) };
  switch (act.c % 7) {
    case 0: return void told.say(said(stream, ProjectStarted, { occurredOn: on }));
    case 1: return void told.say(said(stream, ProjectAccepted, { occurredOn: on }));
    case 2: return void told.say(posted(stream, on, { item: pick(['project-before-start', 'project-after-completion'], act.b) }));
    case 3: {
      const change = project?.changes.at(-1);
      return change === undefined ? undefined : void told.say(said(stream, ProjectChangeApproved, { changeRevision: change, approval, occurredOn: on }));
    }
    default: {
      const revision = told.say(said(stream, ProjectChanged, { aspect: pick(['amount', 'site', 'amount'] as const, act.b), amountFen: pick([11_000_000, 12_000_000], act.b), ...(act.b % 4 === 0 && { approval }), reason: '调整', occurredOn: on }));
      return void project?.changes.push(revision);
    }
  }
}

export default { weight: 5, tell: runProject } satisfies Kind;
