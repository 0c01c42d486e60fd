/** What A08 is about. */
import type { About } from '../telling';

export default {
  matters: [['account', 'batch', 'settle', 'back'], ['account']],
  subjects: ['person|p7', 'opening|77'],
  fill: {
    account_binding: `insert into facts.account_binding (position, ordinal, recorded_at, occurred_on, household_id, account_ref, holder_ref, old_account_ref, region, bank, branch, opened_on, by_actor)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01' + (i % 300), 'h' || i, 'a' || i, 'p' || i, 'o' || i, '422899001', 'b', 'c' || i % 10, date '2018-01-01' + (i % 300), 'u' || i % 20 from generate_series(1, 10000) i`,
  },
} satisfies About;
