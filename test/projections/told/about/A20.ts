/** What A20 is about. */
import type { About } from '../telling';

export default {
  matters: [['credit'], ['credit', 'household'], ['credit', 'loan']],
  subjects: ['household|h7', 'loan|l7'],
  fill: {
    household_status: `insert into facts.household_status (position, ordinal, recorded_at, occurred_on, household_id, region, status) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'h' || i, '422899001', 'registered' from generate_series(1, 10000) i`,
    loan_payout: `insert into facts.loan_payout (position, ordinal, recorded_at, occurred_on, loan_id, account_ref, amount_fen) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'l' || i, 'a' || i, 100 from generate_series(1, 10000) i`,
    loan_payment: `insert into facts.loan_payment (position, ordinal, recorded_at, occurred_on, loan_id, kind, payer, principal_fen, interest_fen, fixed, lawful_cooperative) select i, 0, timestamptz '2018-01-01', date '2018-01-01', 'l' || i, 'repayment', 'borrower', 10, 1, false, false from generate_series(1, 10000) i`,
  },
} satisfies About;
