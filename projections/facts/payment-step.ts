/** Every step of a payment order with its day: ordered, approved, rejected, executed, reversed. */
import type { PaymentOrdered } from '../../src/domain/payment';
import { fen, idOf, text, type Fold, type FactTable } from './fact';

const step = (name: string): Fold => (_data: object, event, order: PaymentOrdered) => ({
  payment_id: idOf(event), step: name, region: order.region, allocation_id: order.allocationId, project_id: order.projectId, use_plan_id: order.usePlanId, amount_fen: order.amountFen,
});

const table: FactTable = {
  table: 'payment_step',
  meaning: 'a payment order passed a step; occurred_on is the day of the step, so a treasury that did not pay on the day of approval is found by joining two steps',
  columns: {
    payment_id: text('payment order'),
    step: text('ordered, approved, rejected, executed or reversed'),
    region: text('region of the paying treasury'),
    allocation_id: text('allocation the money comes from'),
    project_id: text('project it pays for'),
    use_plan_id: text('use plan it draws under'),
    amount_fen: fen('amount'),
  },
  indexes: ['payment_id, step'],
  from: { PaymentOrdered: step('ordered'), PaymentApproved: step('approved'), PaymentRejected: step('rejected'), PaymentExecuted: step('executed'), PaymentReversed: step('reversed') },
};
export default table;
