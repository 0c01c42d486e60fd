/** The bank cannot pay: some lines are sent again, some stay. */
import { account, person, said } from '../../../../projections/anomalies/story';
import { BatchClosed } from '../../../../src/domain/batch';
import { DisbursementReissued, FailedFundsRepaid } from '../../../../src/domain/batch-corrections';
import { DisbursementFailed } from '../../../../src/domain/batch-results';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

/** The bank cannot pay; some lines are sent again, some stay, some batches are closed over them, some money is brought back. */
function fail(told: Telling, act: Act): void {
  const line = pick(told.lines.filter((one) => one.settledRevision === undefined), act.a) as Telling['lines'][number] | undefined;
  if (!line) return;
  const stream = `batch-${line.batch}`;
  told.say(said(stream, DisbursementFailed, { ordinal: line.line, attempt: line.attempt, amountFen: line.amountFen, resultsId: 'r3', reason: 'F01', occurredOn: told.on(act) }));
  switch (act.b % 5) {
    case 0: return void told.say(said(stream, BatchClosed, { releasedFen: 0, occurredOn: told.on(act) }));
    case 1: return void told.say(said(stream, FailedFundsRepaid, { lines: [{ ordinal: line.line, amountFen: line.amountFen }], occurredOn: told.on(act) }));
    case 2: {
      line.attempt += 1;
      const payeeRef = person(act.c % 2 === 0 ? pick(people, act.c) : line.payee);
      return void told.say(said(stream, DisbursementReissued, { ordinal: line.line, attempt: line.attempt, accountRef: account(pick(people, act.a)), payeeRef, reason: '重发', occurredOn: told.on(act) }));
    }
  }
}

export default { weight: 2, tell: fail } satisfies Kind;
