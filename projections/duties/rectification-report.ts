/** Report a rectification by the day its order names, and anew where a report was rejected. */
import type { RectificationOpened, RectificationRejected } from '../../src/domain/rectification';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'report-rectification',
  title: { zh: '整改报告', en: 'Report a rectification' },
  basis: {
    zh: '《审计法》第五十二条:被审计单位按规定时间整改并报告结果;督查通报:限期整改',
    en: 'Audit law, article 52: the audited puts right and reports in the time given; notices of supervision set a day',
  },
  rule: 'A38',
  limit: { named: true },
  /** The first report after the order, or after the rejection; an order withdrawn is owed no more. */
  metOn: (at, row) => `(select r.occurred_on from audit.rectification(${at}) r
    where r.rectification_id = ${row}.subject_id and r.change in ('reported', 'withdrawn') and r.position > ${row}.position order by r.position limit 1)`,
  from: {
    RectificationOpened: (data: RectificationOpened, event) => ({ subjectKind: 'rectification', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.dueOn }),
    RectificationRejected: (data: RectificationRejected, event, order: RectificationOpened) => ({ subjectKind: 'rectification', subjectId: idOf(event), ownerRegion: order.region, baseOn: data.dueOn ?? order.dueOn }),
  },
};
export default duty;
