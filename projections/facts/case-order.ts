/** Orders of cases: which rectification and which recovery belongs to which case. */
import type { CaseOpened, RecoveryOrdered, RectificationOrdered } from '../../src/domain/case-events';
import { type FactTable, idOf, text } from './fact';

const table: FactTable = {
  table: 'case_order',
  meaning: 'a case ordered a rectification or a recovery',
  columns: {
    case_id: text('case'),
    kind: text('rectification or recovery'),
    order_id: text('id of the rectification or recovery'),
    region: text('region of the case'),
  },
  indexes: ['case_id', 'kind, order_id'],
  from: {
    RectificationOrdered: (data: RectificationOrdered, event, opening: CaseOpened) => ({ case_id: idOf(event), kind: 'rectification', order_id: data.rectificationId, region: opening.region }),
    RecoveryOrdered: (data: RecoveryOrdered, event, opening: CaseOpened) => ({ case_id: idOf(event), kind: 'recovery', order_id: data.recoveryId, region: opening.region }),
  },
};
export default table;
