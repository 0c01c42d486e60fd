/** What auditors put to offices in writing, and the replies. */
import type { AuditReplied, ReplyRequested } from '../../src/domain/inquiry';
import { type FactTable, idOf, text, whole } from './fact';

const table: FactTable = {
  table: 'inquiry',
  meaning: 'a reply was requested or given',
  columns: {
    inquiry_id: text('inquiry'),
    change: text('requested or replied'),
    region: text('region of the office asked'),
    office: text('office asked'),
    stance: text('accepts, disputes or partly; of a reply'),
    evidence_count: whole('files a reply names'),
  },
  indexes: ['inquiry_id, change'],
  from: {
    ReplyRequested: (data: ReplyRequested, event) => ({ inquiry_id: idOf(event), change: 'requested', region: data.region, office: data.office }),
    AuditReplied: (data: AuditReplied, event, request: ReplyRequested) => ({
      inquiry_id: idOf(event), change: 'replied', region: request.region, office: request.office, stance: data.stance, evidence_count: data.evidenceHashes.length,
    }),
  },
};
export default table;
