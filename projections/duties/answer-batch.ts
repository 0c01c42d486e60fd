/** Answer a batch sent to the bank: pay it, or send it back, within five working days. */
import type { BatchOpened, BatchSent } from '../../src/domain/batch';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'answer-batch',
  title: { zh: '代发银行反馈发放结果', en: 'Answer a batch sent to the bank' },
  basis: {
    zh: '惠民惠农财政补贴资金“一卡通”管理(财办〔2020〕37号):及时足额发放;5 个工作日内发放并反馈见于县级办理流程(桃江),为 proposal',
    en: 'Caiban [2020] 37 on one-card subsidies: paid in time and in full; that the bank pays and reports within five working days is county practice (Taojiang), a proposal',
  },
  rule: 'A11',
  limit: { parameter: 'bankWorkdays', workdays: 5 },
  /** By its first results, even told before the sending; or by a rejection of this file. A duplicate refused (B07) answers for nothing. */
  metOn: (at, row) => `(select min(r.occurred_on) from (
    select r.occurred_on from audit.batch_result(${at}) r where r.batch_id = ${row}.subject_id
    union all
    select r.occurred_on from audit.batch_rejection(${at}) r where r.batch_id = ${row}.subject_id and r.position > ${row}.position and r.rejection <> 'B07') r)`,
  from: {
    BatchSent: (data: BatchSent, event, batch: BatchOpened) => (batch.campaign === undefined ? {
      subjectKind: 'batch', subjectId: idOf(event), ownerRegion: batch.region, baseOn: data.occurredOn, amountFen: batch.declaredTotalFen,
    } : undefined),
  },
};
export default duty;
