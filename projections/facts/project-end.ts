/** Projects closed in order or given up. */
import type { ProjectClosed, ProjectTerminated } from '../../src/domain/project';
import { fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'project_end',
  meaning: 'a project was closed or given up',
  columns: {
    project_id: text('project'),
    kind: text('closed or terminated'),
    region: text('region of the project'),
    settled_fen: fen('final account'),
    document_number: text('document'),
  },
  indexes: ['project_id'],
  from: {
    ProjectClosed: (data: ProjectClosed, event, opening: { region: string }) => ({
      project_id: idOf(event), kind: 'closed', region: opening.region, settled_fen: data.settledFen, document_number: data.documentNumber,
    }),
    ProjectTerminated: (data: ProjectTerminated, event, opening: { region: string }) => ({ project_id: idOf(event), kind: 'terminated', region: opening.region, document_number: data.documentNumber }),
  },
};
export default table;
