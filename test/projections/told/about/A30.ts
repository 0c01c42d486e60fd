/** What A30 is about. */
import type { About } from '../telling';

const row = (table: string, columns: string, values: string): string =>
  `insert into facts.${table} (position, ordinal, recorded_at, occurred_on, project_id, tender_number, region, ${columns}) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'j' || i, 't' || i, '422899001001', ${values} from generate_series(1, 10000) i`;

export default {
  matters: [['project', 'tender']],
  subjects: ['tender|j7|t7', 'winner|u7'],
  fill: {
    bid: row('bid', 'bidder_uscc, amount_fen, legal_rep_ref', `'u' || i % 500, 1, 'p' || i`),
    award: row('award', 'winner_uscc, amount_fen', `'u' || i % 500, 1`),
  },
} satisfies About;
