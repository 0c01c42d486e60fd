/** Deaths as households and offices reported them; the register of deaths stands in register_row. */
import type { MemberDied } from '../../src/domain/household';
import { idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'death',
  meaning: 'a member of a household was reported dead; occurred_on is the day of death',
  columns: { household_id: text('household'), person_ref: text('person'), source: text('who says so') },
  indexes: ['person_ref'],
  from: { MemberDied: (data: MemberDied, event) => ({ household_id: idOf(event), person_ref: data.personRef, source: data.source }) },
};
export default table;
