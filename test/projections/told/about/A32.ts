/** What A32 is about. */
import type { About } from '../telling';

const each = `i, 0, timestamptz '2018-01-01', date '2018-01-01'`;

export default {
  matters: [['linkage', 'project'], ['project', 'pay', 'linkage'], ['project', 'linkage', 'day']],
  subjects: ['payment|y7', 'project|j7', 'due|j7|X1|20181231'],
  fill: {
    linkage: `insert into facts.linkage (position, ordinal, recorded_at, occurred_on, project_id, agreement_number, region, entity_uscc, mode, households) select ${each}, 'j' || i, 'X1', '422899', 'u' || i, 'other', 2 from generate_series(1, 10000) i`,
    linkage_household: `insert into facts.linkage_household (position, ordinal, recorded_at, occurred_on, project_id, region, household_id, kind, agreement_number, entity_uscc, how, from_on) select ${each}, 'j' || i, '422899', 'h' || i, 'agreement', 'X1', 'u' || i, 'other', date '2018-01-01' from generate_series(1, 10000) i`,
    dividend_due: `insert into facts.dividend_due (position, ordinal, recorded_at, occurred_on, project_id, agreement_number, region, entity_uscc, due_on, households, amount_fen) select ${each}, 'j' || i, 'X1', '422899', 'u' || i, date '2018-12-31', 2, 100 from generate_series(1, 10000) i`,
    dividend: `insert into facts.dividend (position, ordinal, recorded_at, occurred_on, project_id, agreement_number, region, entity_uscc, period_due_on, household_id, amount_fen) select ${each}, 'j' || i, 'X1', '422899', 'u' || i, date '2018-12-31', 'h' || i, 100 from generate_series(1, 10000) i`,
    project: `insert into facts.project (position, ordinal, recorded_at, occurred_on, project_id, region, name, programme_id, class) select ${each}, 'j' || i, '422899', 'n', 'p1', 'industry' from generate_series(1, 10000) i`,
  },
} satisfies About;
