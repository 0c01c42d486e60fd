/** Agreements that link a project to poor households. */
import { dividendFen, type LinkageAgreed } from '../../src/domain/project-linkage';
import { day, fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'linkage',
  meaning: 'an entity undertook to let households gain from a project, or households were added to its agreement',
  columns: {
    project_id: text('project'),
    agreement_number: text('number of the agreement'),
    region: text('region of the project'),
    entity_uscc: text('co-operative, firm or collective that undertakes it'),
    entity_name: text('its name'),
    mode: text('how households gain'),
    funds_fen: fen('public money put in under it'),
    households: whole('households named by this event'),
    dividend_fen: fen('each dividend promised, for all households named by this event'),
    dividend_times: whole('dividends promised'),
    until_on: day('last day it holds'),
  },
  indexes: ['project_id, agreement_number', 'entity_uscc'],
  from: {
    LinkageAgreed: (data: LinkageAgreed, event, opening: { region: string }) => ({
      project_id: idOf(event), agreement_number: data.agreementNumber, region: opening.region, entity_uscc: data.entityUscc, entity_name: data.entityName, mode: data.mode, funds_fen: data.fundsFen,
      households: data.households.length, dividend_fen: data.dividend === undefined ? undefined : dividendFen(data), dividend_times: data.dividend?.times, until_on: data.until,
    }),
  },
};
export default table;
