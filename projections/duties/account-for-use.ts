/** Tell what became of money paid to an organ, institution or village: paid is not yet used. */
import type { PaymentExecuted, PaymentOrdered } from '../../src/domain/payment';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

/** Organs, public institutions, villagers' committees and collective organisations: they pass money on, they do not earn it. */
const HOLDS_FOR_OTHERS = /^(11|12|54|N)/;

const duty: Duty = {
  kind: 'account-for-use',
  title: { zh: '拨付单位、乡镇资金的使用情况', en: 'Account for money paid to a unit or township' },
  basis: {
    zh: '《预算法》第五十七条:不得虚假列支(以拨代支);期限为 proposal',
    en: 'Budget law, article 57: no false listing of expenditure; the limit is a proposal',
  },
  rule: 'A13',
  limit: { parameter: 'useDays', days: 90 },
  /** All of it was used or given back, or the payment was reversed. What is passed on still waits to be used. */
  metOn: (at, row) => `(select min(u.on_day) from (
    select f.occurred_on as on_day, sum(f.amount_fen) over (order by f.occurred_on, f.position) as told_fen from audit.funds_use(${at}) f where f.payment_id = ${row}.subject_id and f.use in ('used', 'returned')
    union all
    select y.occurred_on, y.amount_fen from audit.payment(${at}) y where y.payment_id = ${row}.subject_id and y.kind = 'reversed') u
    where u.told_fen >= ${row}.amount_fen)`,
  from: {
    PaymentExecuted: (data: PaymentExecuted, event, order: PaymentOrdered) => (HOLDS_FOR_OTHERS.test(order.payeeUscc ?? '') ? {
      subjectKind: 'payment', subjectId: idOf(event), ownerRegion: order.region, baseOn: data.occurredOn, amountFen: order.amountFen, broughtOver: order.campaign !== undefined,
    } : undefined),
  },
};
export default duty;
