/** Recoveries as ordered. */
import { subjectId } from '../../src/domain/oversight';
import type { RecoveryOpened } from '../../src/domain/recovery';
import { day, type FactTable, fen, idOf, text, whole } from './fact';

const table: FactTable = {
  table: 'recovery',
  meaning: 'money is asked back by decision',
  columns: {
    recovery_id: text('recovery'),
    region: text('region of the office that recovers'),
    from_kind: text('person or organisation'),
    from_id: text('credit code, or the reference of the person'),
    amount_fen: fen('amount asked back'),
    return_to: text('treasury or original-channel'),
    due_on: day('last day'),
    instalments: whole('instalments granted'),
    decision_number: text('number of the decision'),
  },
  indexes: ['recovery_id'],
  from: {
    RecoveryOpened: (data: RecoveryOpened, event) => ({
      recovery_id: idOf(event), region: data.region, from_kind: data.from.kind, from_id: subjectId(data.from), amount_fen: data.amountFen, return_to: data.returnTo, due_on: data.dueOn,
      instalments: data.instalments?.length ?? 0, decision_number: data.decisionNumber,
    }),
  },
};
export default table;
