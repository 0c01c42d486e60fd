/** What the items of samples showed. */
import type { EngagementOpened, SampleResultRecorded } from '../../src/domain/engagement';
import { type FactTable, fen, idOf, text, whole } from './fact';

const table: FactTable = {
  table: 'sample_result',
  meaning: 'an item drawn showed this; of several results of an item the last holds',
  columns: {
    engagement_id: text('engagement'),
    region: text('region audited'),
    audit_year: whole('year of the audit'),
    item_kind: text('disbursement or payment'),
    item_id: text('batch/ordinal, or the payment'),
    problem_fen: fen('problems'),
    serious_fen: fen('of the problems, serious violations'),
    violation: text('violation'),
  },
  indexes: ['engagement_id, item_kind, item_id, position'],
  from: {
    SampleResultRecorded: (data: SampleResultRecorded, event, opening: EngagementOpened) => ({
      engagement_id: idOf(event), region: opening.region, audit_year: opening.auditYear, item_kind: data.kind, item_id: data.itemId, problem_fen: data.problemFen, serious_fen: data.seriousFen, violation: data.violation,
    }),
  },
};
export default table;
