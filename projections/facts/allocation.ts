/** Allocations as issued and received. */
import type { AllocationIssued, AllocationReceived } from '../../src/domain/allocation';
import { fen, idOf, text, whole, type Fold, type FactTable } from './fact';

const opened: Fold = (data: AllocationIssued & Partial<AllocationReceived>, event) => ({
  allocation_id: idOf(event), region: data.region, programme_id: data.programmeId, document_number: data.documentNumber, budget_year: data.budgetYear,
  source: data.source, function_code: data.functionCode, amount_fen: data.amountFen, from_allocation_id: data.fromAllocationId,
});

const table: FactTable = {
  table: 'allocation',
  meaning: 'an allocation was issued, or received from the level above',
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
  },
  indexes: ['allocation_id', 'programme_id'],
  from: { AllocationIssued: opened, AllocationReceived: opened },
};
export default table;
