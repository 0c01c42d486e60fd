/** Reasons given for money of an allocation that lies idle. */
import type { AllocationOpened } from '../../src/domain/allocation-opening';
import type { IdleFundsExplained } from '../../src/domain/allocation-plan';
import { day, fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'idle_explanation',
  meaning: 'whoever holds an allocation said why some of it is not spent; whether it is a good reason is for the auditor',
  columns: {
    allocation_id: text('allocation'),
    region: text('region of the office that holds it'),
    amount_fen: fen('amount it speaks of'),
    reason: text('retention, litigation, seasonal, disaster or other'),
    explanation: text('in words'),
    document_number: text('contract, judgment or decision'),
    holds_until: day('last day the reason holds'),
  },
  indexes: ['allocation_id'],
  from: {
    IdleFundsExplained: (data: IdleFundsExplained, event, opening: AllocationOpened) => ({
      allocation_id: idOf(event), region: opening.region, amount_fen: data.amountFen, reason: data.reason, explanation: data.explanation, document_number: data.documentNumber, holds_until: data.until,
    }),
  },
};
export default table;
