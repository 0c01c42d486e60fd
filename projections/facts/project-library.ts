/** The way of projects into the library and out of it: proposed, examined, admitted, removed. */
import type { ProjectAdmitted, ProjectProposed, ProjectRemoved, ProjectScreened } from '../../src/domain/project-library';
import { fen, idOf, text, type FactTable } from './fact';

interface Opening { readonly region: string; readonly campaign?: string }

const table: FactTable = {
  table: 'project_library',
  meaning: 'a project was proposed, examined by the township, admitted to the library or taken out of it',
  columns: {
    project_id: text('project'),
    kind: text('proposed, screened, admitted or removed'),
    region: text('region of the project'),
    class: text('class of the library, where the step names it'),
    amount_fen: fen('money it is thought to need'),
    performance_target: text('what it is to achieve'),
    library_version: text('version of the library'),
    outcome: text('of an examination: passed or returned'),
    document_number: text('document'),
    office: text('office that examined or admitted'),
    campaign: text('campaign that brought the project over from another system'),
  },
  indexes: ['project_id, kind'],
  from: {
    ProjectProposed: (data: ProjectProposed, event) => ({
      project_id: idOf(event), kind: 'proposed', region: data.region, class: data.projectClass, amount_fen: data.amountFen, performance_target: data.performanceTarget, campaign: data.campaign,
    }),
    ProjectScreened: (data: ProjectScreened, event, opening: Opening) => ({
      project_id: idOf(event), kind: 'screened', region: opening.region, outcome: data.outcome, office: data.office, campaign: opening.campaign,
    }),
    ProjectAdmitted: (data: ProjectAdmitted, event, opening: Opening) => ({
      project_id: idOf(event), kind: 'admitted', region: opening.region, class: data.projectClass, amount_fen: data.amountFen, performance_target: data.performanceTarget,
      library_version: data.libraryVersion, document_number: data.documentNumber, office: data.office, campaign: opening.campaign,
    }),
    ProjectRemoved: (data: ProjectRemoved, event, opening: Opening) => ({
      project_id: idOf(event), kind: 'removed', region: opening.region, library_version: data.libraryVersion, document_number: data.documentNumber, campaign: opening.campaign,
    }),
  },
};
export default table;
