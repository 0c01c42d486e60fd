/** What A17 is about. */
import type { About } from '../telling';

export default {
  matters: [['grant', 'day'], ['grant', 'day', 'household'], ['care', 'day']],
  subjects: ['p|p7|p1|2018-01-01', 'h|h3|p1|2018-01-01', 'pay-house-grant:house-f1:1', 'premium|p7|pension|2018'],
  fill: {
    allowance: `insert into facts.allowance (position, ordinal, recorded_at, occurred_on, benefit_id, person_ref, household_id, region, programme_id, change, from_month, amount_per_month_fen)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01' + (i % 300), 'g' || i, case when i % 2 = 0 then 'p' || i end, 'h' || i, '422899001' || 200 + i % 100, 'p' || i % 20, 'granted', date '2018-01-01', 30000 from generate_series(1, 10000) i`,
    premium_payment: `insert into facts.premium_payment (position, ordinal, recorded_at, occurred_on, benefit_id, person_ref, region, programme_id, insurance, year, tier_fen, paid_fen)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'i' || i, 'p' || i, '422899001' || 200 + i % 100, 'p' || i % 20, 'pension', 2018, 10000, 10000 from generate_series(1, 10000) i`,
  },
} satisfies About;
