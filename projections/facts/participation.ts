/** Proof that people took part in what they are paid for. */
import type { ParticipationConfirmed } from '../../src/domain/benefit-events';
import { BENEFIT_COLUMNS, benefitRow } from './benefit-row';
import { day, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'participation',
  meaning: 'somebody confirmed that a person or household took part',
  columns: {
    ...BENEFIT_COLUMNS,
    form: text('labour, production, shares, training, membership or post'),
    project_id: text('project'),
    from_date: day('first day it covers'),
    until_date: day('last day it covers'),
    confirmed_by: text('who confirms'),
  },
  indexes: ['person_ref, programme_id where person_ref is not null', 'household_id, programme_id where household_id is not null', 'project_id where project_id is not null'],
  from: {
    ParticipationConfirmed: (data: ParticipationConfirmed, event) => ({
      ...benefitRow(event, data, data.programmeId), form: data.form, project_id: data.projectId,
      from_date: data.from, until_date: data.until, confirmed_by: data.confirmedBy,
    }),
  },
};
export default table;
