/** Money of failed or returned lines that the treasury has back. */
import type { FailedFundsRepaid } from '../../src/domain/batch-corrections';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'funds_repaid',
  meaning: 'the money of a failed or returned line is back at the treasury',
  columns: { batch_id: text('batch'), line: whole('line'), amount_fen: fen('amount'), voucher_number: text('voucher of the treasury') },
  indexes: ['batch_id, line'],
  from: {
    FailedFundsRepaid: (data: FailedFundsRepaid, event) =>
      data.lines.map((line) => ({ batch_id: idOf(event), line: line.ordinal, amount_fen: line.amountFen, voucher_number: data.voucherNumber })),
  },
};
export default table;
