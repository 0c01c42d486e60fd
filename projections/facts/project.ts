/** Projects as planned. */
import type { ProjectPlanned } from '../../src/domain/project';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'project',
  meaning: 'a project was planned',
  columns: {
    project_id: text('project'),
    region: text('where it is built or run'),
    name: text('name'),
    programme_id: text('programme'),
    allocation_id: text('allocation it is paid from'),
    unit_uscc: text('implementing unit'),
    amount_fen: fen('planned amount'),
    beneficiary_households: whole('households meant to benefit'),
    planned_start: day('planned start'),
    planned_end: day('planned end'),
  },
  indexes: ['project_id'],
  from: {
    ProjectPlanned: (data: ProjectPlanned, event) => ({
      project_id: idOf(event), region: data.region, name: data.name, programme_id: data.programmeId, allocation_id: data.allocationId, unit_uscc: data.unitUscc,
      amount_fen: data.amountFen, beneficiary_households: data.beneficiaryHouseholds, planned_start: data.plannedStart, planned_end: data.plannedEnd,
    }),
  },
};
export default table;
