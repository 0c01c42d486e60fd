/** Invoices received for projects. */
import type { InvoiceReceived } from '../../src/domain/project-contract';
import { fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'invoice',
  meaning: 'an invoice was received for a project; the same number of the same seller twice is one paper used twice',
  columns: {
    project_id: text('project'),
    contract_number: text('contract'),
    region: text('region of the project'),
    invoice_number: text('number of the invoice'),
    seller_uscc: text('seller'),
    amount_fen: fen('amount with tax'),
  },
  indexes: ['project_id', 'seller_uscc, invoice_number'],
  from: {
    InvoiceReceived: (data: InvoiceReceived, event, opening: { region: string }) => ({
      project_id: idOf(event), contract_number: data.contractNumber, region: opening.region, invoice_number: data.invoiceNumber, seller_uscc: data.sellerUscc, amount_fen: data.amountFen,
    }),
  },
};
export default table;
