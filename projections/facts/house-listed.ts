/** Dangerous houses as listed. */
import type { HouseListed } from '../../src/domain/house';
import { idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'house_listed',
  meaning: 'a dangerous house was entered in the list',
  columns: {
    house_id: text('house file'),
    household_id: text('household'),
    region: text('village or township'),
    programme_id: text('programme'),
    grade: text('C or D'),
    object_class: text('registered, low-income, destitute or poor-disabled'),
    mode: text('rebuild, repair, swap, lease or collective, as chosen'),
    appraisal_number: text('number of the appraisal'),
    campaign: text('campaign that brought it over'),
  },
  indexes: ['household_id', 'programme_id, region'],
  from: {
    HouseListed: (data: HouseListed, event) => ({
      house_id: idOf(event), household_id: data.householdId, region: data.region, programme_id: data.programmeId,
      grade: data.grade, object_class: data.objectClass, mode: data.mode, appraisal_number: data.appraisalNumber, campaign: data.campaign,
    }),
  },
};
export default table;
