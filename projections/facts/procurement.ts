/** What was bought from poor households or their co-operatives instead of given. */
import type { ProcurementReported } from '../../src/domain/project-linkage';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'procurement',
  meaning: 'goods or services were bought from poor households or those who sell for them',
  columns: {
    project_id: text('project'),
    region: text('region of the project'),
    channel: text('service-purchase, purchase-instead-of-donation, direct-supply or direct-sale'),
    what: text('goods or service'),
    buyer_name: text('who bought'),
    buyer_uscc: text('who bought'),
    seller_uscc: text('who sold, where not the households themselves'),
    households: whole('households whose goods or labour it was'),
    amount_fen: fen('price paid'),
    contract_number: text('contract'),
  },
  indexes: ['project_id'],
  from: {
    ProcurementReported: (data: ProcurementReported, event, opening: { region: string }) => ({
      project_id: idOf(event), region: opening.region, channel: data.channel, what: data.what, buyer_name: data.buyerName, buyer_uscc: data.buyerUscc, seller_uscc: data.sellerUscc,
      households: data.households?.length ?? 0, amount_fen: data.amountFen, contract_number: data.contractNumber,
    }),
  },
};
export default table;
