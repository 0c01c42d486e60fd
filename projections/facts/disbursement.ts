/** One attempt to pay a line: the line as entered, and each reissue with its own payee and account. */
import type { BatchOpened, DisbursementEntered } from '../../src/domain/batch';
import type { DisbursementReissued } from '../../src/domain/batch-corrections';
import type { Recorded } from '../../src/domain/decider';
import { day, fen, firstOf, idOf, text, whole, type FactTable, type Row } from './fact';


/** `batch-ordinal` names the line supplemented; a batch id may hold dashes itself. */
const supplemented = (name: string | undefined): RegExpExecArray | null => (name === undefined ? null : /^(.+)-(\d{1,9})$/.exec(name));

/** Most rows of a county are these: written out in one piece, which is several times quicker to make than pieces put together. */
function entered(data: DisbursementEntered, event: Recorded, batch: BatchOpened): Row {
  const match = supplemented(data.supplements);
  return {
    batch_id: idOf(event), line: data.ordinal, attempt: 1, payee_ref: data.payeeRef, account_ref: data.accountRef, programme_id: batch.programmeId, allocation_id: batch.allocationId,
    benefit_from: firstOf(batch.benefitFrom), benefit_to: firstOf(batch.benefitTo), batch_region: batch.region, household_id: data.householdId, region: data.region ?? batch.region,
    amount_fen: data.amountFen, quantity_milli: data.quantityMilli, standard_fen: data.standardFen, deducted_fen: data.deductedFen, supplements_batch: match?.[1], supplements_line: match ? Number(match[2]) : undefined,
  };
}

const table: FactTable = {
  table: 'disbursement',
  meaning: 'an attempt to pay one line of a batch; attempt 1 is the line as entered',
  columns: {
    batch_id: text('batch'),
    line: whole('line within the batch'),
    attempt: whole('1 = as entered, 2 = first reissue'),
    payee_ref: text('who is to get the money'),
    account_ref: text('account it goes to'),
    programme_id: text('programme of the batch'),
    allocation_id: text('allocation the money comes from'),
    benefit_from: day('first day of the first benefit month'),
    benefit_to: day('first day of the last benefit month'),
    batch_region: text('region that pays'),
    household_id: text('household, where the register knew it; only attempt 1'),
    region: text('village or township of the payee; only attempt 1'),
    amount_fen: fen('to be paid; only attempt 1'),
    quantity_milli: whole('quantity in thousandths; only attempt 1'),
    standard_fen: fen('standard per unit; only attempt 1'),
    deducted_fen: fen('deducted from what was due; only attempt 1'),
    supplements_batch: text('batch of the earlier line it tops up or pays in arrears'),
    supplements_line: whole('that line'),
  },
  indexes: [
    'batch_id, line, attempt', 'payee_ref, programme_id, benefit_from', 'payee_ref, account_ref', 'account_ref, payee_ref, household_id', 'account_ref where household_id is null',
    'programme_id, position',
    'household_id, programme_id, benefit_from where household_id is not null',
  ],
  from: {
    DisbursementEntered: entered,
    DisbursementReissued: (data: DisbursementReissued, event, batch: BatchOpened) => ({
      batch_id: idOf(event), line: data.ordinal, attempt: data.attempt, payee_ref: data.payeeRef, account_ref: data.accountRef, programme_id: batch.programmeId, allocation_id: batch.allocationId,
      benefit_from: firstOf(batch.benefitFrom), benefit_to: firstOf(batch.benefitTo), batch_region: batch.region,
    }),
  },
};
export default table;
