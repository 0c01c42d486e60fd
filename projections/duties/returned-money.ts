/** Bring the money of a returned line back to the treasury within ten working days. */
import type { BatchOpened } from '../../src/domain/batch';
import type { DisbursementReturned } from '../../src/domain/batch-results';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'repay-returned-money',
  title: { zh: '退票资金缴回国库', en: 'Bring returned money back to the treasury' },
  basis: {
    zh: '《预算法实施条例》第六十六条:不得占压财政资金;10 个工作日为 proposal',
    en: 'Regulation on the Budget law, article 66: public money is not to be held; ten working days is a proposal',
  },
  rule: 'A36',
  limit: { parameter: 'repayWorkdays', workdays: 10 },
  /** Back, paid out again, or released by closing the batch. */
  metOn: (at, row) => `(select min(m.on_day) from (
    select s.occurred_on as on_day from audit.settlement(${at}) s
    where s.batch_id = split_part(${row}.subject_id, '/', 1) and s.line = split_part(${row}.subject_id, '/', 2)::bigint and s.position > ${row}.position
    union all
    select b.occurred_on from audit.funds_repaid(${at}) b
    where b.batch_id = split_part(${row}.subject_id, '/', 1) and b.line = split_part(${row}.subject_id, '/', 2)::bigint and b.position > ${row}.position
    union all
    select greatest(a.occurred_on, ${row}.base_on) from audit.act(${at}) a where a.stream_id = ${row}.stream_id and a.type = 'BatchClosed') m)`,
  from: {
    DisbursementReturned: (data: DisbursementReturned, event, batch: BatchOpened) => ({
      subjectKind: 'disbursement', subjectId: `${idOf(event)}/${String(data.ordinal)}`, ownerRegion: batch.region, baseOn: data.occurredOn, amountFen: data.amountFen,
    }),
  },
};
export default duty;
