/** Cases closed. */
import type { CaseClosed, CaseOpened } from '../../src/domain/case-events';
import { type FactTable, idOf, text } from './fact';

const table: FactTable = {
  table: 'case_closing',
  meaning: 'a case was closed by a second person',
  columns: {
    case_id: text('case'),
    region: text('region of the case'),
  },
  indexes: ['case_id'],
  from: {
    CaseClosed: (_data: CaseClosed, event, opening: CaseOpened) => ({ case_id: idOf(event), region: opening.region }),
  },
};
export default table;
