/** Houses accepted, with the grant that is due. */
import type { HouseAccepted, HouseListed } from '../../src/domain/house';
import { fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'house_accepted',
  meaning: 'a house was accepted and its grant fell due',
  columns: {
    house_id: text('house file'),
    household_id: text('household'),
    region: text('village or township'),
    programme_id: text('programme'),
    grant_fen: fen('grant due by this acceptance'),
    inspector: text('office that accepted'),
  },
  indexes: ['house_id', 'household_id'],
  from: {
    HouseAccepted: (data: HouseAccepted, event, house: HouseListed) => ({
      house_id: idOf(event), household_id: house.householdId, region: house.region, programme_id: house.programmeId, grant_fen: data.grantFen, inspector: data.inspector,
    }),
  },
};
export default table;
