/** Complaints: received, linked, answered. Who informed is no fact. */
import type { ComplaintAnswered, ComplaintLinked, ComplaintReceived } from '../../src/domain/complaint';
import { subjectId } from '../../src/domain/oversight';
import { type FactTable, idOf, text } from './fact';

const table: FactTable = {
  table: 'complaint',
  meaning: 'a complaint was received, linked to a flag or case, or answered',
  columns: {
    complaint_id: text('complaint'),
    change: text('received, linked or answered'),
    region: text('region it concerns'),
    channel: text('how it came'),
    category: text('what it is about'),
    subject_kind: text('kind of whom or what it is about'),
    subject_id: text('its id, or the reference of the person'),
    flag_id: text('flag it bears on'),
    case_id: text('case that takes it up'),
    outcome: text('substantiated, unsubstantiated or referred'),
  },
  indexes: ['complaint_id, change', 'flag_id where flag_id is not null', 'subject_kind, subject_id'],
  from: {
    ComplaintReceived: (data: ComplaintReceived, event) => ({
      complaint_id: idOf(event), change: 'received', region: data.region, channel: data.channel, category: data.category, subject_kind: data.subject?.kind, subject_id: data.subject && subjectId(data.subject),
    }),
    ComplaintLinked: (data: ComplaintLinked, event, { region, channel, category }: ComplaintReceived) => {
      const row = { complaint_id: idOf(event), change: 'linked', region, channel, category, case_id: data.caseId };
      return data.flagIds.length === 0 ? row : data.flagIds.map((flag_id) => ({ ...row, flag_id }));
    },
    ComplaintAnswered: (data: ComplaintAnswered, event, { region, channel, category }: ComplaintReceived) => ({ complaint_id: idOf(event), change: 'answered', region, channel, category, outcome: data.outcome }),
  },
};
export default table;
