/** Photos that show postings hanging, by hash: the same hash under two things is one photo used twice. */
import type { DisclosurePosted } from '../../src/domain/disclosure';
import type { RosterPosted } from '../../src/domain/roster';
import type { Recorded } from '../../src/domain/decider';
import { text, type FactTable, type Row } from './fact';

const photos = (event: Recorded, item: string, hashes: readonly string[] = []): Row[] => [...new Set(hashes)].map((photo_hash) => ({ stream_id: event.streamId, item, photo_hash }));

const table: FactTable = {
  table: 'posting_photo',
  meaning: 'a photo was named to show a posting hanging',
  columns: {
    stream_id: text('stream that owes the posting'),
    item: text('what the posting is about'),
    photo_hash: text('hash of the photo'),
  },
  indexes: ['photo_hash, position'],
  from: {
    DisclosurePosted: (data: DisclosurePosted, event) => photos(event, data.item, data.photoHashes),
    RosterPosted: (data: RosterPosted, event) => photos(event, 'roster', data.photoHashes),
  },
};
export default table;
