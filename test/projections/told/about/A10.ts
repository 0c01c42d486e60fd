/** What A10 is about. */
import type { About } from '../telling';

const at = `i, 0, timestamptz '2018-01-01' + i * interval '1 second', date '2018-01-01' + (i % 300)`;

export default {
  matters: [['transit', 'day'], ['transit', 'allot', 'season'], ['pay', 'spend'], ['fee', 'recovery']],
  subjects: ['move|700', 'payment|y7', 'fee|7'],
  fill: {
    fee_collected: `insert into facts.fee_collected (position, ordinal, recorded_at, occurred_on, household_id, region, payer_ref, amount_fen, pretext)
      select ${at}, 'h' || i, '422899001', 'p' || i, 1, '押金' from generate_series(1, 10000) i`,
    recovery: `insert into facts.recovery (position, ordinal, recorded_at, occurred_on, recovery_id, region, from_kind, from_id, amount_fen, return_to)
      select ${at}, 'v' || i, '422899', 'person', 'p' || i, 1, 'treasury' from generate_series(1, 10000) i`,
    funds_use: `insert into facts.funds_use (position, ordinal, recorded_at, occurred_on, payment_id, region, use, amount_fen, paid_fen) select ${at}, 'y' || i, '422899', 'used', 1, 1 from generate_series(1, 10000) i`,
    allocation: `insert into facts.allocation (position, ordinal, recorded_at, occurred_on, allocation_id, region, programme_id, budget_year, source, function_code, amount_fen, opened_by)
      select ${at}, 'a' || i, '422899', 'p1', 1990 + i % 100, 'central', '2130505', 100, 'issued' from generate_series(1, 10000) i`,
  },
} satisfies About;
