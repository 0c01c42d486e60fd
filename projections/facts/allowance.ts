/** Allowances as granted and as ended. */
import type { AllowanceEnded, AllowanceGranted, BenefitOf } from '../../src/domain/benefit-events';
import { day, fen, firstOf, idOf, text, texts, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'allowance',
  meaning: 'an allowance of so much a month was granted from a month on, or ended with one',
  columns: {
    benefit_id: text('benefit stream'),
    person_ref: text('person it is for'),
    household_id: text('household it is for, or the person belongs to'),
    region: text('village or township'),
    programme_id: text('programme'),
    change: text('granted or ended'),
    from_month: day('first day of the first month; of a grant'),
    until_month: day('first day of the last month; empty while open'),
    amount_per_month_fen: fen('amount per month, the top-up included'),
    top_up_fen: fen('top-up within it'),
    persons: whole('persons it is for'),
    top_up_classes: texts('classes of the persons whose amount is topped up'),
    grade: text('grade or class it was granted by'),
    campaign: text('campaign that brought it over'),
  },
  indexes: ['person_ref, programme_id where person_ref is not null', 'household_id, programme_id where household_id is not null', 'programme_id, region'],
  from: {
    AllowanceGranted: (data: AllowanceGranted, event) => ({
      benefit_id: idOf(event), person_ref: data.personRef, household_id: data.householdId, region: data.region, programme_id: data.programmeId, change: 'granted',
      from_month: firstOf(data.from), until_month: data.until === undefined ? undefined : firstOf(data.until), amount_per_month_fen: data.amountPerMonthFen, top_up_fen: data.topUpFen,
      persons: data.persons, top_up_classes: data.topUpClasses, grade: data.grade, campaign: data.campaign,
    }),
    AllowanceEnded: (data: AllowanceEnded, event, benefit: BenefitOf) => ({
      benefit_id: idOf(event), person_ref: benefit.personRef, household_id: benefit.householdId, region: benefit.region, programme_id: data.programmeId, change: 'ended', until_month: firstOf(data.until),
    }),
  },
};
export default table;
