/** Conclusions of cases, settled by a second person. */
import type { CaseConcluded, CaseOpened } from '../../src/domain/case-events';
import { type FactTable, fen, idOf, text, yes } from './fact';

const table: FactTable = {
  table: 'case_conclusion',
  meaning: 'a case was concluded; of several the last holds',
  columns: {
    case_id: text('case'),
    conclusion: text('confirmed, refuted or transferred'),
    violation: text('violation, where confirmed'),
    amount_fen: fen('amount found'),
    tolerated: yes('the error is tolerated'),
    tolerance_basis: text('by which of the three distinctions'),
    transferred_to: text('office it is transferred to'),
    region: text('region of the case'),
  },
  indexes: ['case_id, position'],
  from: {
    CaseConcluded: (data: CaseConcluded, event, opening: CaseOpened) => ({
      case_id: idOf(event), conclusion: data.conclusion, violation: data.violation, amount_fen: data.amountFen, tolerated: data.tolerance?.tolerated, tolerance_basis: data.tolerance?.basis,
      transferred_to: data.transferredTo, region: opening.region,
    }),
  },
};
export default table;
