/** Who was held responsible for confirmed cases, in which chain, with what following. */
import type { CaseOpened, ResponsibilityAssigned } from '../../src/domain/case-events';
import { type FactTable, idOf, text } from './fact';

const table: FactTable = {
  table: 'responsibility',
  meaning: 'responsibility for a confirmed case was assigned',
  columns: {
    case_id: text('case'),
    chain: text('principal (主体责任) or supervision (监督责任)'),
    office: text('office'),
    post: text('post'),
    person_ref: text('who held it'),
    level: text('level'),
    action: text('what followed'),
    region: text('region of the case'),
  },
  indexes: ['case_id', 'person_ref where person_ref is not null'],
  from: {
    ResponsibilityAssigned: (data: ResponsibilityAssigned, event, opening: CaseOpened) => ({
      case_id: idOf(event), chain: data.chain, office: data.office, post: data.post, person_ref: data.personRef, level: data.level, action: data.action, region: opening.region,
    }),
  },
};
export default table;
