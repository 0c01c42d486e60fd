/** Visits on the ground, with or without notice. */
import type { EngagementOpened, VisitMade } from '../../src/domain/engagement';
import { type FactTable, idOf, text, whole, yes } from './fact';

const table: FactTable = {
  table: 'visit',
  meaning: 'somebody of those who oversee went there',
  columns: {
    engagement_id: text('engagement'),
    region: text('region audited'),
    place: text('township or village visited'),
    covert: yes('without notice'),
    problems: whole('problems found'),
  },
  indexes: ['place'],
  from: {
    VisitMade: (data: VisitMade, event, opening: EngagementOpened) => ({ engagement_id: idOf(event), region: opening.region, place: data.place, covert: data.covert, problems: data.problems }),
  },
};
export default table;
