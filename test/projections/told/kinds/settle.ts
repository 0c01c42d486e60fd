/** The bank pays lines that wait. */
import { said } from '../../../../projections/anomalies/story';
import { DisbursementSettled, ResultsReceived } from '../../../../src/domain/batch-results';
import { type Act, type Kind, type Telling } from '../telling';

function settle(told: Telling, act: Act): void {
  const paid = told.lines.filter((one) => one.settledRevision === undefined).slice(0, 1 + (act.a % 3));
  for (const batch of new Set(paid.map((line) => line.batch))) {
    const settledFen = paid.filter((line) => line.batch === batch).reduce((sum, line) => sum + line.amountFen, 0);
    told.say(said(`batch-${batch}`, ResultsReceived, { resultsId: 'r1', settledCount: 1, settledFen, failedCount: 0, failedFen: 0, returnedCount: 0, returnedFen: 0, occurredOn: told.on(act) }));
  }
  for (const line of paid) {
    line.settledRevision = told.say(said(`batch-${line.batch}`, DisbursementSettled, { ordinal: line.line, attempt: line.attempt, amountFen: line.amountFen, resultsId: 'r1', occurredOn: told.on(act) }));
  }
}

export default { weight: 4, tell: settle } satisfies Kind;
