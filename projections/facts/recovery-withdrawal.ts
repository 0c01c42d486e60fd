/** Recoveries withdrawn. */
import type { RecoveryOpened, RecoveryWithdrawn } from '../../src/domain/recovery';
import { type FactTable, idOf, text } from './fact';

const table: FactTable = {
  table: 'recovery_withdrawal',
  meaning: 'a recovery was withdrawn: the decision no longer stands',
  columns: {
    recovery_id: text('recovery'),
    reason: text('why'),
    region: text('region of the office that recovers'),
  },
  indexes: ['recovery_id'],
  from: {
    RecoveryWithdrawn: (data: RecoveryWithdrawn, event, order: RecoveryOpened) => ({ recovery_id: idOf(event), reason: data.reason, region: order.region }),
  },
};
export default table;
