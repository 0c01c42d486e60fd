/** What A27 is about. */
import type { About } from '../telling';

const at = `i, 0, timestamptz '2018-01-01', date '2018-01-01' + (i % 300)`;

export default {
  matters: [['list'], ['list', 'register']],
  subjects: ['r7'],
  fill: {
    roster_posting: `insert into facts.roster_posting (position, ordinal, recorded_at, occurred_on, roster_id, region, programme_id, shown_from, content_hash) select ${at}, 'r' || i, '422899', 'p1', date '2018-01-01', 'h' || i from generate_series(1, 10000) i`,
    roster_seal: `insert into facts.roster_seal (position, ordinal, recorded_at, occurred_on, roster_id, sealed, region, programme_id, entry_count, total_fen, content_hash) select ${at}, 'r' || i, true, '422899', 'p1', 1, 1, 'h' || i from generate_series(1, 10000) i`,
    roster_change: `insert into facts.roster_change (position, ordinal, recorded_at, occurred_on, roster_id, change, payee_ref, before_fen, after_fen) select ${at}, 'r' || i, 'added', 'p' || i, 0, 1 from generate_series(1, 10000) i`,
    objection: `insert into facts.objection (position, ordinal, recorded_at, occurred_on, roster_id, objection_id, change, region, programme_id) select ${at}, 'r' || i, 'o1', 'raised', '422899', 'p1' from generate_series(1, 10000) i`,
    death: `insert into facts.death (position, ordinal, recorded_at, occurred_on, household_id, person_ref) select ${at}, 'h' || i, 'p' || i from generate_series(1, 10000) i`,
    register_row: `insert into facts.register_row (position, ordinal, recorded_at, occurred_on, kind, change, person_ref, region) select ${at}, 'deceased', 'added', 'p' || i, '422899' from generate_series(1, 10000) i`,
  },
} satisfies About;
