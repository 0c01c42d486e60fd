/** Quality retention given back to contractors. */
import type { RetentionReleased } from '../../src/domain/project-contract';
import { fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'retention',
  meaning: 'quality retention of a contract was released',
  columns: {
    project_id: text('project'),
    contract_number: text('contract'),
    region: text('region of the project'),
    amount_fen: fen('amount released'),
  },
  indexes: ['project_id, contract_number'],
  from: {
    RetentionReleased: (data: RetentionReleased, event, opening: { region: string }) => ({
      project_id: idOf(event), contract_number: data.contractNumber, region: opening.region, amount_fen: data.amountFen,
    }),
  },
};
export default table;
