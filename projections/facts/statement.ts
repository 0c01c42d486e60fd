/** Account statements handed over by the agent bank or the treasury. */
import type { StatementReceived } from '../../src/domain/statement';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'statement',
  meaning: 'a statement of an account was received',
  columns: {
    account_id: text('account, as its stream is named'),
    statement_id: text('statement within the account'),
    kind: text('bank: account the agent bank pays from; treasury: zero-balance account'),
    region: text('region whose money moves on it'),
    account_ref: text('the account'),
    from_on: day('first day'),
    until_on: day('last day'),
    opening_fen: fen('balance before the first line'),
    closing_fen: fen('balance after the last line'),
    line_count: whole('lines'),
    in_fen: fen('sum in'),
    out_fen: fen('sum out'),
  },
  indexes: ['kind, region', 'account_id, statement_id'],
  from: {
    StatementReceived: (data: StatementReceived, event) => ({
      account_id: idOf(event), statement_id: data.statementId, kind: data.kind, region: data.region, account_ref: data.accountRef, from_on: data.from, until_on: data.until,
      opening_fen: data.openingFen, closing_fen: data.closingFen, line_count: data.lineCount, in_fen: data.inFen, out_fen: data.outFen,
    }),
  },
};
export default table;
