/** Batches as opened: whose, of which programme, from which allocation, for which roster. */
import type { BatchOpened } from '../../src/domain/batch';
import { day, firstOf, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'batch',
  meaning: 'a batch of disbursements was opened',
  columns: {
    batch_id: text('batch'),
    region: text('region that pays'),
    programme_id: text('programme'),
    allocation_id: text('allocation the money comes from'),
    roster_id: text('sealed roster it pays; empty where none was named'),
    benefit_from: day('first day of the first benefit month'),
    benefit_to: day('first day of the last benefit month'),
    campaign: text('campaign that brought it over from another system'),
  },
  indexes: ['batch_id', 'programme_id', 'roster_id where roster_id is not null', 'region, position'],
  from: {
    BatchOpened: (data: BatchOpened, event) => ({
      batch_id: idOf(event), region: data.region, programme_id: data.programmeId, allocation_id: data.allocationId, roster_id: data.rosterId,
      benefit_from: firstOf(data.benefitFrom), benefit_to: firstOf(data.benefitTo), campaign: data.campaign,
    }),
  },
};
export default table;
