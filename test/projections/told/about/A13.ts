/** What A13 is about. */
import type { About } from '../telling';

export default {
  matters: [['pay', 'day', 'spend'], ['pay', 'season', 'spend'], ['pay', 'day', 'spend', 'parameter']],
  subjects: ['account-for-use:payment-y7:2'],
  fill: {
    funds_use: `insert into facts.funds_use (position, ordinal, recorded_at, occurred_on, payment_id, region, use, amount_fen, paid_fen)
      select i, 0, timestamptz '2018-01-01' + i * interval '1 second', date '2018-01-01' + (i % 300), 'y' || i, '422899', 'used', 1, 1 from generate_series(1, 10000) i`,
    contract: `insert into facts.contract (position, ordinal, recorded_at, occurred_on, project_id, contract_number, kind, region, amount_fen)
      select i, 0, timestamptz '2018-01-01' + i * interval '1 second', date '2018-01-01' + (i % 300), 'j' || i, 'C1', 'signed', '422899', 1 from generate_series(1, 10000) i`,
  },
} satisfies About;
