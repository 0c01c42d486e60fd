/** Aid to students, term by term. */
import type { StudentAided } from '../../src/domain/benefit-events';
import { fen, idOf, text, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'student_aid',
  meaning: 'a student was granted aid for a term',
  columns: {
    benefit_id: text('benefit stream'),
    person_ref: text('person it is for'),
    household_id: text('household it is for, or the person belongs to'),
    region: text('village or township'),
    programme_id: text('programme'),
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
      benefit_id: idOf(event), person_ref: data.personRef, household_id: data.householdId, region: data.region, programme_id: data.programmeId, school_id: data.schoolId, school_region: data.schoolRegion,
      term: data.term, tier: data.tier, amount_fen: data.amountFen, registered_match: data.registeredMatch,
    }),
  },
};
export default table;
