/** Notices (通报) sent about cases: to whom, with copies to whom, and by when things must be put right. */
import type { CaseOpened, NoticeSent } from '../../src/domain/case-events';
import { day, type FactTable, idOf, text, texts } from './fact';

const table: FactTable = {
  table: 'notice',
  meaning: 'a notice was sent',
  columns: {
    case_id: text('case'),
    document_number: text('number of the notice'),
    recipients: texts('recipients'),
    copies: texts('copies'),
    due_on: day('last day for putting it right'),
    region: text('region of the case'),
  },
  indexes: ['case_id'],
  from: {
    NoticeSent: (data: NoticeSent, event, opening: CaseOpened) => ({
      case_id: idOf(event), document_number: data.documentNumber, recipients: data.recipients, copies: data.copies, due_on: data.dueOn, region: opening.region,
    }),
  },
};
export default table;
