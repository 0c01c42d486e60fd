/** What A09 is about. */
import type { About } from '../telling';

const row = (table: string, columns: string, values: string): string =>
  `insert into facts.${table} (position, ordinal, recorded_at, occurred_on, ${columns}) select i, 0, timestamptz '2018-01-01', date '2018-01-01', ${values} from generate_series(1, 10000) i`;

export default {
  matters: [['project', 'pay', 'works', 'day'], ['contract', 'project', 'owner'], ['project', 'pay', 'paper', 'contract']],
  subjects: ['project|j7', 'contract|j7|c7', 'file|x7', 'invoice|u7|F7'],
  fill: {
    work_quantity: row('work_quantity', 'project_id, kind, contract_number, item, unit, quantity_milli', `'j' || i, 'contracted', 'c' || i, 'i', 'u', 1`),
    project_end: row('project_end', 'project_id, kind, region', `'j' || i, 'closed', '422899001001'`),
    invoice: row('invoice', 'project_id, contract_number, region, invoice_number, seller_uscc, amount_fen', `'j' || i, 'c' || i, '422899001001', 'F' || i, 'u' || i % 100, 1`),
    evidence: row('evidence', 'stream_id, revision, subject_kind, subject_id, region, kind, content_hash', `'project-j' || i, 1, 'project', 'j' || i, '422899001001', 'photo', 'x' || i % 5000`),
    payment_step: row('payment_step', 'payment_id, step, project_id, region', `'y' || i, 'ordered', 'j' || i, '422899'`),
    register_row: row('register_row', 'kind, change, person_ref, other_ref, uscc, region', `case i % 3 when 0 then 'enterprise' when 1 then 'cadre' else 'kinship' end, 'added', 'p' || i, 'p' || i + 1, 'u' || i, '422899'`),
  },
} satisfies About;
