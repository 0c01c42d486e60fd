/** What A15 is about. */
import type { About } from '../telling';

export default {
  matters: [['pay', 'household']],
  subjects: ['y7'],
  fill: {
    account_binding: `insert into facts.account_binding (position, ordinal, recorded_at, occurred_on, household_id, account_ref, holder_ref, kind, region)
      select i, 0, timestamptz '2018-01-01' + i * interval '1 second', date '2018-01-01' + (i % 300), 'h' || i, 'a' || i, 'p' || i, 'card', '422899001' from generate_series(1, 10000) i`,
  },
} satisfies About;
