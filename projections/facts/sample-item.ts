/** Items drawn into samples. */
import type { EngagementOpened, SampleDrawn } from '../../src/domain/engagement';
import { type FactTable, fen, idOf, text, whole } from './fact';

const table: FactTable = {
  table: 'sample_item',
  meaning: 'an item was drawn; it counts once, however often it is',
  columns: {
    engagement_id: text('engagement'),
    region: text('region audited'),
    audit_year: whole('year of the audit'),
    item_kind: text('disbursement or payment'),
    item_id: text('batch/ordinal, or the payment'),
    amount_fen: fen('its amount'),
  },
  indexes: ['engagement_id, item_kind, item_id'],
  from: {
    SampleDrawn: (data: SampleDrawn, event, opening: EngagementOpened) => data.items.map(({ kind, id, amountFen }) => ({
      engagement_id: idOf(event), region: opening.region, audit_year: opening.auditYear, item_kind: kind, item_id: id, amount_fen: amountFen,
    })),
  },
};
export default table;
