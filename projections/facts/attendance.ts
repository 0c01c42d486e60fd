/** Attendance at paid posts, month by month. */
import type { AttendanceReported, BenefitOf } from '../../src/domain/benefit-events';
import { BENEFIT_COLUMNS, benefitRow } from './benefit-row';
import { day, firstOf, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'attendance',
  meaning: 'the days a person worked in a month were reported',
  columns: {
    ...BENEFIT_COLUMNS,
    month: day('first day of the month'),
    days_due: whole('days that were to be worked'),
    days_present: whole('days worked'),
  },
  indexes: ['person_ref, programme_id, month where person_ref is not null'],
  from: {
    AttendanceReported: (data: AttendanceReported, event, benefit: BenefitOf) => ({
      ...benefitRow(event, benefit, data.programmeId), month: firstOf(data.month), days_due: data.daysDue, days_present: data.daysPresent,
    }),
  },
};
export default table;
