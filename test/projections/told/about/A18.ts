/** What A18 is about. */
import type { About } from '../telling';

export default {
  matters: [['neglect', 'day', 'household'], ['neglect', 'day']],
  subjects: ['p|p7|p1', 'h|h3|p1', 'scope|422899|disabled'],
  fill: {
    register_row: `insert into facts.register_row (position, ordinal, recorded_at, kind, change, person_ref, role, region, on_date)
      select i, 0, timestamptz '2018-01-01', (array['low-income', 'disabled', 'student', 'deceased', 'payroll', 'cadre', 'vehicle'])[i % 7 + 1], 'added', 'p' || i, 'low-income', '422899001', date '2018-01-01' from generate_series(1, 10000) i`,
    household_status: `insert into facts.household_status (position, ordinal, recorded_at, occurred_on, household_id, region, status)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01' + (i % 300), 'h' || i, '422899001', (array['registered', 'exited', 'returned', 'removed', 'low-income'])[i % 5 + 1] from generate_series(1, 10000) i`,
  },
} satisfies About;
