/** Whom and what cases are about. */
import type { CaseOpened } from '../../src/domain/case-events';
import { subjectId } from '../../src/domain/oversight';
import { type FactTable, idOf, text } from './fact';

const table: FactTable = {
  table: 'case_subject',
  meaning: 'a case is about somebody or something',
  columns: {
    case_id: text('case'),
    subject_kind: text('kind of the subject'),
    subject_id: text('its id, or the reference of the person'),
    region: text('region of the case'),
  },
  indexes: ['case_id', 'subject_kind, subject_id'],
  from: {
    CaseOpened: (data: CaseOpened, event) => data.subjects.map((subject) => ({ case_id: idOf(event), subject_kind: subject.kind, subject_id: subjectId(subject), region: data.region })),
  },
};
export default table;
