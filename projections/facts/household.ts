/** The households of the register: where, under which number, headed by whom when registered. */
import type { HouseholdRegistered } from '../../src/domain/household';
import { idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'household',
  meaning: 'a household was registered',
  columns: {
    household_id: text('household'),
    register_ref: text('number in the poverty register'),
    head_ref: text('head when it was registered'),
    region: text('village or township'),
    status: text('class when it was registered'),
    campaign: text('campaign of corrections that brought it in'),
  },
  indexes: ['register_ref where register_ref is not null', 'household_id'],
  from: {
    HouseholdRegistered: (data: HouseholdRegistered, event) => ({
      household_id: idOf(event), register_ref: data.registerRef, head_ref: data.headRef, region: data.region, status: data.status, campaign: data.campaign,
    }),
  },
};
export default table;
