/** What A14 is about. */
import type { About } from '../telling';

const at = `i, 0, timestamptz '2018-01-01' + i * interval '1 second', date '2018-01-01' + (i % 300)`;

export default {
  matters: [['allot', 'carry', 'day', 'season'], ['allot', 'season'], ['carry', 'day'], ['allot', 'carry', 'season', 'settle', 'batch']],
  subjects: ['allocation|a7', 'use-commitment:allocation-a7:3'],
  fill: {
    allocation: `insert into facts.allocation (position, ordinal, recorded_at, occurred_on, allocation_id, region, programme_id, budget_year, source, function_code, amount_fen, opened_by)
      select ${at}, 'a' || i, '422899', 'p1', 1990 + i % 100, 'central', '2130505', 100, 'issued' from generate_series(1, 10000) i`,
    idle_explanation: `insert into facts.idle_explanation (position, ordinal, recorded_at, occurred_on, allocation_id, region, amount_fen, reason, holds_until)
      select ${at}, 'a' || i, '422899', 1, 'seasonal', date '2018-01-01' + (i % 300) from generate_series(1, 10000) i`,
  },
} satisfies About;
