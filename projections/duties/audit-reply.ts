/** Reply to auditors in writing within ten days. */
import type { ReplyRequested } from '../../src/domain/inquiry';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'reply-to-audit',
  title: { zh: '书面答复审计意见', en: 'Reply to the auditors' },
  basis: {
    zh: '《审计法》第四十四条:自接到审计组的审计报告之日起十日内提出书面意见',
    en: 'Audit law, article 44: written comments within ten days of receipt',
  },
  limit: { fixedDays: 10 },
  metOn: (at, row) => `(select min(i.occurred_on) from audit.inquiry(${at}) i where i.inquiry_id = ${row}.subject_id and i.change = 'replied')`,
  from: {
    ReplyRequested: (data: ReplyRequested, event) => ({ subjectKind: 'inquiry', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.occurredOn }),
  },
};
export default duty;
