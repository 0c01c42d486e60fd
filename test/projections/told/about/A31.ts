/** What A31 is about. */
import type { About } from '../telling';

const row = (table: string, columns: string, values: string): string =>
  `insert into facts.${table} (position, ordinal, recorded_at, occurred_on, project_id, region, ${columns}) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'j' || i, '422899001001', ${values} from generate_series(1, 10000) i`;

export default {
  matters: [['contract', 'project', 'pay']],
  subjects: ['j7|c7'],
  fill: {
    contract: row('contract', 'contract_number, kind, contractor_uscc, amount_fen, start_on, end_on', `'c' || i, 'signed', 'u' || i % 100, 1, date '2018-01-01', date '2018-01-01' + i % 300`),
    progress: row('progress', 'basis_points', '1'),
    acceptance: row('acceptance', 'photos', '1'),
    retention: row('retention', 'contract_number, amount_fen', `'c' || i, 1`),
  },
} satisfies About;
