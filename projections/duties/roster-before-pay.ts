/** Have a roster hung out to its last day before its batch goes to the bank. */
import type { BatchOpened, BatchSent } from '../../src/domain/batch';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'post-roster',
  title: { zh: '发放前张榜公示花名册', en: 'Post the roster before paying' },
  basis: {
    zh: '一卡通发放管理(桃江、城口等):花名册在村(镇)公示期满后发放;期限由补贴项目载明',
    en: 'One-card rules: paid only once the roster has hung out its time; how long, the programme says',
  },
  rule: 'A26',
  metOn: (at, row) => `(select min(p.shown_until) from audit.roster_posting(${at}) p where p.roster_id = ${row}.subject_id)`,
  from: {
    BatchSent: (data: BatchSent, _event, batch: BatchOpened) => (batch.rosterId === undefined ? undefined : {
      subjectKind: 'roster', subjectId: batch.rosterId, ownerRegion: batch.region, baseOn: data.occurredOn,
    }),
  },
};
export default duty;
