/** Talks (约谈) held in cases. */
import type { CaseOpened, TalkHeld } from '../../src/domain/case-events';
import { type FactTable, idOf, text } from './fact';

const table: FactTable = {
  table: 'talk',
  meaning: 'somebody was talked to',
  columns: {
    case_id: text('case'),
    kind: text('collective, timely or regular'),
    level: text('level of those talked to'),
    talked_to: text('post or office'),
    region: text('region of the case'),
  },
  indexes: ['case_id'],
  from: {
    TalkHeld: (data: TalkHeld, event, opening: CaseOpened) => ({ case_id: idOf(event), kind: data.kind, level: data.level, talked_to: data.with, region: opening.region }),
  },
};
export default table;
