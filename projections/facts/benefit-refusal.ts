/** Aid that was refused by an office or declined by the person: whoever has such a row was not forgotten. */
import type { HouseholdRegistered } from '../../src/domain/household';
import type { AidDeclined, BenefitRefused } from '../../src/domain/household-status';
import { idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'benefit_refusal',
  meaning: 'a benefit was refused to, or declined by, a person or a whole household',
  columns: {
    household_id: text('household'),
    person_ref: text('person; empty where the whole household'),
    region: text('village or township of the household'),
    programme_id: text('programme'),
    said_by: text('office (refused) or person (declined)'),
    reason: text('why'),
    document_number: text('number of the answer'),
  },
  indexes: ['household_id, programme_id', 'person_ref, programme_id where person_ref is not null'],
  from: {
    BenefitRefused: (data: BenefitRefused, event, household: HouseholdRegistered) => ({
      household_id: idOf(event), person_ref: data.personRef, region: household.region, programme_id: data.programmeId, said_by: 'office', reason: data.reason, document_number: data.documentNumber,
    }),
    AidDeclined: (data: AidDeclined, event, household: HouseholdRegistered) => ({
      household_id: idOf(event), person_ref: data.personRef, region: household.region, programme_id: data.programmeId, said_by: 'person', reason: data.reason,
    }),
  },
};
export default table;
