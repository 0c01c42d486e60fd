/** Houses finished or taken over. */
import type { HouseListed, HouseRebuilt } from '../../src/domain/house';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'house_rebuilt',
  meaning: 'a house was finished, bought or leased for a household',
  columns: {
    house_id: text('house file'),
    household_id: text('household'),
    region: text('village or township'),
    programme_id: text('programme'),
    mode: text('way it was done'),
    area_milli_m2: whole('floor area in thousandths of a square metre'),
    members: whole('members who live in it'),
    own_debt_fen: fen('debt the household took on'),
  },
  indexes: ['house_id', 'household_id'],
  from: {
    HouseRebuilt: (data: HouseRebuilt, event, house: HouseListed) => ({
      house_id: idOf(event), household_id: house.householdId, region: house.region, programme_id: house.programmeId,
      mode: data.mode, area_milli_m2: data.areaMilliM2, members: data.members, own_debt_fen: data.ownDebtFen,
    }),
  },
};
export default table;
