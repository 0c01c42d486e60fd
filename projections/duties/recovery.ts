/** Bring in what a decision asks back by the last day, into the treasury or the channel it came from. */
import type { RecoveryOpened } from '../../src/domain/recovery';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'receive-recovery',
  title: { zh: '追回资金入库', en: 'Bring a recovery in' },
  basis: {
    zh: '《财政违法行为处罚处分条例》:限期退还违法所得,第二十五条:无法退还的上缴国库',
    en: 'Regulation on penalties for fiscal violations: unlawful gains are returned in the time given; article 25: what cannot be returned goes to the treasury',
  },
  rule: 'A37',
  limit: { named: true },
  /** The day the last fen came in; what went elsewhere did not. A decision withdrawn is owed no more. */
  metOn: (at, row) => `(select min(m.on_day) from (
    select x.on_day from (
      select r.occurred_on as on_day, sum(r.amount_fen) over (order by r.occurred_on, r.position) as upto_fen
      from audit.recovery_receipt(${at}) r where r.recovery_id = ${row}.subject_id and r.into_kind <> 'other') x
    where x.upto_fen >= ${row}.amount_fen
    union all
    select w.occurred_on from audit.recovery_withdrawal(${at}) w where w.recovery_id = ${row}.subject_id) m)`,
  from: {
    RecoveryOpened: (data: RecoveryOpened, event) => ({ subjectKind: 'recovery', subjectId: idOf(event), ownerRegion: data.region, baseOn: data.dueOn, amountFen: data.amountFen }),
  },
};
export default duty;
