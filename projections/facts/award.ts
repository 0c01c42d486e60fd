/** Awards of tenders. */
import type { ProjectAwarded } from '../../src/domain/project-contract';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'award',
  meaning: 'a tender of a project was awarded; occurred_on is the day of the notice',
  columns: {
    project_id: text('project'),
    tender_number: text('number of the tender'),
    lot: whole('lot; empty: the tender has one'),
    region: text('region of the project'),
    winner_uscc: text('winner'),
    winner_name: text('its name'),
    amount_fen: fen('amount awarded'),
    candidates_from: day('first day the candidates were posted'),
    candidates_until: day('last day the candidates were posted'),
  },
  indexes: ['project_id, tender_number', 'winner_uscc, occurred_on'],
  from: {
    ProjectAwarded: (data: ProjectAwarded, event, opening: { region: string }) => ({
      project_id: idOf(event), tender_number: data.tenderNumber, lot: data.lot, region: opening.region, winner_uscc: data.winnerUscc, winner_name: data.winnerName, amount_fen: data.amountFen,
      candidates_from: data.candidatesFrom, candidates_until: data.candidatesUntil,
    }),
  },
};
export default table;
