/** Fees, deposits and kickbacks taken from people who were paid. */
import type { FeeCollected, HouseholdRegistered } from '../../src/domain/household';
import { fen, idOf, text, type FactTable } from './fact';

const table: FactTable = {
  table: 'fee_collected',
  meaning: 'somebody took money from a household out of what it was paid',
  columns: {
    household_id: text('household'),
    region: text('village of the household'),
    payer_ref: text('person it was taken from'),
    collector_uscc: text('organisation that took it'),
    collector_ref: text('person who took it'),
    programme_id: text('programme it was taken out of'),
    amount_fen: fen('amount'),
    pretext: text('what it was called'),
  },
  indexes: ['household_id', 'region, position', 'collector_ref where collector_ref is not null'],
  from: {
    FeeCollected: (data: FeeCollected, event, { region }: HouseholdRegistered) => ({
      household_id: idOf(event), region, payer_ref: data.payerRef, collector_uscc: data.collectorUscc, collector_ref: data.collectorRef, programme_id: data.programmeId,
      amount_fen: data.amountFen, pretext: data.pretext,
    }),
  },
};
export default table;
