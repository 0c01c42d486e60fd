/** Attendance at paid posts, month by month. */
import type { AttendanceReported, BenefitOf } from '../../src/domain/benefit-events';
import { day, firstOf, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'attendance',
  meaning: 'the days a person worked in a month were reported',
  columns: {
    benefit_id: text('benefit stream'),
    person_ref: text('person it is for'),
    household_id: text('household it is for, or the person belongs to'),
    region: text('village or township'),
    programme_id: text('programme'),
    month: day('first day of the month'),
    days_due: whole('days that were to be worked'),
    days_present: whole('days worked'),
  },
  indexes: ['person_ref, programme_id, month where person_ref is not null'],
  from: {
    AttendanceReported: (data: AttendanceReported, event, benefit: BenefitOf) => ({
      benefit_id: idOf(event), person_ref: benefit.personRef, household_id: benefit.householdId, region: benefit.region, programme_id: data.programmeId, month: firstOf(data.month), days_due: data.daysDue, days_present: data.daysPresent,
    }),
  },
};
export default table;
