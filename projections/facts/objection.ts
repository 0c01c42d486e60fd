/** Objections to rosters, as raised and as answered. */
import type { ObjectionAnswered, ObjectionRaised, RosterCompiled } from '../../src/domain/roster';
import { idOf, text, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'objection',
  meaning: 'an objection to a roster was raised or answered',
  columns: {
    roster_id: text('roster'),
    objection_id: text('objection'),
    change: text('raised or answered'),
    payee_ref: text('entry objected to, where one was named'),
    upheld: yes('it was right; of an answer'),
    region: text('village or township of the roster'),
    programme_id: text('programme of the roster'),
  },
  indexes: ['roster_id, objection_id, change', 'programme_id, region'],
  from: {
    ObjectionRaised: (data: ObjectionRaised, event, roster: RosterCompiled) => ({
      roster_id: idOf(event), objection_id: data.objectionId, change: 'raised', payee_ref: data.payeeRef, region: roster.region, programme_id: roster.programmeId,
    }),
    ObjectionAnswered: (data: ObjectionAnswered, event, roster: RosterCompiled) => ({
      roster_id: idOf(event), objection_id: data.objectionId, change: 'answered', upheld: data.upheld, region: roster.region, programme_id: roster.programmeId,
    }),
  },
};
export default table;
