/** Batches the bank sent back unread. */
import type { BatchOpened } from '../../src/domain/batch';
import type { BatchFileRejected } from '../../src/domain/batch-results';
import { idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'batch_rejection',
  meaning: 'the bank took nothing of a batch sent to it',
  columns: {
    batch_id: text('batch'),
    region: text('region that pays'),
    results_id: text('answer of the bank'),
    rejection: text('B01 count, B02 total, B03 date or unit, B04 payer short of money, B05 payer account, B06 signature, B07 duplicate'),
  },
  indexes: ['batch_id'],
  from: {
    BatchFileRejected: (data: BatchFileRejected, event, batch: BatchOpened) => ({ batch_id: idOf(event), region: batch.region, results_id: data.resultsId, rejection: data.rejection }),
  },
};
export default table;
