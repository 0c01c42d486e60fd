/** Allocations as issued, received and carried over from an earlier year. */
import type { AllocationIssued, AllocationReceived, CarriedAllocationOpened } from '../../src/domain/allocation-opening';
import { fen, idOf, text, whole, type Fold, type FactTable } from './fact';

type Opening = AllocationIssued & Partial<AllocationReceived> & Partial<CarriedAllocationOpened>;

const opened = (by: string): Fold => (data: Opening, event) => ({
  allocation_id: idOf(event), region: data.region, programme_id: data.programmeId, document_number: data.documentNumber, budget_year: data.budgetYear,
  source: data.source, function_code: data.functionCode, amount_fen: data.amountFen, from_allocation_id: data.fromAllocationId, opened_by: by, carried_from_id: data.carriedFromId,
  brought_over_paid_fen: data.broughtOverPaidFen, campaign: data.campaign, meeting_ref: data.meetingRef, factor: data.factor, answers_position: data.splitAt ?? data.carriedAt,
});

const table: FactTable = {
  table: 'allocation',
  meaning: 'an allocation was issued, received from the level above, or opened with what an earlier year left',
  columns: {
    allocation_id: text('allocation'),
    region: text('region of the office that holds it'),
    programme_id: text('programme whose terms bind it'),
    document_number: text('document'),
    budget_year: whole('budget year'),
    source: text('where the money comes from'),
    function_code: text('government function class'),
    amount_fen: fen('amount'),
    from_allocation_id: text('allocation it was split from; empty for a root'),
    opened_by: text('issued, received or carried'),
    carried_from_id: text('allocation of the earlier year, where it was opened with what was carried over'),
    brought_over_paid_fen: fen('of the amount, already paid in the system it was brought over from'),
    campaign: text('campaign that brought it over from another system'),
    meeting_ref: text('minutes of the meeting that decided it'),
    factor: text('factor or ground it was allotted by'),
    answers_position: whole('position of the split or carry-over it answers'),
  },
  indexes: ['allocation_id', 'programme_id', 'from_allocation_id where from_allocation_id is not null', 'region, budget_year'],
  from: { AllocationIssued: opened('issued'), AllocationReceived: opened('received'), CarriedAllocationOpened: opened('carried') },
};
export default table;
