/** Projects are linked with few households: agreements, dividends, work taken part in, produce bought, and much money for one firm. */
import { account, COUNTY, dayAfter, said } from '../../../../projections/anomalies/story';
import { PaymentExecuted, PaymentOrdered } from '../../../../src/domain/payment';
import { DividendPaid, LinkageAgreed, ParticipationReported, ProcurementReported } from '../../../../src/domain/project-linkage';
import { firms, pick, type Act, type Kind, type Telling } from '../telling';

/** Days that agreements and dividends name alike. */
const dueDays = ['2018-02-01', '2018-03-15', '2018-04-10'];

function support(told: Telling, { a, b }: Act, projectId: string, on: string): void {
  const id = `y${String(told.payments.push(`y${String(told.payments.length + 1)}`))}`;
  told.say(
    said(`payment-${id}`, PaymentOrdered, {
      region: COUNTY, allocationId: 'a1', projectId, payeeKind: 'organisation', payeeUscc: pick(firms, b), accountRef: account('firm'), amountFen: 6_000_000, economicClass: '31205', functionCode: '2130505',
      purpose: pick(['production', 'production', 'other'] as const, a), ...(a % 5 === 0 && { contractNumber: 'H1' }), summary: '产业扶持', occurredOn: on,
    }),
    said(`payment-${id}`, PaymentExecuted, { voucherNumber: `v-${id}`, occurredOn: on }),
  );
}

function link(told: Telling, act: Act): void {
  for (let n = 0; n < 3; n += 1) happen(told, { ...act, a: act.a + n, b: act.b + 2 * n, c: act.c + n * (1 + (act.b % 5)) });
}

function happen(told: Telling, act: Act): void {
  const { a, b, c } = act;
  const stream = `project-${pick(['j1', 'j2'], a)}`;
  if (!told.knows(stream)) return;
  const on = told.on(act);
  const [agreementNumber, entityUscc] = [pick(['X1', 'X2'], b), pick(firms, b)];
  const households = pick([['h1'], ['h1', 'h2'], [], ['h3']], c);
  switch (c % 6) {
    case 0:
    case 1: return void told.say(said(stream, LinkageAgreed, {
      agreementNumber, entityUscc, mode: 'shareholding', households, occurredOn: on, ...(b % 5 === 0 && { until: dayAfter(on, 20) }),
      ...(a % 3 > 0 && { dividend: { everyMonths: 1, firstDueOn: pick(dueDays, b), times: 1 + (c % 2), amountFen: 40_000, per: 'total' } }),
    }));
    case 5: return support(told, act, pick(['j1', 'j2'], a), on);
    case 2: return void told.say(said(stream, DividendPaid, { agreementNumber, entityUscc, periodDueOn: pick(dueDays, a + b), payments: [{ householdId: 'h1', amountFen: pick([10_000, 40_000, 80_000], a) }], occurredOn: on }));
    case 3: return void told.say(said(stream, ParticipationReported, { activity: 'planting', households: ['h1', 'h2'].slice(0, 1 + (b % 2)), from: dayAfter(on, -(a % 60)), until: on, occurredOn: on }));
    default: return void told.say(said(stream, ProcurementReported, { channel: 'direct-sale', what: '茶叶', buyerName: '示例学校', households, amountFen: 10_000, occurredOn: on }));
  }
}

export default { weight: 1, tell: link } satisfies Kind;
