/** Registers as handed over: which office, what day they describe, how many rows; a rule knows by it whether it has its reference data. */
import type { RegisterImported } from '../../src/domain/register';
import { day, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'register_import',
  meaning: 'a register was handed over; its rows stand in register_row',
  columns: {
    register_id: text('register'),
    kind: text('kind of register'),
    region: text('region it covers'),
    source: text('office it came from'),
    as_of: day('day it describes'),
    row_count: whole('rows in the file'),
    added_count: whole('rows new against the import before'),
    removed_count: whole('rows gone against the import before'),
    content_hash: text('hash of the rows, in references'),
  },
  indexes: ['kind, region, as_of'],
  from: {
    RegisterImported: (data: RegisterImported, event) => ({
      register_id: idOf(event), kind: data.kind, region: data.region, source: data.source, as_of: data.asOf, row_count: data.count, added_count: data.addedCount, removed_count: data.removedCount, content_hash: data.contentHash,
    }),
  },
};
export default table;
