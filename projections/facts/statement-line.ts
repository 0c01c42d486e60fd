/** Lines of account statements, as the bank booked them. */
import type { StatementLinesEntered, StatementReceived } from '../../src/domain/statement';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'statement_line',
  meaning: 'a bank booked money into an account or out of it',
  columns: {
    account_id: text('account, as its stream is named'),
    statement_id: text('statement within the account'),
    line: whole('line within the statement'),
    kind: text('bank: account the agent bank pays from; treasury: zero-balance account'),
    region: text('region whose money moves on it'),
    booked_on: day('day the bank booked it'),
    direction: text('in or out'),
    amount_fen: fen('amount'),
    bank_serial: text("the bank's own number of the movement"),
    batch_id: text('batch it names'),
    payment_id: text('payment order it names'),
    voucher_number: text('voucher it names'),
    counterparty_ref: text('account on the other side'),
    counterparty_uscc: text('organisation on the other side'),
  },
  indexes: ['kind, region, booked_on', 'account_id, statement_id', 'batch_id where batch_id is not null'],
  from: {
    StatementLinesEntered: (data: StatementLinesEntered, event, { kind, region }: StatementReceived) => data.lines.map((line) => ({
      account_id: idOf(event), statement_id: data.statementId, line: line.line, kind, region, booked_on: line.bookedOn, direction: line.direction, amount_fen: line.amountFen,
      bank_serial: line.bankSerial, batch_id: line.batchId, payment_id: line.paymentId, voucher_number: line.voucherNumber, counterparty_ref: line.counterpartyRef,
      counterparty_uscc: line.counterpartyUscc,
    })),
  },
};
export default table;
