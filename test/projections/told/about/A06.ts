/** What A06 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'kin', 'match', 'roster'], ['batch', 'kin', 'household']],
  subjects: ['batch|b1|p7', 'roster|r7', 'scope|422899|cadre'],
  fill: {
    register_row: `insert into facts.register_row (position, ordinal, recorded_at, occurred_on, kind, change, person_ref, other_ref, role, region, on_date)
      select i, 0, timestamptz '2018-01-01', null, case i % 3 when 0 then 'vehicle' when 1 then 'cadre' else 'kinship' end, 'added', 'p' || i % 8000, 'p' || i % 7000, 'child', '4228' || 10 + i % 90 || '001201', date '2017-01-01' from generate_series(1, 10000) i`,
    roster_seal: `insert into facts.roster_seal (position, ordinal, recorded_at, occurred_on, roster_id, sealed, region, programme_id, entry_count, total_fen)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'r' || i, true, '4228' || 10 + i % 90 || '001201', 'p1', 2, 100 from generate_series(1, 10000) i`,
    roster_posting: `insert into facts.roster_posting (position, ordinal, recorded_at, occurred_on, roster_id, region, programme_id, shown_from)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'r' || i, '422899001201', 'p1', date '2018-01-01' from generate_series(1, 10000) i`,
  },
} satisfies About;
