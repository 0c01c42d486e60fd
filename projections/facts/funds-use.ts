/** What whoever was paid by a payment order did with the money. */
import type { FundsUseReported, PaymentOrdered } from '../../src/domain/payment';
import { fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'funds_use',
  meaning: 'a unit, township or platform spent, gave back, still holds or passed on money it was paid',
  columns: {
    payment_id: text('payment order'),
    region: text('region of the paying treasury'),
    allocation_id: text('allocation the money came from'),
    project_id: text('project it was paid for'),
    payee_uscc: text('organisation that was paid'),
    payee_name: text('its name'),
    use: text('used, returned, held or passed-on'),
    amount_fen: fen('amount; of what is held, all that is held'),
    paid_fen: fen('amount of the order'),
    purpose: text('what it was spent on'),
    passed_to_uscc: text('organisation it was passed on to'),
    passed_to_name: text('its name'),
  },
  indexes: ['payment_id', 'region, use'],
  from: {
    FundsUseReported: (data: FundsUseReported, event, order: PaymentOrdered) => ({
      payment_id: idOf(event), region: order.region, allocation_id: order.allocationId, project_id: order.projectId, payee_uscc: order.payeeUscc, payee_name: order.payeeName,
      use: data.use, amount_fen: data.amountFen, paid_fen: order.amountFen, purpose: data.purpose, passed_to_uscc: data.passedToUscc, passed_to_name: data.passedToName,
    }),
  },
};
export default table;
