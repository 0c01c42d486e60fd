/** Announce a project's result within 20 working days after acceptance. */
import type { ProjectAccepted, ProjectPlanned } from '../../src/domain/project';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'announce-completion',
  title: { zh: '项目竣工后公告', en: 'Announce the completed project' },
  basis: {
    zh: '《政府信息公开条例》第二十六条:自形成之日起 20 个工作日;公告公示指导意见(2018)第八项',
    en: 'Government information disclosure regulation, article 26: 20 working days; guiding opinion (2018), item 8',
  },
  rule: 'A24',
  limit: { parameter: 'completionLimitWorkdays', workdays: 20 },
  disclosure: { item: 'project-after-completion' },
  from: {
    ProjectAccepted: (data: ProjectAccepted, event, plan: ProjectPlanned) => ({
      subjectKind: 'project', subjectId: idOf(event), ownerRegion: plan.region, baseOn: data.occurredOn, amountFen: plan.amountFen,
    }),
  },
};
export default duty;
