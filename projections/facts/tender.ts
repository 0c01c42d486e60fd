/** Tenders of projects as announced. */
import type { ProjectTendered } from '../../src/domain/project-contract';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'tender',
  meaning: 'suppliers were asked to bid for a project; occurred_on is the day of the announcement',
  columns: {
    project_id: text('project'),
    tender_number: text('number of the tender'),
    region: text('region of the project'),
    method: text('open, invited, negotiation, inquiry, single-source, self-build or direct'),
    category: text('works, goods or services'),
    budget_fen: fen('budget or ceiling'),
    threshold_fen: fen('amount from which the unit held an open tender to be compulsory'),
    lots: whole('lots'),
    closes_on: day('last day bids are taken'),
  },
  indexes: ['project_id'],
  from: {
    ProjectTendered: (data: ProjectTendered, event, opening: { region: string }) => ({
      project_id: idOf(event), tender_number: data.tenderNumber, region: opening.region, method: data.method, category: data.category, budget_fen: data.budgetFen,
      threshold_fen: data.thresholdFen, lots: data.lots, closes_on: data.closesOn,
    }),
  },
};
export default table;
