/** What A35 is about. */
import type { About } from '../telling';

export default {
  matters: [['flow'], ['flow', 'household', 'back']],
  subjects: ['flow|a7|b1', 'batch|b7'],
  fill: {
    register_row: `insert into facts.register_row (position, ordinal, recorded_at, occurred_on, kind, change, account_ref, other_account_ref, role, region, on_date, amount_fen) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'bank-flow', 'added', 'a' || i, 'a' || i % 500, 'out', '422899', date '2018-02-01', 30000 from generate_series(1, 10000) i`,
    account_binding: `insert into facts.account_binding (position, ordinal, recorded_at, occurred_on, household_id, account_ref, holder_ref, kind, region) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'h' || i, 'a' || i, 'p' || i, 'card', '422899001' from generate_series(1, 10000) i`,
    batch_result: `insert into facts.batch_result (position, ordinal, recorded_at, occurred_on, batch_id, region, programme_id, allocation_id, settled_count, settled_fen, returned_fen) select i, 0, timestamptz '2018-01-01', date '2018-02-01', 'b' || i, '422899', 'p1', 'a1', 500, 100, 0 from generate_series(1, 10000) i`,
  },
} satisfies About;
