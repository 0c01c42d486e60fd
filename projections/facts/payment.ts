/** Payment orders the treasury executed, with what the order said, and their reversals. */
import type { PaymentOrdered } from '../../src/domain/payment';
import { day, fen, idOf, text, texts, whole, type Fold, type FactTable } from './fact';

const ofOrder = (kind: string): Fold => (_data: object, event, order: PaymentOrdered) => ({
  payment_id: idOf(event), kind, region: order.region, allocation_id: order.allocationId, project_id: order.projectId, payee_kind: order.payeeKind,
  payee_uscc: order.payeeUscc, payee_name: order.payeeName, payee_ref: order.payeeRef, account_ref: order.accountRef, amount_fen: order.amountFen,
  economic_class: order.economicClass, function_code: order.functionCode, purpose: order.purpose,
  ordered_on: order.occurredOn, use_plan_id: order.usePlanId, contract_number: order.contractNumber, invoice_numbers: order.invoiceNumbers, progress_basis_points: order.progressBasisPoints,
  campaign: order.campaign,
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
    ordered_on: day('day of the order'),
    use_plan_id: text('use plan it draws under'),
    contract_number: text('contract it pays on'),
    invoice_numbers: texts('invoices it pays'),
    progress_basis_points: whole('progress of the works the payee claims'),
    campaign: text('campaign that brought it over from another system'),
  },
  indexes: ['payment_id', 'project_id where project_id is not null', 'allocation_id', 'payee_uscc where payee_uscc is not null', 'payee_ref where payee_ref is not null', 'account_ref', 'contract_number where contract_number is not null'],
  from: { PaymentExecuted: ofOrder('executed'), PaymentReversed: ofOrder('reversed') },
};
export default table;
