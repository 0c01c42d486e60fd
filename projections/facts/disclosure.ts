/** What was posted, where and for how long, on the stream that owes it. */
import type { DisclosurePosted } from '../../src/domain/disclosure';
import { day, text, texts, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'disclosure',
  meaning: 'a disclosure was posted',
  columns: {
    stream_id: text('stream that owes it'),
    revision: whole('revision in that stream'),
    kind: text('notice or announcement'),
    item: text('what it is about'),
    level: text('level that posted it'),
    venue: text('where'),
    fields: texts('what it told'),
    shown_from: day('first day shown'),
    shown_until: day('last day shown; empty while it stays'),
    content_hash: text('hash of what was posted'),
    created_on: day('day the posted page or photo says it was made'),
    photo_hashes: texts('hashes of photos that show it hanging'),
    hotline: text('hotline it names'),
  },
  indexes: ['stream_id, position'],
  from: {
    DisclosurePosted: (data: DisclosurePosted, event) => ({
      stream_id: event.streamId, revision: event.revision, kind: data.kind, item: data.item, level: data.level, venue: data.venue, fields: data.fields,
      shown_from: data.from, shown_until: data.until, content_hash: data.contentHash,
      created_on: data.createdOn, photo_hashes: data.photoHashes, hotline: data.hotline,
    }),
  },
};
export default table;
