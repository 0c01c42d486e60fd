/** Who gave the money of an allocation and on which conditions, where it is no ordinary transfer. */
import type { AllocationIssued } from '../../src/domain/allocation-opening';
import { fen, idOf, text, whole, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'allocation_origin',
  meaning: 'the money was given, lent or made by a trade: donations, assistance, loans, land quota, assets of the collective',
  columns: {
    allocation_id: text('allocation'),
    region: text('region of the office that holds it'),
    source: text('class of source'),
    amount_fen: fen('amount, or its valuation where given in kind'),
    giver_name: text('organisation that gave it'),
    giver_uscc: text('that organisation'),
    giver_ref: text('person who gave it'),
    giver_region: text('region that gave it'),
    designation: text('what the giver meant it for'),
    in_kind: yes('given in kind'),
    valuation_basis: text('how the valuation was made'),
    sending_unit: text('unit that sends cadres and answers for the money'),
    village_region: text('village it is tied to'),
    responsible_ref: text('person responsible'),
    collective_kind: text('funds, assets, resources (三资) or party-dues'),
    asset_name: text('asset or resource it comes from'),
    quota_area_milli_mu: whole('area of land quota sold, in thousandths of a mu'),
    trade_price_fen_per_mu: fen('price of the quota per mu'),
    buyer_name: text('who bought the quota'),
    lender_name: text('who lent it'),
    repayment_promised: yes('a government promised repayment'),
    guarantee_given: yes('a government stands surety'),
    contract_number: text('contract of loan, gift or trade'),
  },
  indexes: ['allocation_id', 'region, source', 'village_region where village_region is not null', 'giver_ref where giver_ref is not null', 'responsible_ref where responsible_ref is not null'],
  from: {
    AllocationIssued: ({ origin, region, source, amountFen }: AllocationIssued, event) => (origin === undefined ? [] : {
      allocation_id: idOf(event), region, source, amount_fen: amountFen, giver_name: origin.giverName, giver_uscc: origin.giverUscc, giver_ref: origin.giverRef, giver_region: origin.giverRegion,
      designation: origin.designation, in_kind: origin.inKind, valuation_basis: origin.valuationBasis, sending_unit: origin.sendingUnit, village_region: origin.villageRegion,
      responsible_ref: origin.responsibleRef, collective_kind: origin.collectiveKind, asset_name: origin.assetName, quota_area_milli_mu: origin.quotaAreaMilliMu,
      trade_price_fen_per_mu: origin.tradePriceFenPerMu, buyer_name: origin.buyerName, lender_name: origin.lenderName, repayment_promised: origin.repaymentPromised,
      guarantee_given: origin.guaranteeGiven, contract_number: origin.contractNumber,
    }),
  },
};
export default table;
