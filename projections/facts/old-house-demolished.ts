/** Old houses taken down. */
import type { HouseListed, OldHouseDemolished, RelocationTargeted } from '../../src/domain/house';
import { idOf, text, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'old_house_demolished',
  meaning: 'the old house of a household was taken down',
  columns: {
    house_id: text('house file'),
    household_id: text('household'),
    region: text('village or township'),
    programme_id: text('programme'),
    reclaimed: yes('the ground was reclaimed; empty where nobody said'),
  },
  indexes: ['house_id', 'household_id'],
  from: {
    OldHouseDemolished: (data: OldHouseDemolished, event, house: HouseListed | RelocationTargeted) => ({
      house_id: idOf(event), household_id: house.householdId, region: house.region, programme_id: house.programmeId, reclaimed: data.reclaimed,
    }),
  },
};
export default table;
