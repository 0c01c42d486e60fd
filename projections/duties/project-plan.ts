/** Disclose a planned project within 20 working days. */
import type { ProjectPlanned } from '../../src/domain/project';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'disclose-project-plan',
  title: { zh: '项目计划公示', en: 'Disclose a planned project' },
  basis: {
    zh: '《政府信息公开条例》第二十六条:自形成之日起 20 个工作日;公告公示指导意见(2018)第六项',
    en: 'Government information disclosure regulation, article 26: 20 working days; guiding opinion (2018), item 6',
  },
  limit: { fixedWorkdays: 20 },
  disclosure: { item: 'project-plan' },
  from: {
    ProjectPlanned: (data: ProjectPlanned, event) => ({ subjectKind: 'project', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn, amountFen: data.amountFen }),
  },
};
export default duty;
