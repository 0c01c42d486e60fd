/** The closed list of households to be moved. */
import type { RelocationTargeted } from '../../src/domain/house';
import { idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'relocation_target',
  meaning: 'a household stands in the closed list of relocation',
  columns: {
    house_id: text('house file'),
    household_id: text('household'),
    region: text('village or township'),
    programme_id: text('programme'),
    list_version: text('version of the closed list'),
    persons: whole('persons to be moved'),
    settlement: text('concentrated or scattered'),
    site_id: text('settlement'),
    campaign: text('campaign that brought it over'),
  },
  indexes: ['household_id', 'programme_id, region'],
  from: {
    RelocationTargeted: (data: RelocationTargeted, event) => ({
      house_id: idOf(event), household_id: data.householdId, region: data.region, programme_id: data.programmeId,
      list_version: data.listVersion, persons: data.persons, settlement: data.settlement, site_id: data.siteId, campaign: data.campaign,
    }),
  },
};
export default table;
