/** Allowances as granted and as ended. */
import type { AllowanceEnded, AllowanceGranted, BenefitOf } from '../../src/domain/benefit-events';
import { BENEFIT_COLUMNS, benefitRow } from './benefit-row';
import { day, fen, firstOf, text, texts, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'allowance',
  meaning: 'an allowance of so much a month was granted from a month on, or ended with one',
  columns: {
    ...BENEFIT_COLUMNS,
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
      ...benefitRow(event, data, data.programmeId), change: 'granted',
      from_month: firstOf(data.from), until_month: data.until === undefined ? undefined : firstOf(data.until), amount_per_month_fen: data.amountPerMonthFen, top_up_fen: data.topUpFen,
      persons: data.persons, top_up_classes: data.topUpClasses, grade: data.grade, campaign: data.campaign,
    }),
    AllowanceEnded: (data: AllowanceEnded, event, benefit: BenefitOf) => ({
      ...benefitRow(event, benefit, data.programmeId), change: 'ended', until_month: firstOf(data.until),
    }),
  },
};
export default table;
