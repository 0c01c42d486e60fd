/** Land that ecological subsidies are paid for. */
import type { HouseholdRegistered, PlotMeasured } from '../../src/domain/household';
import { idOf, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'plot',
  meaning: 'a plot of a household was measured; the latest measurement counts',
  columns: {
    household_id: text('household'),
    region: text('village of the household'),
    plot_id: text('plot'),
    use: text('subsidy it is measured for'),
    area_milli_mu: whole('area in thousandths of a mu'),
    slope_degrees: whole('slope in degrees'),
    reservoir_area: yes('within the area of a reservoir'),
  },
  indexes: ['household_id, plot_id'],
  from: {
    PlotMeasured: (data: PlotMeasured, event, { region }: HouseholdRegistered) => ({
      household_id: idOf(event), region, plot_id: data.plotId, use: data.use, area_milli_mu: data.areaMilliMu, slope_degrees: data.slopeDegrees, reservoir_area: data.reservoirArea ?? false,
    }),
  },
};
export default table;
