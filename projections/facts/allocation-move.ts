/** Every movement of money of an allocation after its opening, one row per movement, so that what it holds is a sum. */
import type { AllocationAdjusted, AllocationSplit } from '../../src/domain/allocation';
import type { SplitWithdrawn } from '../../src/domain/allocation-split';
import type { AllocationOpened } from '../../src/domain/allocation-opening';
import type { AllocationReclaimed, CarriedOver, FundsIntegrated, ReceiveCarriedFunds, ReceiveIntegratedFunds, ReceiveReclaimedFunds } from '../../src/domain/allocation-transfer';
import type { CommittedFundsPaid, FundsCommitted } from '../../src/domain/commitment';
import type { Recorded } from '../../src/domain/decider';
import { fen, idOf, text, whole, type Fold, type FactTable, type Row } from './fact';

const base = (kind: string, effect: -1 | 0 | 1, amountFen: number, event: Recorded, { region }: AllocationOpened): Row =>
  ({ allocation_id: idOf(event), region, kind, amount_fen: amountFen, balance_change_fen: effect * amountFen });

/** What a batch or payment does; committed money has left the balance. */
const held = (kind: string, effect: -1 | 0 | 1): Fold => (data: FundsCommitted | CommittedFundsPaid, event, opening: AllocationOpened) => ({
  ...base(kind, effect, data.amountFen, event, opening), holder: data.holder, holder_id: data.holderId, cause_id: 'causeId' in data ? data.causeId : undefined,
  use_plan_id: 'usePlanId' in data ? data.usePlanId : undefined,
});

const table: FactTable = {
  table: 'allocation_move',
  meaning: 'money of an allocation moved after its opening; opening amount less what was paid before + sum of balance_change_fen = balance',
  columns: {
    allocation_id: text('allocation'),
    region: text('region of the office that holds it'),
    kind: text('committed, paid, returned, released; split, split-withdrawn, adjusted, reclaimed, came-back; integrated-out, integrated-in; carried-out, carried-in'),
    holder: text('batch or payment'),
    holder_id: text('id of that batch or payment order'),
    cause_id: text('results file, voucher, reversal or closing it follows from; or id of the split, integration or carry-over'),
    amount_fen: fen('amount; a cut by adjustment is negative'),
    balance_change_fen: fen('what it adds to the balance of this allocation, negative where it leaves'),
    use_plan_id: text('use plan it draws under'),
    other_allocation_id: text('allocation at the other end'),
    to_region: text('region a split goes to'),
    taken_by: text('who took what was reclaimed: level-above or own-treasury'),
    revision: whole('revision in the stream of the allocation'),
    answers_position: whole('position of the movement it answers in the other allocation'),
  },
  indexes: ['allocation_id, kind', 'region, position', 'holder_id, kind where holder_id is not null', 'other_allocation_id where other_allocation_id is not null', 'answers_position where answers_position is not null'],
  from: Object.fromEntries(Object.entries<Fold>({
    FundsCommitted: held('committed', -1),
    CommittedFundsPaid: held('paid', 0),
    PaidFundsReturned: held('returned', 0),
    CommitmentReleased: held('released', 1),
    AllocationSplit: (data: AllocationSplit, event, opening: AllocationOpened) => ({
      ...base('split', -1, data.amountFen, event, opening), cause_id: data.splitId, other_allocation_id: data.toAllocationId, to_region: data.toRegion,
    }),
    SplitWithdrawn: (data: SplitWithdrawn, event, opening: AllocationOpened) => ({ ...base('split-withdrawn', 1, data.amountFen, event, opening), cause_id: data.splitId, other_allocation_id: data.toAllocationId }),
    AllocationAdjusted: (data: AllocationAdjusted, event, opening: AllocationOpened) => base('adjusted', 1, data.changeFen, event, opening),
    AllocationReclaimed: (data: AllocationReclaimed, event, opening: AllocationOpened & { fromAllocationId?: string }) => {
      const up = opening.fromAllocationId !== undefined && data.takenBy !== 'own-treasury';
      return { ...base('reclaimed', -1, data.amountFen, event, opening), taken_by: up ? 'level-above' : 'own-treasury', other_allocation_id: up ? opening.fromAllocationId : undefined };
    },
    ReclaimedFundsReceived: (data: ReceiveReclaimedFunds & { reclaimedAt: number }, event, opening: AllocationOpened) =>
      ({ ...base('came-back', 1, data.amountFen, event, opening), other_allocation_id: data.fromAllocationId, answers_position: data.reclaimedAt }),
    FundsIntegrated: (data: FundsIntegrated, event, opening: AllocationOpened) => ({ ...base('integrated-out', -1, data.amountFen, event, opening), cause_id: data.integrationId, other_allocation_id: data.toAllocationId }),
    IntegratedFundsReceived: (data: ReceiveIntegratedFunds & { integratedAt: number }, event, opening: AllocationOpened) =>
      ({ ...base('integrated-in', 1, data.amountFen, event, opening), cause_id: data.integrationId, other_allocation_id: data.fromAllocationId, answers_position: data.integratedAt }),
    CarriedOver: (data: CarriedOver, event, opening: AllocationOpened) => ({ ...base('carried-out', -1, data.amountFen, event, opening), cause_id: data.carryId, other_allocation_id: data.toAllocationId }),
    CarriedFundsReceived: (data: ReceiveCarriedFunds & { carriedAt: number }, event, opening: AllocationOpened) =>
      ({ ...base('carried-in', 1, data.amountFen, event, opening), cause_id: data.carryId, other_allocation_id: data.carriedFromId, answers_position: data.carriedAt }),
  }).map(([type, fold]) => [type, (data: object, event: Recorded, opening: object) => ({ ...(fold(data, event, opening) as Row), revision: event.revision })])),
};
export default table;
