/** Cases as they were opened. */
import type { CaseOpened } from '../../src/domain/case-events';
import { type FactTable, fen, idOf, text } from './fact';

const table: FactTable = {
  table: 'case_opened',
  meaning: 'a case was opened',
  columns: {
    case_id: text('case'),
    region: text('region it concerns'),
    origin: text('how it came up'),
    amount_fen: fen('amount in question'),
  },
  indexes: ['case_id'],
  from: {
    CaseOpened: (data: CaseOpened, event) => ({ case_id: idOf(event), region: data.region, origin: data.origin, amount_fen: data.amountFen }),
  },
};
export default table;
