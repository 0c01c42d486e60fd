/** What a bank said of a batch that the ledger could not take as it stood. */
import type { BatchOpened } from '../../src/domain/batch';
import type { ResultDisputed } from '../../src/domain/batch-disputes';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'result_dispute',
  meaning: 'a result of the bank that contradicts the ledger, names no line of it, or does not add up; it moved no money',
  columns: {
    batch_id: text('batch'),
    region: text('region that pays'),
    programme_id: text('programme of the batch'),
    allocation_id: text('allocation the money comes from'),
    results_id: text('results file'),
    revision: whole('revision in the batch stream, which a resolution names'),
    kind: text('line-unknown, line-ambiguous, line-twice, account-differs, row-unreadable, amount-differs, attempt-unknown, second-result, money-released, count-differs, total-differs or rejected-after-results'),
    line: whole('line it names; empty where it names none'),
    attempt: whole('attempt it speaks of'),
    account_ref: text('account it names, where that is not the account of the line'),
    outcome: text('outcome it states: settled, failed or returned'),
    stated_amount_fen: fen('amount it states'),
    amount_fen: fen('amount of the line, or counted sum, in the ledger'),
    stated_count: whole('lines it declares'),
    counted: whole('lines counted'),
    reason: text('reason it states, F01 to F99'),
    standing_before: text('how the line stood and still stands'),
  },
  indexes: ['batch_id, line', 'batch_id, revision', 'account_ref where account_ref is not null'],
  from: {
    ResultDisputed: (data: ResultDisputed, event, batch: BatchOpened) => ({
      batch_id: idOf(event), region: batch.region, programme_id: batch.programmeId, allocation_id: batch.allocationId, results_id: data.resultsId, revision: event.revision,
      kind: data.kind, line: data.ordinal, attempt: data.attempt, account_ref: data.accountRef, outcome: data.outcome, stated_amount_fen: data.statedAmountFen,
      amount_fen: data.amountFen, stated_count: data.statedCount, counted: data.count, reason: data.reason, standing_before: data.before,
    }),
  },
};
export default table;
