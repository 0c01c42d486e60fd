/** Files that prove something, by hash: attached to a subject, or named by an acceptance. The same hash under two subjects is one file used twice. */
import type { EvidenceAttached } from '../../src/domain/evidence';
import type { ProjectAccepted } from '../../src/domain/project';
import { idOf, text, whole, type FactTable, type Row } from './fact';
import type { Recorded } from '../../src/domain/decider';

interface Opening { readonly region?: string }

const subject = (event: Recorded, opening: Opening): Row => ({
  stream_id: event.streamId, revision: event.revision, subject_kind: event.streamId.slice(0, event.streamId.indexOf('-')), subject_id: idOf(event), region: opening.region ?? '',
});

const table: FactTable = {
  table: 'evidence',
  meaning: 'a file was put on record by its hash; occurred_on is the day of the paper or photo, or of the acceptance that names it',
  columns: {
    stream_id: text('stream'),
    revision: whole('revision in that stream'),
    subject_kind: text('kind of the subject'),
    subject_id: text('id of the subject'),
    region: text('region of the subject'),
    kind: text('what the file is: receipt, photo, contract, minutes, acceptance, invoice, delivery or other'),
    content_hash: text('hash of the file'),
    media_type: text('media type; empty where an acceptance only names the hash'),
    bytes: whole('size'),
    about_revision: whole('revision of the event it proves; empty: the subject as a whole'),
    about: text('what it shows'),
  },
  indexes: ['content_hash, position', 'stream_id, kind'],
  from: {
    EvidenceAttached: (data: EvidenceAttached, event, opening: Opening) => ({
      ...subject(event, opening), kind: data.kind, content_hash: data.contentHash, media_type: data.mediaType, bytes: data.bytes, about_revision: data.aboutRevision, about: data.about,
    }),
    ProjectAccepted: ({ recordHash, photoHashes = [] }: ProjectAccepted, event, opening: Opening) => {
      const named = [...(recordHash === undefined ? [] : [{ kind: 'acceptance', content_hash: recordHash }]), ...photoHashes.map((photo) => ({ kind: 'photo', content_hash: photo }))];
      return named.map((file) => ({ ...subject(event, opening), ...file, about_revision: event.revision }));
    },
  },
};
export default table;
