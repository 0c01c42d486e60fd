/** What A22 is about. */
import type { About } from '../telling';

export default {
  matters: [['credit'], ['credit', 'interest', 'batch', 'settle', 'back', 'household']],
  subjects: ['household|h7', 'line|b1|3', 'batch|b7'],
  fill: {
    loan_subsidy: `insert into facts.loan_subsidy (position, ordinal, recorded_at, occurred_on, loan_id, kind, revision, region, household_key, subsidised_principal_fen, amount_fen, from_on, until_on) select i, 0, timestamptz '2018-01-01', date '2018-04-01', 'l' || i, 'interest', 3, '422899', 'h' || i, 100, 1, date '2018-01-01', date '2018-03-31' from generate_series(1, 10000) i`,
    loan_due: `insert into facts.loan_due (position, ordinal, recorded_at, occurred_on, loan_id, kind, region, due_on, principal_fen) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'l' || i, 'grant', '422899', date '2018-01-01' + (i % 900), 100 from generate_series(1, 10000) i`,
    programme_version: `insert into facts.programme_version (position, ordinal, recorded_at, occurred_on, programme_id, effective_from, payee, cadence, allowed_purposes, negative_list, ends_with_death) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'p' || i, date '2018-01-01', 'person', 'monthly', array['production'], '{}', true from generate_series(1, 20) i`,
  },
} satisfies About;
