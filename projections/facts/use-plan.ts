/** Use plans (用款计划) approved on allocations. */
import type { AllocationOpened } from '../../src/domain/allocation-opening';
import type { UsePlanApproved } from '../../src/domain/allocation-plan';
import { day, fen, firstOf, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'use_plan',
  meaning: 'a budget unit may draw on an allocation in a month',
  columns: {
    allocation_id: text('allocation'),
    plan_id: text('plan'),
    region: text('region of the office that holds the allocation'),
    unit_name: text('budget unit'),
    unit_uscc: text('that unit'),
    month: day('first day of the month it may draw in'),
    amount_fen: fen('most it may draw'),
    document_number: text('approving document'),
    approver: text('office that approved it'),
  },
  indexes: ['allocation_id, plan_id'],
  from: {
    UsePlanApproved: (data: UsePlanApproved, event, opening: AllocationOpened) => ({
      allocation_id: idOf(event), plan_id: data.planId, region: opening.region, unit_name: data.unitName, unit_uscc: data.unitUscc, month: firstOf(data.month),
      amount_fen: data.amountFen, document_number: data.documentNumber, approver: data.approver,
    }),
  },
};
export default table;
