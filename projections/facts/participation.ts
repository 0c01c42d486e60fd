/** Proof that people took part in what they are paid for. */
import type { ParticipationConfirmed } from '../../src/domain/benefit-events';
import { day, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'participation',
  meaning: 'somebody confirmed that a person or household took part',
  columns: {
    benefit_id: text('benefit stream'),
    person_ref: text('person it is for'),
    household_id: text('household it is for, or the person belongs to'),
    region: text('village or township'),
    programme_id: text('programme'),
    form: text('labour, production, shares, training, membership or post'),
    project_id: text('project'),
    from_date: day('first day it covers'),
    until_date: day('last day it covers'),
    confirmed_by: text('who confirms'),
  },
  indexes: ['person_ref, programme_id where person_ref is not null', 'household_id, programme_id where household_id is not null', 'project_id where project_id is not null'],
  from: {
    ParticipationConfirmed: (data: ParticipationConfirmed, event) => ({
      benefit_id: idOf(event), person_ref: data.personRef, household_id: data.householdId, region: data.region, programme_id: data.programmeId, form: data.form, project_id: data.projectId,
      from_date: data.from, until_date: data.until, confirmed_by: data.confirmedBy,
    }),
  },
};
export default table;
