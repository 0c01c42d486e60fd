/** Answer a complaint within sixty days. */
import type { ComplaintReceived } from '../../src/domain/complaint';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'answer-complaint',
  title: { zh: '信访举报答复', en: 'Answer a complaint' },
  basis: {
    zh: '《信访条例》(2005)第三十三条:自受理之日起 60 日内办结',
    en: 'Regulation on letters and visits (2005), article 33: settled within 60 days',
  },
  limit: { fixedDays: 60 },
  confidential: true,
  metOn: (at, row) => `(select min(c.occurred_on) from audit.complaint(${at}) c where c.complaint_id = ${row}.subject_id and c.change = 'answered')`,
  from: {
    ComplaintReceived: (data: ComplaintReceived, event) => ({ subjectKind: 'complaint', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn }),
  },
};
export default duty;
