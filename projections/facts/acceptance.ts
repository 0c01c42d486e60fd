/** Acceptances of projects. */
import type { ProjectAccepted } from '../../src/domain/project';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'acceptance',
  meaning: 'a project was accepted; its papers and photos stand in evidence, its quantities in work_quantity',
  columns: {
    project_id: text('project'),
    region: text('region of the project'),
    settled_fen: fen('amount settled at acceptance'),
    record_hash: text('hash of the acceptance record'),
    photos: whole('photos named'),
  },
  indexes: ['project_id'],
  from: {
    ProjectAccepted: (data: ProjectAccepted, event, opening: { region: string }) => ({
      project_id: idOf(event), region: opening.region, settled_fen: data.settledFen, record_hash: data.recordHash, photos: data.photoHashes?.length ?? 0,
    }),
  },
};
export default table;
