/** What A05 is about. */
import type { About } from '../telling';

export default {
  matters: [['batch', 'settle', 'match', 'household'], ['batch', 'settle', 'match', 'back', 'day']],
  subjects: ['payee|p7|p1|2018', 'terms|p1', 'list|422899|p1', 'scope|422899|payroll'],
  fill: {
    register_row: `insert into facts.register_row (position, ordinal, recorded_at, occurred_on, kind, change, person_ref, role, region, on_date)
      select i, 0, timestamptz '2018-01-01', null, case when i % 2 = 0 then 'vehicle' else 'payroll' end, 'added', 'p' || i % 8000, 'car', '422899', date '2017-01-01' from generate_series(1, 10000) i`,
    household_status: `insert into facts.household_status (position, ordinal, recorded_at, occurred_on, household_id, region, status)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'h' || i, '422899001201', 'registered' from generate_series(1, 10000) i`,
    relocation_target: `insert into facts.relocation_target (position, ordinal, recorded_at, occurred_on, house_id, household_id, region, programme_id)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'f' || i, 'h' || i, '4228' || 10 + i % 90 || '001201', 'p' || i % 200 from generate_series(1, 10000) i`,
  },
} satisfies About;
