/** How far the works of a project were said to be. */
import type { ProgressReported } from '../../src/domain/project-contract';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'progress',
  meaning: 'the progress of a project, or of one of its contracts, was reported',
  columns: {
    project_id: text('project'),
    contract_number: text('contract; empty: the project as a whole'),
    region: text('region of the project'),
    basis_points: whole('part of the works done, in basis points'),
    amount_done_fen: fen('worth of the works done'),
  },
  indexes: ['project_id, occurred_on'],
  from: {
    ProgressReported: (data: ProgressReported, event, opening: { region: string }) => ({
      project_id: idOf(event), contract_number: data.contractNumber, region: opening.region, basis_points: data.basisPoints, amount_done_fen: data.amountDoneFen,
    }),
  },
};
export default table;
