/** Attempts on the service itself, and its own checks that failed. */
import type { IncidentRecorded } from '../../src/domain/incident';
import { idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'incident',
  meaning: 'an incident was recorded',
  columns: {
    incident_id: text('incident'),
    kind: text('key-conflict, fencing or scrub-failed'),
    command: text('command that was sent, by its name'),
    about_stream: text('stream it was meant for'),
    first_position: whole('position of what it collides with'),
    by_actor: text('who tried it'),
    by_office: text('office of who tried it'),
    region: text('region of who tried it; empty = the service itself'),
  },
  indexes: ['incident_id'],
  from: {
    IncidentRecorded: (data: IncidentRecorded, event) => ({
      incident_id: idOf(event), kind: data.kind, command: data.command, about_stream: data.aboutStreamId, first_position: data.firstPosition,
      by_actor: data.byActor, by_office: data.byOffice, region: data.region ?? '',
    }),
  },
};
export default table;
