/** How much work a contract promised and an acceptance found, item by item. */
import type { Recorded } from '../../src/domain/decider';
import type { ProjectAccepted } from '../../src/domain/project';
import type { ContractSigned, WorkQuantity } from '../../src/domain/project-contract';
import { oneSpelling } from '../../src/identifiers/one-spelling';
import { idOf, text, whole, type FactTable, type Row } from './fact';

const rowsOf = (kind: string, event: Recorded, quantities: readonly WorkQuantity[] = [], contractNumber?: string): readonly Row[] =>
  quantities.map(({ item, unit, quantityMilli }) => ({ project_id: idOf(event), kind, contract_number: contractNumber, item: oneSpelling(item), unit: oneSpelling(unit), quantity_milli: quantityMilli }));

const table: FactTable = {
  table: 'work_quantity',
  meaning: 'a contract promised, or an acceptance found, this much of an item',
  columns: {
    project_id: text('project'),
    kind: text('contracted or accepted'),
    contract_number: text('contract that promised it'),
    item: text('what is built or delivered, in one spelling'),
    unit: text('unit, in one spelling'),
    quantity_milli: whole('quantity in thousandths of the unit'),
  },
  indexes: ['project_id, kind'],
  from: {
    ContractSigned: (data: ContractSigned, event) => rowsOf('contracted', event, data.quantities, data.contractNumber),
    ProjectAccepted: (data: ProjectAccepted, event) => rowsOf('accepted', event, data.quantities),
  },
};
export default table;
