/** Training that people attended, and what was claimed for it. */
import type { TrainingAttended } from '../../src/domain/benefit-events';
import { BENEFIT_COLUMNS, benefitRow } from './benefit-row';
import { fen, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'training',
  meaning: 'a person attended a course; occurred_on is the last day',
  columns: {
    ...BENEFIT_COLUMNS,
    course_id: text('course'),
    course: text('what was taught'),
    hours: whole('hours attended'),
    provider: text('provider'),
    provider_uscc: text('provider'),
    subsidy_fen: fen('subsidy claimed for it'),
    certificate: yes('certificate obtained'),
  },
  indexes: ['course_id, person_ref', 'person_ref where person_ref is not null', 'programme_id, region'],
  from: {
    TrainingAttended: (data: TrainingAttended, event) => ({
      ...benefitRow(event, data, data.programmeId), course_id: data.courseId, course: data.course, hours: data.hours,
      provider: data.provider, provider_uscc: data.providerUscc, subsidy_fen: data.subsidyFen, certificate: data.certificate,
    }),
  },
};
export default table;
