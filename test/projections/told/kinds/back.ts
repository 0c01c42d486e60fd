/** Paid lines come back and are sent again. */
import { account, person, said } from '../../../../projections/anomalies/story';
import { DisbursementReissued, DisbursementReversed } from '../../../../src/domain/batch-corrections';
import { DisbursementReturned } from '../../../../src/domain/batch-results';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

function comeBack(told: Telling, act: Act): void {
  const line = pick(told.lines.filter((one) => one.settledRevision !== undefined), act.a) as Telling['lines'][number] | undefined;
  if (line?.settledRevision === undefined) return;
  const stream = `batch-${line.batch}`;
  const on = told.on(act);
  if (act.b % 2 === 0) told.say(said(stream, DisbursementReturned, { ordinal: line.line, attempt: line.attempt, amountFen: line.amountFen, resultsId: 'r2', reason: 'F03', occurredOn: on }));
  else told.say(said(stream, DisbursementReversed, { ordinal: line.line, reversesRevision: line.settledRevision, amountFen: line.amountFen, moneyBack: act.c % 2 === 0, reason: '错付', occurredOn: on }));
  line.settledRevision = undefined;
  line.attempt += 1;
  const payee = act.c % 5 === 0 ? pick(people, act.c) : line.payee;
  told.say(said(stream, DisbursementReissued, { ordinal: line.line, attempt: line.attempt, accountRef: account(pick(people, act.a)), payeeRef: person(payee), reason: '重发', occurredOn: on }));
}

export default { weight: 2, tell: comeBack } satisfies Kind;
