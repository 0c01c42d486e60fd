/** Audit engagements. */
import type { EngagementClosed, EngagementOpened } from '../../src/domain/engagement';
import { day, type FactTable, idOf, text, whole } from './fact';

const table: FactTable = {
  table: 'engagement',
  meaning: 'an audit engagement was opened or closed',
  columns: {
    engagement_id: text('engagement'),
    region: text('region audited'),
    audit_year: whole('year of the audit'),
    change: text('opened or closed'),
    office: text('office audited'),
    period_from: day('first day of the money audited'),
    period_until: day('last day of the money audited'),
    programme_id: text('programme, where it is about one alone'),
  },
  indexes: ['engagement_id, change'],
  from: {
    EngagementOpened: (data: EngagementOpened, event) => ({
      engagement_id: idOf(event), region: data.region, audit_year: data.auditYear, change: 'opened', office: data.office, period_from: data.periodFrom, period_until: data.periodUntil, programme_id: data.programmeId,
    }),
    EngagementClosed: (_data: EngagementClosed, event, opening: EngagementOpened) => ({
      engagement_id: idOf(event), region: opening.region, audit_year: opening.auditYear, change: 'closed', office: opening.office, period_from: opening.periodFrom, period_until: opening.periodUntil,
      programme_id: opening.programmeId,
    }),
  },
};
export default table;
