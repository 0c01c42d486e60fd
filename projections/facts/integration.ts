/** Money pooled within a county (统筹整合), both legs: what it was and what it is used for. */
import type { AllocationOpened } from '../../src/domain/allocation-opening';
import type { FundsIntegrated, IntegratedFundsReceived } from '../../src/domain/allocation-transfer';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'integration',
  meaning: 'money was integrated out of an allocation, or received into one; a way out that no receipt answers is in transit',
  columns: {
    allocation_id: text('allocation whose stream says so'),
    other_allocation_id: text('allocation at the other end'),
    direction: text('out or in'),
    integration_id: text('names it within the allocation it left'),
    region: text('region of the office'),
    amount_fen: fen('amount'),
    origin_source: text('where the money came from before it was integrated'),
    origin_programme_id: text('programme it came under'),
    origin_function_code: text('function class it came under'),
    use_programme_id: text('programme it is used under'),
    plan_number: text('number of the integration plan'),
    plan_version: whole('version of that plan'),
    meeting_ref: text('minutes of the meeting that decided it'),
    answers_position: whole('position of the way out that a receipt answers'),
  },
  indexes: ['allocation_id, direction', 'other_allocation_id, direction', 'region, plan_number'],
  from: {
    FundsIntegrated: (data: FundsIntegrated, event, opening: AllocationOpened) => ({
      allocation_id: idOf(event), other_allocation_id: data.toAllocationId, direction: 'out', integration_id: data.integrationId, region: opening.region, amount_fen: data.amountFen,
      origin_source: opening.source, origin_programme_id: opening.programmeId, origin_function_code: opening.functionCode, use_programme_id: data.useProgrammeId,
      plan_number: data.planNumber, plan_version: data.planVersion, meeting_ref: data.meetingRef,
    }),
    IntegratedFundsReceived: (data: IntegratedFundsReceived, event, opening: AllocationOpened) => ({
      allocation_id: idOf(event), other_allocation_id: data.fromAllocationId, direction: 'in', integration_id: data.integrationId, region: opening.region, amount_fen: data.amountFen,
      origin_source: data.originSource, origin_programme_id: data.originProgrammeId, origin_function_code: data.originFunctionCode, use_programme_id: data.useProgrammeId,
      plan_number: data.planNumber, plan_version: data.planVersion, answers_position: data.integratedAt,
    }),
  },
};
export default table;
