/** Fiscal years whose books are closed. */
import type { YearClosed } from '../../src/domain/year';
import { text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'year_close',
  meaning: 'the books of a government and year were closed. Acts back-dated into a closed year: act a join year_close y on left(a.region, 6) = y.region and extract(year from a.occurred_on) = y.year and a.position > y.position',
  columns: {
    region: text('government whose books they are'),
    year: whole('fiscal year'),
  },
  indexes: ['region, year'],
  from: { YearClosed: (data: YearClosed) => ({ region: data.region, year: data.year }) },
};
export default table;
