/** Disputed results that were answered: by the bank agreeing later, or by somebody who looked. */
import type { DisputeResolved } from '../../src/domain/batch-disputes';
import { idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'dispute_resolution',
  meaning: 'a disputed result was resolved',
  columns: {
    batch_id: text('batch'),
    dispute_revision: whole('revision of the dispute in the batch stream'),
    line: whole('line, where the dispute names one'),
    resolution: text('bank-agreed (a later results file agrees), ledger-stands (the bank was wrong) or bank-right (corrected by other events)'),
    results_id: text('results file that agrees'),
  },
  indexes: ['batch_id, dispute_revision'],
  from: {
    DisputeResolved: (data: DisputeResolved, event) => ({
      batch_id: idOf(event), dispute_revision: data.disputeRevision, line: data.ordinal, resolution: data.resolution, results_id: data.resultsId,
    }),
  },
};
export default table;
