/** Who joined and left which household. */
import type { HouseholdRegistered, HouseholdSplit, MemberAdded, MemberLeft } from '../../src/domain/household';
import { idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'household_member',
  meaning: 'a person joined or left a household',
  columns: {
    household_id: text('household'),
    person_ref: text('person'),
    change: text('joined or left'),
    relation: text('relation to the head, of who joined'),
    cause: text('why'),
    region: text('village or township of the household'),
    campaign: text('campaign of corrections it belongs to'),
  },
  indexes: ['person_ref, position', 'household_id'],
  from: {
    HouseholdRegistered: (data: HouseholdRegistered, event) =>
      data.members.map((member) => ({
        household_id: idOf(event), person_ref: member.personRef, change: 'joined', relation: member.relation, cause: 'registered', region: data.region, campaign: data.campaign,
      })),
    MemberAdded: (data: MemberAdded, event, household: HouseholdRegistered) => ({
      household_id: idOf(event), person_ref: data.personRef, change: 'joined', relation: data.relation, cause: data.cause, region: household.region, campaign: data.campaign,
    }),
    MemberLeft: (data: MemberLeft, event, household: HouseholdRegistered) => ({
      household_id: idOf(event), person_ref: data.personRef, change: 'left', cause: data.cause, region: household.region, campaign: data.campaign,
    }),
    HouseholdSplit: (data: HouseholdSplit, event, household: HouseholdRegistered) =>
      data.personRefs.map((person) => ({ household_id: idOf(event), person_ref: person, change: 'left', cause: 'split', region: household.region })),
  },
};
export default table;
