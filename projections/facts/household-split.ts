/** Households that were split, and who went to form the new one. */
import type { HouseholdRegistered, HouseholdSplit } from '../../src/domain/household';
import { idOf, text, texts, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'household_split',
  meaning: 'members left a household to form another; who they are stands in household_member too',
  columns: {
    household_id: text('household they left'),
    to_household_id: text('household they will form'),
    region: text('village or township of the household they left'),
    person_refs: texts('who left'),
    reason: text('why'),
    same_address: yes('both go on living at one address; empty where nobody said'),
  },
  indexes: ['household_id', 'to_household_id'],
  from: {
    HouseholdSplit: (data: HouseholdSplit, event, household: HouseholdRegistered) => ({
      household_id: idOf(event), to_household_id: data.toHouseholdId, region: household.region, person_refs: data.personRefs, reason: data.reason, same_address: data.sameAddress,
    }),
  },
};
export default table;
