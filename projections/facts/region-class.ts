/** How counties and villages are classed, from which day and on what basis. */
import type { RegionClassified } from '../../src/domain/region';
import { day, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'region_class',
  meaning: 'a county or village was given a class, in force from effective_from until the next',
  columns: {
    region: text('county or village'),
    class: text('poor-county, deep-poverty-county, other-county, poor-village, deep-poverty-village or other-village'),
    effective_from: day('first day it holds'),
    basis: text('document or article'),
  },
  indexes: ['region, effective_from'],
  from: { RegionClassified: (data: RegionClassified) => ({ region: data.region, class: data.class, effective_from: data.effectiveFrom, basis: data.basis }) },
};
export default table;
