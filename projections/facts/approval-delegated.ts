/** At which level money and projects were approved, and whether a county might have. */
import type { ApprovalDelegated } from '../../src/domain/year';
import { fen, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'approval_delegated',
  meaning: 'approvals of one kind were given at a level',
  columns: {
    region: text('government that reports it'),
    year: whole('fiscal year'),
    item_id: text('names the decision within the year'),
    what: text('what was approved'),
    level: text('level that approved it'),
    county_may_approve: yes('a county may approve it by the rules in force'),
    count: whole('approvals counted'),
    amount_fen: fen('money they speak of'),
    document_number: text('approving document'),
  },
  indexes: ['region, year', 'year'],
  from: {
    ApprovalDelegated: (data: ApprovalDelegated) => ({
      region: data.region, year: data.year, item_id: data.itemId, what: data.what, level: data.level, county_may_approve: data.countyMayApprove, count: data.count,
      amount_fen: data.amountFen, document_number: data.documentNumber,
    }),
  },
};
export default table;
