/** Post a project's notice before work begins. */
import type { ProjectPlanned, ProjectStarted } from '../../src/domain/project';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'notice-before-start',
  title: { zh: '项目实施前公示', en: 'Notice before the project starts' },
  basis: {
    zh: '国务院扶贫办、财政部《关于完善扶贫资金项目公告公示制度的指导意见》(2018)第八项:实施单位于开工前在实施地点公示',
    en: 'Guiding opinion on announcing poverty-relief funds and projects (2018), item 8: at the site, before work begins',
  },
  rule: 'A24',
  disclosure: { item: 'project-before-start' },
  from: {
    ProjectStarted: (data: ProjectStarted, event, plan: ProjectPlanned) => ({
      subjectKind: 'project', subjectId: idOf(event), ownerRegion: plan.region, baseOn: data.occurredOn, amountFen: plan.amountFen,
    }),
  },
};
export default duty;
