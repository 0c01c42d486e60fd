/** Pay or release what is committed; a commitment does not stand for ever. */
import type { FundsCommitted } from '../../src/domain/commitment';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'use-commitment',
  title: { zh: '占用资金的支付或释放', en: 'Pay or release a commitment' },
  basis: {
    zh: '《预算法实施条例》第六十六条:不得占压财政资金;期限为 proposal',
    en: 'Regulation on the Budget law, article 66: public money is not to be held; the limit is a proposal',
  },
  rule: 'A14',
  limit: { parameter: 'commitmentDays', days: 180 },
  /** The first day after it on which nothing of the holder was outstanding any more. */
  metOn: (at, row) => `(select min(m.occurred_on) from (
    select m.position, m.occurred_on, sum(case when m.kind in ('committed', 'returned') then m.amount_fen else -m.amount_fen end) over (order by m.position, m.ordinal) as left_fen
    from audit.allocation_move(${at}) m
    where m.allocation_id = substr(${row}.stream_id, 12) and m.holder = ${row}.subject_kind and m.holder_id = ${row}.subject_id and m.kind in ('committed', 'paid', 'returned', 'released')) m
    where m.position > ${row}.position and m.left_fen <= 0)`,
  from: {
    FundsCommitted: (data: FundsCommitted, _event, opening: { readonly region?: string }) => ({
      subjectKind: data.holder, subjectId: data.holderId, ownerRegion: opening.region ?? '', baseOn: data.occurredOn, amountFen: data.amountFen,
    }),
  },
};
export default duty;
