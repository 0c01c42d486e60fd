/** What A33 is about. */
import type { About } from '../telling';

const each = `i, 0, timestamptz '2018-01-01', date '2018-01-01'`;

export default {
  matters: [['reward', 'batch', 'settle', 'back', 'household'], ['reward', 'batch', 'settle', 'project', 'linkage']],
  subjects: ['line|b1|3', 'batch|b7'],
  fill: {
    participation: `insert into facts.participation (position, ordinal, recorded_at, occurred_on, benefit_id, person_ref, household_id, region, programme_id, form, from_date) select ${each}, 'n' || i, 'p' || i, 'h' || i, '422899001', 'p1', 'labour', date '2018-01-01' from generate_series(1, 10000) i`,
    linkage_household: `insert into facts.linkage_household (position, ordinal, recorded_at, occurred_on, project_id, region, household_id, kind, agreement_number, entity_uscc, how, from_on) select ${each}, 'j' || i, '422899', 'h' || i, 'agreement', 'X1', 'u' || i, 'other', date '2018-01-01' from generate_series(1, 10000) i`,
    programme_version: `insert into facts.programme_version (position, ordinal, recorded_at, occurred_on, programme_id, effective_from, payee, cadence, allowed_purposes, negative_list, ends_with_death) select ${each}, 'p' || i, date '2018-01-01', 'person', 'monthly', array['production'], '{}', true from generate_series(1, 20) i`,
  },
} satisfies About;
