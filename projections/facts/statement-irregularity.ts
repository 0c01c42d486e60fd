/** Account statements that do not continue the one before, or do not add up. */
import type { StatementIrregular, StatementReceived } from '../../src/domain/statement';
import { day, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'statement_irregularity',
  meaning: 'a statement broke with the one before it, with its own balances, or with what the bank declared',
  columns: {
    account_id: text('account, as its stream is named'),
    statement_id: text('statement'),
    region: text('region whose money moves on it'),
    kind: text('opening-differs, gap, overlap, sums-differ, count-differs or total-differs'),
    other_id: text('the other statement'),
    expected: whole('fen or count expected'),
    stated: whole('fen or count stated'),
    expected_on: day('first day expected'),
    stated_on: day('first day stated'),
  },
  indexes: ['account_id, statement_id', 'region'],
  from: {
    StatementIrregular: (data: StatementIrregular, event, { region }: StatementReceived) => ({
      account_id: idOf(event), statement_id: data.statementId, region, kind: data.kind, other_id: data.otherId, expected: data.expected, stated: data.stated,
      expected_on: data.expectedOn, stated_on: data.statedOn,
    }),
  },
};
export default table;
