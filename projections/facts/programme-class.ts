/** The classes of people and households a programme's terms are for, one row each: found by class, where the terms themselves are found by programme. */
import type { ProgrammeDefined, ProgrammeRevised } from '../../src/domain/programme';
import { idOf, text, type Fold, type FactTable } from './fact';

const classes: Fold = (data: ProgrammeDefined | ProgrammeRevised, event, opening: ProgrammeDefined) =>
  (data.eligibleClasses ?? []).map((named) => ({ programme_id: idOf(event), class: named, region: opening.region }));

const table: FactTable = {
  table: 'programme_class',
  meaning: 'terms of a programme are for this class; at the same position stands their programme_version',
  columns: {
    programme_id: text('programme'),
    class: text('household:<status>, a kind of register, or <kind>:<role>'),
    region: text('region whose programme it is'),
  },
  indexes: ['class, region', 'programme_id, position'],
  from: { ProgrammeDefined: classes, ProgrammeRevised: classes },
};
export default table;
