/** Money set aside, paid, returned and released on an allocation. */
import type { AllocationOpened } from '../../src/domain/allocation';
import type { CommittedFundsPaid, FundsCommitted } from '../../src/domain/commitment';
import { fen, idOf, text, type Fold, type FactTable } from './fact';

const move = (kind: string): Fold => (data: FundsCommitted | CommittedFundsPaid, event, { region }: AllocationOpened) => ({
  allocation_id: idOf(event), region, kind, holder: data.holder, holder_id: data.holderId, cause_id: 'causeId' in data ? data.causeId : undefined, amount_fen: data.amountFen,
});

const table: FactTable = {
  table: 'allocation_move',
  meaning: 'money of an allocation was committed, paid, returned or released',
  columns: {
    allocation_id: text('allocation'),
    region: text('region of the office that holds it'),
    kind: text('committed, paid, returned or released'),
    holder: text('batch or payment'),
    holder_id: text('id of that batch or payment order'),
    cause_id: text('results file, voucher, reversal or closing it follows from'),
    amount_fen: fen('amount'),
  },
  indexes: ['allocation_id, kind', 'region, position'],
  from: { FundsCommitted: move('committed'), CommittedFundsPaid: move('paid'), PaidFundsReturned: move('returned'), CommitmentReleased: move('released') },
};
export default table;
