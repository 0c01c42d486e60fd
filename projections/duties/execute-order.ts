/** Execute an approved payment order on the day of its approval. */
import type { PaymentApproved, PaymentOrdered } from '../../src/domain/payment';
import { idOf } from '../facts/fact';
import type { Duty } from './duty';

const duty: Duty = {
  kind: 'execute-order',
  title: { zh: '支付令的国库支付', en: 'Execute an approved payment order' },
  basis: {
    zh: '《预算法》第五十九条:国库及时准确办理预算支出的拨付;当日支付为 proposal',
    en: 'Budget law, article 59: a treasury pays out in time and exactly; the same day is a proposal',
  },
  rule: 'A11',
  limit: { parameter: 'treasuryWorkdays', workdays: 0, fromBase: true },
  /** Whatever order the steps were told in: paid is paid. */
  metOn: (at, row) => `(select min(s.occurred_on) from audit.payment_step(${at}) s where s.payment_id = ${row}.subject_id and s.step in ('executed', 'reversed', 'rejected'))`,
  from: {
    /** What another system brought over is history: its treasury has paid or will not. */
    PaymentApproved: (data: PaymentApproved, event, order: PaymentOrdered) => (order.campaign === undefined ? {
      subjectKind: 'payment', subjectId: idOf(event), ownerRegion: order.region, baseOn: data.occurredOn, amountFen: order.amountFen,
    } : undefined),
  },
};
export default duty;
