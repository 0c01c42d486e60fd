/** Money carried from one budget year to another (结转结余), both legs. */
import type { AllocationOpened, CarriedAllocationOpened } from '../../src/domain/allocation-opening';
import type { CarriedFundsReceived, CarriedOver } from '../../src/domain/allocation-transfer';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'carry_over',
  meaning: 'money left one budget year, or was taken into a later one; a way out that names an allocation and that nothing answers is in transit',
  columns: {
    allocation_id: text('allocation whose stream says so'),
    other_allocation_id: text('allocation at the other end; empty where a surplus went back to the budget'),
    direction: text('out or in'),
    carry_id: text('names it within the allocation it left'),
    kind: text('carry-over 结转 or surplus 结余, told by the way out'),
    region: text('region of the office'),
    budget_year: whole('budget year of the allocation whose stream says so'),
    to_budget_year: whole('budget year it goes to'),
    amount_fen: fen('amount'),
    document_number: text('document'),
    answers_position: whole('position of the way out that is answered'),
  },
  indexes: ['allocation_id, direction', 'region, budget_year'],
  from: {
    CarriedOver: (data: CarriedOver, event, opening: AllocationOpened) => ({
      allocation_id: idOf(event), other_allocation_id: data.toAllocationId, direction: 'out', carry_id: data.carryId, kind: data.kind, region: opening.region,
      budget_year: opening.budgetYear, to_budget_year: data.toBudgetYear, amount_fen: data.amountFen, document_number: data.documentNumber,
    }),
    CarriedFundsReceived: (data: CarriedFundsReceived, event, opening: AllocationOpened) => ({
      allocation_id: idOf(event), other_allocation_id: data.carriedFromId, direction: 'in', carry_id: data.carryId, region: opening.region,
      budget_year: opening.budgetYear, to_budget_year: opening.budgetYear, amount_fen: data.amountFen, answers_position: data.carriedAt,
    }),
    CarriedAllocationOpened: (data: CarriedAllocationOpened, event) => ({
      allocation_id: idOf(event), other_allocation_id: data.carriedFromId, direction: 'in', carry_id: data.carryId, region: data.region,
      budget_year: data.budgetYear, to_budget_year: data.budgetYear, amount_fen: data.amountFen, document_number: data.documentNumber, answers_position: data.carriedAt,
    }),
  },
};
export default table;
