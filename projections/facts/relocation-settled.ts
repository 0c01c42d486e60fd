/** Households that moved: how large, and what they had to raise. */
import type { RelocationSettled, RelocationTargeted } from '../../src/domain/house';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'relocation_settled',
  meaning: 'a household moved into its new home',
  columns: {
    house_id: text('house file'),
    household_id: text('household'),
    region: text('village or township'),
    programme_id: text('programme'),
    area_milli_m2: whole('floor area in thousandths of a square metre'),
    persons: whole('persons who moved in'),
    self_raised_fen: fen('raised by the household itself'),
    own_debt_fen: fen('debt the household took on'),
    moved_in_on: day('day they moved in'),
  },
  indexes: ['house_id', 'household_id'],
  from: {
    RelocationSettled: (data: RelocationSettled, event, house: RelocationTargeted) => ({
      house_id: idOf(event), household_id: house.householdId, region: house.region, programme_id: house.programmeId,
      area_milli_m2: data.areaMilliM2, persons: data.persons, self_raised_fen: data.selfRaisedFen, own_debt_fen: data.ownDebtFen, moved_in_on: data.movedInOn,
    }),
  },
};
export default table;
