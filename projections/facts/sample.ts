/** Samples drawn by auditors, by seed. */
import type { EngagementOpened, SampleDrawn } from '../../src/domain/engagement';
import { type FactTable, fen, idOf, text, whole } from './fact';

const table: FactTable = {
  table: 'sample',
  meaning: 'a sample was drawn',
  columns: {
    engagement_id: text('engagement'),
    region: text('region audited'),
    audit_year: whole('year of the audit'),
    seed: text('seed'),
    size: whole('fen drawn'),
    population_at: whole('ledger position the population was taken at'),
    population_count: whole('items of the population'),
    population_fen: fen('money of the population'),
    item_count: whole('items drawn'),
    amount_fen: fen('money of the items drawn'),
  },
  indexes: ['engagement_id'],
  from: {
    SampleDrawn: (data: SampleDrawn, event, opening: EngagementOpened) => ({
      engagement_id: idOf(event), region: opening.region, audit_year: opening.auditYear, seed: data.seed, size: data.size, population_at: data.populationAt, population_count: data.populationCount,
      population_fen: data.populationFen, item_count: data.items.length, amount_fen: data.amountFen,
    }),
  },
};
export default table;
