/** Lines whose identity number the intake doubted, among the findings it leaves to the rules. */
import type { BatchOpened, DisbursementEntered } from '../../src/domain/batch';
import { idOf, text, texts, whole, type FactTable, type Row } from './fact';

/** Wrong form, check digit or birth date (only of lists brought over: the intake refuses them), an age or a birth or a province that cannot be. */
const IMPOSSIBLE = ['L20', 'L21', 'L22', 'L61'];

const table: FactTable = {
  table: 'identity_doubt',
  meaning: 'the identity number of a line cannot be right',
  columns: { batch_id: text('batch'), line: whole('line'), payee_ref: text('payee as entered'), codes: texts('what is wrong, as line errors'), region: text('region that pays') },
  indexes: ['batch_id, line'],
  from: {
    DisbursementEntered: (data: DisbursementEntered, event, batch: BatchOpened): readonly Row[] => {
      const codes = (data.amber ?? []).filter((code) => IMPOSSIBLE.includes(code));
      return codes.length === 0 ? [] : [{ batch_id: idOf(event), line: data.ordinal, payee_ref: data.payeeRef, codes, region: batch.region }];
    },
  },
};
export default table;
