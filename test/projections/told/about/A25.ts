/** What A25 is about. */
import type { About } from '../telling';

const at = `i, 0, timestamptz '2018-01-01', date '2018-01-01' + (i % 300)`;

export default {
  matters: [['posting', 'roster', 'day'], ['posting', 'allot', 'project']],
  subjects: ['posting|500', 'photo|abc'],
  fill: {
    disclosure: `insert into facts.disclosure (position, ordinal, recorded_at, occurred_on, stream_id, revision, kind, item, level, venue, shown_from, content_hash)
      select ${at}, 'project-j' || i % 5000, 3, 'notice', 'other', 'village', 'board', date '2018-01-01', 'h' || i from generate_series(1, 10000) i`,
    disclosure_withdrawal: `insert into facts.disclosure_withdrawal (position, ordinal, recorded_at, occurred_on, stream_id, posted_revision) select ${at}, 'project-j' || i, 3 from generate_series(1, 10000) i`,
    posting_photo: `insert into facts.posting_photo (position, ordinal, recorded_at, occurred_on, stream_id, item, photo_hash) select ${at}, 'project-j' || i, 'other', 'f' || i from generate_series(1, 10000) i`,
    evidence: `insert into facts.evidence (position, ordinal, recorded_at, occurred_on, stream_id, revision, subject_kind, subject_id, region, kind, content_hash)
      select ${at}, 'project-j' || i, 3, 'project', 'j' || i, '422899', 'photo', 'f' || i from generate_series(1, 10000) i`,
    roster_posting: `insert into facts.roster_posting (position, ordinal, recorded_at, occurred_on, roster_id, region, programme_id, shown_from, content_hash) select ${at}, 'r' || i, '422899', 'p1', date '2018-01-01', 'h' || i from generate_series(1, 10000) i`,
    roster_seal: `insert into facts.roster_seal (position, ordinal, recorded_at, occurred_on, roster_id, sealed, region, programme_id, entry_count, total_fen, content_hash) select ${at}, 'r' || i, true, '422899', 'p1', 1, 1, 'h' || i from generate_series(1, 10000) i`,
  },
} satisfies About;
