/** Loans are granted, paid out, moved on and repaid. */
import { account, lentAndMoved, said } from '../../../../projections/anomalies/story';
import { LoanDividendPaid, LoanPaidOut, LoanProceedsMoved, LoanRepaid } from '../../../../src/domain/loan';
import { people, firms, pick, type Act, type Kind, type Telling } from '../telling';

/** Often several neighbours borrow on one day: clusters must happen. */
function lend(told: Telling, act: Act): void {
  for (let n = 0; n <= (act.b % 4 === 0 ? 3 : 0); n += 1) lendOne(told, { ...act, a: act.a + n });
}

function lendOne(told: Telling, act: Act): void {
  const id = `l${String(act.a % 9)}`;
  const stream = `loan-${id}`;
  const on = told.on(act);
  const firm = pick(firms, act.c % 9 === 0 ? 1 : 0);
  const move = { hop: act.c % 13 === 0 ? 3 : 1, amountFen: pick([5_000_000, 2_600_000, 5_000_000, 1_000_000], act.b), counterpartyUscc: firm, ...(act.c % 11 === 0 && { invoiceNumber: 'F1', deliveryNumber: 'D1' }) };
  if (!told.knows(stream)) {
    const mode = pick(['self', 'self', 'co-operative'] as const, act.c);
    return void told.say(...lentAndMoved(id, pick(people, act.a), on, move, { mode, memberOnRecord: act.b % 2 === 0, participationOnRecord: act.b % 3 > 0, occurredOn: pick([on, '2017-06-01'], act.c) }));
  }
  switch (act.b % 5) {
    case 0: return void told.say(said(stream, LoanPaidOut, { amountFen: 3_000_000, accountRef: account('li'), occurredOn: on }));
    case 1: return void told.say(said(stream, LoanRepaid, { payer: pick(['borrower', 'organisation'], act.c), payerUscc: firm, principalFen: 100_000, interestFen: 1_000, occurredOn: on }));
    case 2: return void told.say(said(stream, LoanDividendPaid, { payer: 'organisation', payerUscc: firm, amountFen: 50_000, fixed: act.c % 2 === 0, occurredOn: on }));
    default: return void told.say(said(stream, LoanProceedsMoved, { counterpartyKind: 'organisation', occurredOn: on, ...move }));
  }
}

export default { weight: 6, tell: lend } satisfies Kind;
