/** What A41 is about. */
import type { About } from '../telling';

const at = `i, 0, timestamptz '2018-01-01', date '2018-01-01' + (i % 300)`;

export default {
  matters: [['operator', 'day', 'calendar'], ['operator', 'batch', 'settle', 'pay']],
  subjects: ['batch-b1', 'payment-x7', 'operator|2018-05-08|clerk7'],
  fill: {
    account_binding: `insert into facts.account_binding (position, ordinal, recorded_at, occurred_on, household_id, account_ref, holder_ref, kind, region, by_actor, by_office, entered_at)
      select ${at}, 'h' || i, 'a' || i, 'p' || i, 'card', '422899001', 'clerk' || i % 1000, 'office', '23:10' from generate_series(1, 10000) i`,
    batch_result: `insert into facts.batch_result (position, ordinal, recorded_at, occurred_on, batch_id, region, programme_id, allocation_id, settled_count, settled_fen, returned_fen)
      select ${at}, 'b' || i, '422899', 'p1', 'a1', 1, 1, 0 from generate_series(1, 10000) i`,
  },
} satisfies About;
