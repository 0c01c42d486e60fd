/** Referrals to the list of the dishonest (失信). */
import type { CaseOpened, DishonestyReferred } from '../../src/domain/case-events';
import { subjectId } from '../../src/domain/oversight';
import { type FactTable, idOf, text } from './fact';

const table: FactTable = {
  table: 'dishonesty_referral',
  meaning: 'somebody was referred to the list of the dishonest, by decision',
  columns: {
    case_id: text('case'),
    subject_kind: text('kind of the subject'),
    subject_id: text('its id, or the reference of the person'),
    basis: text('legal basis'),
    decision_number: text('number of the decision'),
    region: text('region of the case'),
  },
  indexes: ['subject_kind, subject_id'],
  from: {
    DishonestyReferred: (data: DishonestyReferred, event, opening: CaseOpened) => ({
      case_id: idOf(event), subject_kind: data.subject.kind, subject_id: subjectId(data.subject), basis: data.basis, decision_number: data.decisionNumber, region: opening.region,
    }),
  },
};
export default table;
