/** Money recovered, and where it went. */
import type { RecoveryOpened, RecoveryReceived } from '../../src/domain/recovery';
import { type FactTable, fen, idOf, text } from './fact';

const table: FactTable = {
  table: 'recovery_receipt',
  meaning: 'money of a recovery came in',
  columns: {
    recovery_id: text('recovery'),
    amount_fen: fen('amount'),
    voucher_number: text('number of the voucher'),
    into_kind: text('treasury, original-channel or other'),
    account_ref: text('account it went into'),
    return_to: text('where it had to go'),
    region: text('region of the office that recovers'),
  },
  indexes: ['recovery_id, position', 'into_kind, position'],
  from: {
    RecoveryReceived: (data: RecoveryReceived, event, order: RecoveryOpened) => ({
      recovery_id: idOf(event), amount_fen: data.amountFen, voucher_number: data.voucherNumber, into_kind: data.intoKind, account_ref: data.accountRef, return_to: order.returnTo, region: order.region,
    }),
  },
};
export default table;
