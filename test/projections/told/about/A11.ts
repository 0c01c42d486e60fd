/** What A11 is about. */
import type { About } from '../telling';

export default {
  matters: [['allot', 'day', 'programme', 'calendar', 'roster'], ['allot', 'day', 'programme', 'calendar'], ['wait', 'batch', 'day', 'calendar'], ['wait', 'batch', 'season', 'calendar', 'parameter']],
  subjects: ['pay-out:allocation-a1:0', 'execute-order:payment-w1:1', 'answer-batch:batch-b1:5'],
  fill: {
    payment_step: `insert into facts.payment_step (position, ordinal, recorded_at, occurred_on, payment_id, step, region, allocation_id, amount_fen)
      select i, 0, timestamptz '2018-01-01' + i * interval '1 second', date '2018-01-01' + (i % 300), 'y' || i, 'executed', '422899', 'a1', 1 from generate_series(1, 10000) i`,
    batch_result: `insert into facts.batch_result (position, ordinal, recorded_at, occurred_on, batch_id, region, programme_id, allocation_id, settled_count, settled_fen, returned_fen)
      select i, 0, timestamptz '2018-01-01' + i * interval '1 second', date '2018-01-01' + (i % 300), 'b' || i, '422899', 'p' || i % 20, 'a' || i, 1, 1, 0 from generate_series(1, 10000) i`,
  },
} satisfies About;
