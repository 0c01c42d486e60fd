/** What A40 is about. */
import type { About } from '../telling';

export default {
  matters: [['split', 'kin', 'household'], ['split', 'kin', 'day']],
  subjects: ['h7'],
  fill: {
    household_split: `insert into facts.household_split (position, ordinal, recorded_at, occurred_on, household_id, to_household_id, region)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'h' || i, 'n' || i, '422899001201' from generate_series(1, 10000) i`,
  },
} satisfies About;
