/** Projects as planned. */
import type { ProjectPlanned } from '../../src/domain/project';
import { day, fen, idOf, text, whole, yes, type FactTable } from './fact';

/** A proposal that opened the stream named the class first. */
interface Opening { readonly projectClass?: string; readonly campaign?: string }

const table: FactTable = {
  table: 'project',
  meaning: 'a project was planned',
  columns: {
    project_id: text('project'),
    region: text('where it is built or run'),
    name: text('name'),
    programme_id: text('programme'),
    allocation_id: text('allocation it is paid from'),
    site: text('site'),
    content: text('what is to be done'),
    class: text('class of the library, by the plan or the proposal before it'),
    performance_target: text('what it is to achieve'),
    unit_name: text('implementing unit'),
    unit_uscc: text('implementing unit'),
    amount_fen: fen('planned amount'),
    beneficiary_households: whole('households meant to benefit'),
    planned_start: day('planned start'),
    planned_end: day('planned end'),
    emergency: yes('arranged through the emergency or disaster channel'),
    campaign: text('campaign that brought it over from another system'),
  },
  indexes: ['project_id', 'unit_uscc, occurred_on where unit_uscc is not null'],
  from: {
    ProjectPlanned: (data: ProjectPlanned, event, opening: Opening) => ({
      project_id: idOf(event), region: data.region, name: data.name, programme_id: data.programmeId, allocation_id: data.allocationId, site: data.site, content: data.content,
      class: data.projectClass ?? opening.projectClass, performance_target: data.performanceTarget, unit_name: data.unitName, unit_uscc: data.unitUscc,
      amount_fen: data.amountFen, beneficiary_households: data.beneficiaryHouseholds, planned_start: data.plannedStart, planned_end: data.plannedEnd,
      emergency: data.emergency ?? false, campaign: data.campaign ?? opening.campaign,
    }),
  },
};
export default table;
