/** Disclosures taken down. */
import type { DisclosureWithdrawn } from '../../src/domain/disclosure';
import { text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'disclosure_withdrawal',
  meaning: 'a disclosure was taken down; occurred_on is the day it was',
  columns: {
    stream_id: text('stream that owes it'),
    posted_revision: whole('revision of the posting in that stream'),
  },
  indexes: ['stream_id, posted_revision'],
  from: { DisclosureWithdrawn: (data: DisclosureWithdrawn, event) => ({ stream_id: event.streamId, posted_revision: data.postedRevision }) },
};
export default table;
