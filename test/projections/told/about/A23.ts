/** What A23 is about. */
import type { About } from '../telling';

export default {
  matters: [['library', 'project', 'pay']],
  subjects: ['j7'],
  fill: {
    project: `insert into facts.project (position, ordinal, recorded_at, occurred_on, project_id, region, name, programme_id, unit_name, unit_uscc, unit_key, name_pairs, amount_fen, planned_start, planned_end, emergency)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'j' || i, '422899001001', 'n', 'p1', 'u', 'u' || i % 100, 'u' || i % 100, '{ab,bc}', 1, date '2018-01-01', date '2018-01-01', false from generate_series(1, 10000) i`,
    project_library: `insert into facts.project_library (position, ordinal, recorded_at, occurred_on, project_id, kind, region)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'j' || i, 'admitted', '422899001001' from generate_series(1, 10000) i`,
  },
} satisfies About;
