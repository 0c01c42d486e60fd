/** Dividends paid to households under the agreements of projects. */
import type { DividendPaid } from '../../src/domain/project-linkage';
import { day, fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'dividend',
  meaning: 'a household was paid a dividend under an agreement of a project',
  columns: {
    project_id: text('project'),
    agreement_number: text('number of the agreement'),
    region: text('region of the project'),
    entity_uscc: text('who paid'),
    period_due_on: day('due day it settles, wholly or in part'),
    household_id: text('household'),
    amount_fen: fen('amount'),
  },
  indexes: ['project_id, agreement_number, period_due_on', 'household_id'],
  from: {
    DividendPaid: (data: DividendPaid, event, opening: { region: string }) => data.payments.map(({ householdId, amountFen }) => ({
      project_id: idOf(event), agreement_number: data.agreementNumber, region: opening.region, entity_uscc: data.entityUscc, period_due_on: data.periodDueOn, household_id: householdId, amount_fen: amountFen,
    })),
  },
};
export default table;
