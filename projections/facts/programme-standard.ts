/** Standards that programmes set by grade and class. */
import type { ProgrammeDefined, ProgrammeRevised } from '../../src/domain/programme';
import { day, fen, idOf, text, type Fold, type FactTable } from './fact';

const standards: Fold = (data: ProgrammeDefined | ProgrammeRevised, event) =>
  (data.standardsByGrade ?? []).map((standard) => ({
    programme_id: idOf(event), effective_from: data.effectiveFrom, grade: standard.grade, class: standard.class, amount_fen: standard.amountFen,
  }));

const table: FactTable = {
  table: 'programme_standard',
  meaning: 'the standard of a programme for one grade and class, in force with the version of the same position',
  columns: {
    programme_id: text('programme'),
    effective_from: day('first day in force'),
    grade: text('grade, tier or mode'),
    class: text('class of those it is for; empty = all'),
    amount_fen: fen('amount per unit and period'),
  },
  indexes: ['programme_id, effective_from'],
  from: { ProgrammeDefined: standards, ProgrammeRevised: standards },
};
export default table;
