/** Aid to students, term by term. */
import type { StudentAided } from '../../src/domain/benefit-events';
import { BENEFIT_COLUMNS, benefitRow } from './benefit-row';
import { fen, text, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'student_aid',
  meaning: 'a student was granted aid for a term',
  columns: {
    ...BENEFIT_COLUMNS,
    school_id: text('school'),
    school_region: text('county of the school'),
    term: text('term'),
    tier: text('stage of schooling'),
    amount_fen: fen('amount of the term'),
    registered_match: yes('found in the register of students when it was granted'),
  },
  indexes: ['person_ref, term where person_ref is not null', 'programme_id, region'],
  from: {
    StudentAided: (data: StudentAided, event) => ({
      ...benefitRow(event, data, data.programmeId), school_id: data.schoolId, school_region: data.schoolRegion,
      term: data.term, tier: data.tier, amount_fen: data.amountFen, registered_match: data.registeredMatch,
    }),
  },
};
export default table;
