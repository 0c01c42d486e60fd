/** What becomes of loans of few households: odd terms, extensions, interest subsidies, legal steps, compensation, what was found and put right. */
import { account, dayAfter, person, said, VILLAGE } from '../../../../projections/anomalies/story';
import { LoanGranted, LoanPaidOut, LoanRepaid } from '../../../../src/domain/loan';
import { InterestSubsidyPaid, LoanExtended, LoanIrregularityRectified, LoanIrregularityReported, LoanLegalStepTaken, RiskCompensationPaid } from '../../../../src/domain/loan-course';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

function grant(told: Telling, { a, b, c }: Act, stream: string, on: string): void {
  const borrower = pick(people, a + b);
  told.say(said(stream, LoanGranted, {
    region: pick([VILLAGE, VILLAGE, '422898001201'], b), ...(b % 4 > 0 && { householdId: pick(['h1', 'h2', 'h3'], a) }), borrowerRef: person(borrower), bank: '示例银行', product: pick(['扶贫小额信贷', '扶贫小额信贷', '消费贷'], c), principalFen: pick([3_000_000, 5_000_000], c),
    termMonths: pick([1, 36, 37, 2], b), rateBasisPoints: pick([435, 475, 600], a + c), mode: 'self', use: pick(['production', 'production', 'house'], a + b), collateral: c % 7 === 0, ...(b % 3 > 0 && { borrowerAge: pick([17, 40, 66], c) }),
    ...(c % 5 === 0 && { campaign: 'takeover' }), occurredOn: on,
  }));
  if (c % 6 > 0) told.say(said(stream, LoanPaidOut, { amountFen: pick([3_000_000, 2_000_000], c), accountRef: account(borrower), occurredOn: dayAfter(on, c % 3) }));
}

/** Several things at once: what one loan is owed beside another, and what follows on what, must meet by chance. */
function course(told: Telling, act: Act): void {
  for (let n = 0; n < 4; n += 1) happen(told, { ...act, a: act.a + n, b: act.b + 3 * n, c: act.c + (n * (1 + (act.a % 5))), late: act.late + n });
}

function happen(told: Telling, act: Act): void {
  const { a, b, c } = act;
  const stream = `loan-${pick(['c1', 'c2', 'c3', 'c4'], a)}`;
  const on = told.on(act);
  if (!told.knows(stream)) return grant(told, act, stream, on);
  switch (c % 9) {
    case 0: return void told.say(said(stream, LoanExtended, { kind: pick(['extension', 'renewal'] as const, b), untilOn: dayAfter(on, b % 60), reason: '示例', occurredOn: on }));
    case 1:
    case 2: return void told.say(said(stream, InterestSubsidyPaid, { subsidisedPrincipalFen: pick([3_000_000, 5_000_000, 6_000_000], b), from: dayAfter(on, -(b % 50)), until: dayAfter(on, (b % 7) - 3), amountFen: pick([10_000, 33_333], b), occurredOn: on }));
    case 3: return void told.say(said(stream, LoanIrregularityReported, { aspect: pick(['enterprise-use', 'non-production', 'raised-rate', 'collateral', 'renamed-product'] as const, b), foundBy: 'bank', note: '示例', occurredOn: on }));
    case 4: return void told.say(said(stream, LoanIrregularityRectified, { reportRevision: 1 + (b % 5), measure: 'other', note: '示例', occurredOn: on }));
    case 5: return void told.say(said(stream, RiskCompensationPaid, { amountFen: 1_000_000, principalFen: 2_000_000, ...(b % 3 === 0 && { legalStepOn: dayAfter(on, (b % 5) - 2) }), occurredOn: on }));
    case 6: return void told.say(said(stream, LoanLegalStepTaken, { step: pick(['demand-letter', 'lawsuit', 'mediation'], b), occurredOn: on }));
    case 7: return void told.say(said(stream, LoanPaidOut, { amountFen: 2_500_000, accountRef: account('li'), occurredOn: on }));
    default: return void told.say(said(stream, LoanRepaid, { payer: pick(['borrower', 'organisation'], b), principalFen: pick([3_000_000, 2_000_000, 500_000, 0], b), interestFen: 100, occurredOn: on }));
  }
}

export default { weight: 1, tell: course } satisfies Kind;
