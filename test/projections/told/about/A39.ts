/** What A39 is about. */
import type { About } from '../telling';

export default {
  matters: [['standing', 'day'], ['standing', 'match', 'household']],
  subjects: ['exits|422899001|2017', 'edits|422899001|2017', 'returns|422899001|2017'],
  fill: {
    household_status: `insert into facts.household_status (position, ordinal, recorded_at, occurred_on, household_id, region, status)
      select i, 0, timestamptz '2018-01-01', date '2008-01-01' + (i % 4000), 'h' || i, '4228' || 10 + i % 90 || '001201', case when i % 3 = 0 then 'exited' else 'registered' end from generate_series(1, 10000) i`,
  },
} satisfies About;
