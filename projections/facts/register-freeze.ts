/** The yearly freeze of a county's register on 31 December. */
import type { RegisterFrozen } from '../../src/domain/region';
import { text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'register_freeze',
  meaning: 'the register of a county was frozen; occurred_on is 31 December of its year',
  columns: {
    region: text('county'),
    year: whole('year'),
    households: whole('households then in force, as declared'),
    content_hash: text('hash of the register then in force'),
  },
  indexes: ['region, occurred_on'],
  from: { RegisterFrozen: (data: RegisterFrozen) => ({ region: data.region, year: data.year, households: data.households, content_hash: data.contentHash }) },
};
export default table;
