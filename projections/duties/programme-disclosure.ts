/** Disclose the terms of a programme within 20 working days. */
import type { ProgrammeDefined } from '../../src/domain/programme';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'disclose-programme',
  title: { zh: '补贴政策公开', en: 'Disclose the terms of a programme' },
  basis: {
    zh: '《政府信息公开条例》第二十六条:自形成之日起 20 个工作日;公告公示指导意见(2018)第三项',
    en: 'Government information disclosure regulation, article 26: 20 working days; guiding opinion (2018), item 3',
  },
  limit: { fixedWorkdays: 20 },
  disclosure: { item: 'programme' },
  from: {
    ProgrammeDefined: (data: ProgrammeDefined, event) => ({ subjectKind: 'programme', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn }),
  },
};
export default duty;
