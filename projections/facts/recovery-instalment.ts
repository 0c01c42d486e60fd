/** Instalments granted on recoveries. */
import type { RecoveryOpened } from '../../src/domain/recovery';
import { day, type FactTable, fen, idOf, text } from './fact';

const table: FactTable = {
  table: 'recovery_instalment',
  meaning: 'part of a recovery is due by a day of its own',
  columns: {
    recovery_id: text('recovery'),
    due_on: day('last day'),
    amount_fen: fen('amount of this instalment'),
  },
  indexes: ['recovery_id'],
  from: {
    RecoveryOpened: (data: RecoveryOpened, event) => (data.instalments ?? []).map(({ dueOn, amountFen }) => ({ recovery_id: idOf(event), due_on: dueOn, amount_fen: amountFen })),
  },
};
export default table;
