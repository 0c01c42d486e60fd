/** Rosters as they hung on boards. */
import type { RosterCompiled, RosterPosted } from '../../src/domain/roster';
import { day, idOf, text, texts, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'roster_posting',
  meaning: 'a roster was posted',
  columns: {
    roster_id: text('roster'),
    revision: whole('revision in that stream'),
    region: text('village or township'),
    programme_id: text('programme'),
    shown_from: day('first day shown'),
    shown_until: day('last day shown'),
    content_hash: text('hash of what was posted'),
    created_on: day('day the posted sheet or photo says it was made'),
    photo_hashes: texts('hashes of photos that show it hanging'),
  },
  indexes: ['roster_id, position'],
  from: {
    RosterPosted: (data: RosterPosted, event, roster: RosterCompiled) => ({
      roster_id: idOf(event), revision: event.revision, region: roster.region, programme_id: roster.programmeId, shown_from: data.occurredOn, shown_until: data.until, content_hash: data.contentHash,
      created_on: data.createdOn, photo_hashes: data.photoHashes,
    }),
  },
};
export default table;
