/** Settle what became of a line the bank could not pay, or that came back: pay it again, or close the batch over it. */
import type { BatchOpened } from '../../src/domain/batch';
import type { DisbursementFailed, DisbursementReturned } from '../../src/domain/batch-results';
import type { Recorded } from '../../src/domain/decider';
import { idOf } from '../facts/fact';
import type { Duty, Owed } from './duty';

const owed = (data: DisbursementFailed | DisbursementReturned, event: Recorded, batch: BatchOpened): Owed => ({
  subjectKind: 'disbursement', subjectId: `${idOf(event)}/${String(data.ordinal)}`, ownerRegion: batch.region, baseOn: data.occurredOn, amountFen: data.amountFen,
});

const duty: Duty = {
  kind: 'settle-failed-line',
  title: { zh: '发放失败明细的处理', en: 'Settle a failed line' },
  basis: {
    zh: '惠民惠农财政补贴资金“一卡通”管理(财办〔2020〕37号):发放失败的及时核实、重发;期限为 proposal',
    en: 'Caiban [2020] 37 on one-card subsidies: failed payments are checked and paid again in time; the limit is a proposal',
  },
  rule: 'A36',
  limit: { parameter: 'mediumDays', days: 30 },
  /** Paid again, or the batch closed: then its money went back to the allocation. */
  metOn: (at, row) => `(select min(m.on_day) from (
    select s.occurred_on as on_day from audit.settlement(${at}) s
    where s.batch_id = split_part(${row}.subject_id, '/', 1) and s.line = split_part(${row}.subject_id, '/', 2)::bigint and s.position > ${row}.position
    union all
    select greatest(a.occurred_on, ${row}.base_on) from audit.act(${at}) a where a.stream_id = ${row}.stream_id and a.type = 'BatchClosed') m)`,
  from: { DisbursementFailed: owed, DisbursementReturned: owed },
};
export default duty;
