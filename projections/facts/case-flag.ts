/** Flags taken up by cases. */
import type { CaseOpened, FlagsAddedToCase } from '../../src/domain/case-events';
import type { Recorded } from '../../src/domain/decider';
import { type FactTable, idOf, type Row, text } from './fact';

const taken = (flagIds: readonly string[], event: Recorded, { region }: CaseOpened): Row[] => [...new Set(flagIds)].map((flag_id) => ({ case_id: idOf(event), flag_id, region }));

const table: FactTable = {
  table: 'case_flag',
  meaning: 'a case took up a flag',
  columns: {
    case_id: text('case'),
    flag_id: text('flag'),
    region: text('region of the case'),
  },
  indexes: ['flag_id', 'case_id'],
  from: {
    CaseOpened: (data: CaseOpened, event) => taken(data.flagIds, event, data),
    FlagsAddedToCase: (data: FlagsAddedToCase, event, opening: CaseOpened) => taken(data.flagIds, event, opening),
  },
};
export default table;
