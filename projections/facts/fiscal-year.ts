/** What a government reports of a fiscal year: growth of revenue, what it added for poverty relief, recovered stock money. */
import type { FiscalYearReported } from '../../src/domain/year';
import { fen, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'fiscal_year',
  meaning: 'figures of a government and year; the latest report counts',
  columns: {
    region: text('government'),
    year: whole('fiscal year'),
    revenue_fen: fen('local revenue of the year'),
    previous_revenue_fen: fen('local revenue of the year before'),
    special_budget_added_fen: fen('added to the special poverty-relief budget'),
    recovered_stock_fen: fen('idle stock money recovered that can be put to other use'),
    recovered_stock_to_poverty_fen: fen('of it, put to poverty relief'),
    poor_county: yes('a poor county, which owes no share of growth'),
    document_number: text('final account'),
  },
  indexes: ['region, year', 'year'],
  from: {
    FiscalYearReported: (data: FiscalYearReported) => ({
      region: data.region, year: data.year, revenue_fen: data.revenueFen, previous_revenue_fen: data.previousRevenueFen, special_budget_added_fen: data.specialBudgetAddedFen,
      recovered_stock_fen: data.recoveredStockFen, recovered_stock_to_poverty_fen: data.recoveredStockToPovertyFen, poor_county: data.poorCounty, document_number: data.documentNumber,
    }),
  },
};
export default table;
