/** Duties as published facts: what someone must do by a date, from the files in projections/duties. */
import * as path from 'node:path';
import { loadFolder } from '../folder';
import type { Duty } from '../duties/duty';
import { day, fen, text, yes, type Fold, type FactTable } from './fact';

const duties = loadFolder(path.join(__dirname, '..', 'duties'), ['duty']) as readonly Duty[];

/** Every duty that an event creates becomes a row; a fold asks for the opening event, whichever duty needs it. */
const foldOf = (type: string): Fold => (data, event, opening) =>
  duties.flatMap((duty) => {
    const owed = duty.from[type]?.(data, event, opening);
    return (owed === undefined ? [] : [owed].flat()).map((each, nth) => ({
      duty_id: `${duty.kind}:${event.streamId}:${String(event.revision)}${nth === 0 ? '' : `:${String(nth)}`}`, kind: duty.kind, stream_id: event.streamId, subject_kind: each.subjectKind,
      subject_id: each.subjectId, owner_region: each.ownerRegion, base_on: each.baseOn, amount_fen: each.amountFen,
      programme_id: each.programmeId, brought_over: each.broughtOver ?? false,
    }));
  });

const types = [...new Set(duties.flatMap((duty) => Object.keys(duty.from)))].sort();

const table: FactTable = {
  table: 'duty',
  meaning: 'someone must do something by a date counted from base_on',
  columns: {
    duty_id: text('kind, stream and revision of the event that created it, and its number where one event creates several'),
    kind: text('kind of duty'),
    stream_id: text('stream that owes it'),
    subject_kind: text('kind of the subject'),
    subject_id: text('id of the subject'),
    owner_region: text('region whose office owes it'),
    base_on: day('day the limit is counted from'),
    amount_fen: fen('money it is about'),
    programme_id: text('programme whose terms say the limit'),
    brought_over: yes('the subject was brought over: the limit counts from the change-over'),
  },
  indexes: ['duty_id', 'stream_id, kind', 'subject_id, kind', 'kind, base_on, owner_region, position', 'kind, position'],
  from: Object.fromEntries(types.map((type) => [type, foldOf(type)])),
};
export default table;
