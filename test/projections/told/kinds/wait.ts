/** Orders wait for the treasury and lists for the bank: answered late, out of turn, or not at all. */
import { account, COUNTY, said } from '../../../../projections/anomalies/story';
import { BatchSent } from '../../../../src/domain/batch';
import { BatchFileRejected, ResultsReceived } from '../../../../src/domain/batch-results';
import { PaymentApproved, PaymentExecuted, PaymentOrdered, PaymentReversed } from '../../../../src/domain/payment';
import { firms, pick, type Act, type Kind, type Telling } from '../telling';

function waitForTreasury(told: Telling, act: Act): void {
  const on = told.on(act);
  const stream = `payment-w${String(act.a % 5)}`;
  if (!told.knows(stream)) {
    return void told.say(
      said(stream, PaymentOrdered, {
        region: COUNTY, allocationId: 'a1', payeeKind: 'organisation', payeeUscc: pick(firms, act.a), accountRef: account('firm'), amountFen: 1_000_000, economicClass: '31005', functionCode: '2130505', purpose: 'production',
        summary: '工程款', ...(act.b % 9 === 0 && { campaign: 'takeover' }), occurredOn: on,
      }),
      said(stream, PaymentApproved, { occurredOn: on }),
    );
  }
  if (act.b % 3 === 0) told.say(said(stream, PaymentExecuted, { voucherNumber: `v${String(act.a)}`, occurredOn: on }));
  else if (act.b % 11 === 0) told.say(said(stream, PaymentReversed, { reason: '退回', occurredOn: on }));
}

function waitForBank(told: Telling, act: Act): void {
  if (told.batches === 0) return;
  const on = told.on(act);
  const stream = `batch-b${String(1 + (act.a % told.batches))}`;
  switch (act.b % 5) {
    case 0: return void told.say(said(stream, BatchFileRejected, { resultsId: `x${String(act.c)}`, rejection: pick(['B01', 'B07'] as const, act.c), occurredOn: on }));
    case 1: return void told.say(said(stream, ResultsReceived, { resultsId: `x${String(act.c)}`, settledCount: 0, settledFen: 0, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, occurredOn: on }));
    default: told.say(said(stream, BatchSent, { occurredOn: on }));
  }
}

export default { weight: 0, tell: (told, act) => { (act.c % 2 === 0 ? waitForTreasury : waitForBank)(told, act); } } satisfies Kind;
