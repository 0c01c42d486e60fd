/** Dividends promised, one row for each day one falls due. */
import { dividendFen, dueDays, type LinkageAgreed } from '../../src/domain/project-linkage';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'dividend_due',
  meaning: 'an agreement of a project promises a dividend on a day; several events of one agreement add up',
  columns: {
    project_id: text('project'),
    agreement_number: text('number of the agreement'),
    region: text('region of the project'),
    entity_uscc: text('who is to pay'),
    due_on: day('day it is due'),
    households: whole('households it is for'),
    amount_fen: fen('amount for all of them'),
  },
  indexes: ['project_id, agreement_number, due_on'],
  from: {
    LinkageAgreed: (data: LinkageAgreed, event, opening: { region: string }) =>
      (data.dividend === undefined ? [] : dueDays(data.dividend).map((dueOn) => ({
        project_id: idOf(event), agreement_number: data.agreementNumber, region: opening.region, entity_uscc: data.entityUscc, due_on: dueOn, households: data.households.length, amount_fen: dividendFen(data),
      }))),
  },
};
export default table;
