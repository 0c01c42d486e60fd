/** Payment orders the treasury executed, with what the order said, and their reversals. */
import type { PaymentOrdered } from '../../src/domain/payment';
import { fen, idOf, text, type Fold, type FactTable } from './fact';

const ofOrder = (kind: string): Fold => (_data: object, event, order: PaymentOrdered) => ({
  payment_id: idOf(event), kind, region: order.region, allocation_id: order.allocationId, project_id: order.projectId, payee_kind: order.payeeKind,
  payee_uscc: order.payeeUscc, payee_name: order.payeeName, payee_ref: order.payeeRef, account_ref: order.accountRef, amount_fen: order.amountFen,
  economic_class: order.economicClass, function_code: order.functionCode, purpose: order.purpose,
});

const table: FactTable = {
  table: 'payment',
  meaning: 'a payment order was executed or reversed',
  columns: {
    payment_id: text('payment order'),
    kind: text('executed or reversed'),
    region: text('region of the paying treasury'),
    allocation_id: text('allocation the money comes from'),
    project_id: text('project it pays for'),
    payee_kind: text('organisation or person'),
    payee_uscc: text('organisation paid'),
    payee_name: text('its name'),
    payee_ref: text('person paid'),
    account_ref: text('account it went to'),
    amount_fen: fen('amount'),
    economic_class: text('economic class on the order'),
    function_code: text('function class on the order'),
    purpose: text('what it is for'),
  },
  indexes: ['payment_id', 'project_id where project_id is not null', 'allocation_id'],
  from: { PaymentExecuted: ofOrder('executed'), PaymentReversed: ofOrder('reversed') },
};
export default table;
