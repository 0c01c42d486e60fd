/** Income of households as reported, year by year, beside the poverty line of that year. */
import type { HouseholdRegistered } from '../../src/domain/household';
import type { IncomeReported } from '../../src/domain/household-status';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'household_income',
  meaning: 'the income of a household in a year was reported; a later report of the same year stands beside the earlier one',
  columns: {
    household_id: text('household'),
    region: text('village or township of the household'),
    year: whole('year of the income'),
    per_person_fen: fen('income per person'),
    line_fen: fen('poverty line of that year'),
    source: text('household, village, verification or data-match'),
  },
  indexes: ['household_id, year'],
  from: {
    IncomeReported: (data: IncomeReported, event, household: HouseholdRegistered) => ({
      household_id: idOf(event), region: household.region, year: data.year, per_person_fen: data.perPersonFen, line_fen: data.lineFen, source: data.source,
    }),
  },
};
export default table;
