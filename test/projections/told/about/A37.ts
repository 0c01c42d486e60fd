/** What A37 is about. */
import type { About } from '../telling';

export default {
  matters: [['recovery', 'day']],
  subjects: ['v7'],
  fill: {
    recovery: `insert into facts.recovery (position, ordinal, recorded_at, occurred_on, recovery_id, region, amount_fen, return_to, due_on, instalments)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'v' || i, '422899', 100, 'treasury', date '2010-01-01' + (i % 3000)::integer, 0 from generate_series(1, 10000) i`,
    recovery_instalment: `insert into facts.recovery_instalment (position, ordinal, recorded_at, occurred_on, recovery_id, due_on, amount_fen)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'v' || i, date '2010-01-01' + (i % 3000)::integer, 100 from generate_series(1, 10000) i`,
    recovery_receipt: `insert into facts.recovery_receipt (position, ordinal, recorded_at, occurred_on, recovery_id, amount_fen, voucher_number, into_kind, return_to, region)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'v' || i, 100, 'n' || i, 'treasury', 'treasury', '422899' from generate_series(1, 10000) i`,
  },
} satisfies About;
