/** What A29 is about. */
import type { About } from '../telling';

export default {
  matters: [['project', 'contract', 'tender']],
  subjects: ['contract|j7|c7', 'unit|u7'],
  fill: {
    tender: `insert into facts.tender (position, ordinal, recorded_at, occurred_on, project_id, tender_number, region, method, category, budget_fen, lots)
      select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'j' || i, 't' || i, '422899001001', 'direct', 'works', 1, 1 from generate_series(1, 10000) i`,
  },
} satisfies About;
