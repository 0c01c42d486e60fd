/** Results files of batches: the moment money of a batch went out. */
import type { BatchOpened } from '../../src/domain/batch';
import type { ResultsReceived } from '../../src/domain/batch-results';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'batch_result',
  meaning: 'results of a batch were received from the bank',
  columns: {
    batch_id: text('batch'),
    region: text('region that pays'),
    programme_id: text('programme of the batch'),
    allocation_id: text('allocation the money comes from'),
    settled_count: whole('lines settled'),
    settled_fen: fen('sum settled'),
    returned_fen: fen('sum returned'),
  },
  indexes: ['batch_id', 'allocation_id', 'programme_id'],
  from: {
    ResultsReceived: (data: ResultsReceived, event, batch: BatchOpened) => ({
      batch_id: idOf(event), region: batch.region, programme_id: batch.programmeId, allocation_id: batch.allocationId, settled_count: data.settledCount,
      settled_fen: data.settledFen, returned_fen: data.returnedFen,
    }),
  },
};
export default table;
