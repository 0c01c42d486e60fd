/** What A21 is about. */
import type { About } from '../telling';

export default {
  matters: [['credit', 'day'], ['credit', 'loan', 'day']],
  subjects: ['loan|l7', 'county|422899'],
  fill: {
    loan_payout: `insert into facts.loan_payout (position, ordinal, recorded_at, occurred_on, loan_id, account_ref, amount_fen) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'l' || i, 'a' || i, 100 from generate_series(1, 10000) i`,
    loan_payment: `insert into facts.loan_payment (position, ordinal, recorded_at, occurred_on, loan_id, kind, payer, principal_fen, interest_fen, fixed, lawful_cooperative) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'l' || i, 'repayment', 'borrower', 10, 1, false, false from generate_series(1, 10000) i`,
    loan_due: `insert into facts.loan_due (position, ordinal, recorded_at, occurred_on, loan_id, kind, region, due_on, principal_fen) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'l' || i, 'grant', '422899', date '2018-01-01' + (i % 900), 100 from generate_series(1, 10000) i`,
    loan_compensation: `insert into facts.loan_compensation (position, ordinal, recorded_at, occurred_on, loan_id, revision, region, amount_fen, principal_fen) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'l' || i, 4, '422899', 10, 100 from generate_series(1, 10000) i`,
    loan_legal_step: `insert into facts.loan_legal_step (position, ordinal, recorded_at, occurred_on, loan_id, region, step) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'l' || i, '422899', 'lawsuit' from generate_series(1, 10000) i`,
  },
} satisfies About;
