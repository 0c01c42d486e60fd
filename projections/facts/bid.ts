/** Bids for tenders of projects, with what bidders may turn out to share. */
import type { BidReceived } from '../../src/domain/project-contract';
import { fen, idOf, text, whole, type FactTable } from './fact';

const table: FactTable = {
  table: 'bid',
  meaning: 'a bid was handed in for a tender of a project',
  columns: {
    project_id: text('project'),
    tender_number: text('number of the tender'),
    lot: whole('lot; empty: the tender has one'),
    region: text('region of the project'),
    bidder_uscc: text('bidder'),
    bidder_name: text('its name'),
    amount_fen: fen('amount bid'),
    legal_rep_ref: text('legal representative of the bidder'),
    contact_ref: text('person who handed the bid in'),
    account_ref: text('account the deposit came from'),
    device_hash: text('keyed hash of the device or network address it came from'),
  },
  indexes: [
    'project_id, tender_number', 'bidder_uscc, occurred_on', 'legal_rep_ref where legal_rep_ref is not null', 'contact_ref where contact_ref is not null', 'account_ref where account_ref is not null',
    'device_hash where device_hash is not null',
  ],
  from: {
    BidReceived: (data: BidReceived, event, opening: { region: string }) => ({
      project_id: idOf(event), tender_number: data.tenderNumber, lot: data.lot, region: opening.region, bidder_uscc: data.bidderUscc, bidder_name: data.bidderName, amount_fen: data.amountFen,
      legal_rep_ref: data.legalRepRef, contact_ref: data.contactRef, account_ref: data.accountRef, device_hash: data.deviceHash,
    }),
  },
};
export default table;
