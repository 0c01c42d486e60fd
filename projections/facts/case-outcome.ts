/** What conclusions of cases say of single flags. */
import type { CaseConcluded, CaseOpened } from '../../src/domain/case-events';
import { type FactTable, idOf, text } from './fact';

const table: FactTable = {
  table: 'case_outcome',
  meaning: 'a concluded case says of a flag whether it is true; of several the last holds',
  columns: {
    flag_id: text('flag'),
    case_id: text('case'),
    outcome: text('confirmed, refuted or transferred'),
    violation: text('violation, where confirmed'),
    region: text('region of the case'),
  },
  indexes: ['flag_id, position', 'case_id'],
  from: {
    CaseConcluded: (data: CaseConcluded, event, opening: CaseOpened) => {
      const apart = new Set(data.refutedFlagIds);
      return data.flagIds.map((flag_id) => {
        const outcome = apart.has(flag_id) ? 'refuted' : data.conclusion;
        return { flag_id, case_id: idOf(event), outcome, violation: outcome === 'confirmed' ? data.violation : undefined, region: opening.region };
      });
    },
  },
};
export default table;
