/** What A43 is about. */
import type { About } from '../telling';

const at = `i, 0, timestamptz '2018-01-01' + i * interval '1 second', date '2018-01-01' + (i % 300)`;

export default {
  matters: [['fiscal']],
  subjects: ['42|2018'],
  fill: {
    approval_delegated: `insert into facts.approval_delegated (position, ordinal, recorded_at, occurred_on, region, year, item_id, what, level, county_may_approve, count, amount_fen)
      select ${at}, '42' || i % 100, 2000 + i % 20, 'i' || i, '产业项目', 'county', true, 1, 1 from generate_series(1, 10000) i`,
  },
} satisfies About;
