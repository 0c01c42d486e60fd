/** A payment is ordered and executed, or reversed; now and then to a person, or to the card of one. */
import { account, COUNTY, person, said } from '../../../../projections/anomalies/story';
import { PaymentApproved, PaymentExecuted, PaymentOrdered, PaymentReversed } from '../../../../src/domain/payment';
import { firms, people, pick, type Act, type Kind, type Telling } from '../telling';

/** Often a firm; else somebody, or an office that uses somebody's card. */
function payee({ a, b, c }: Act): Pick<PaymentOrdered, 'payeeKind' | 'payeeUscc' | 'payeeRef' | 'accountRef'> {
  if (c % 7 === 0) return { payeeKind: 'person', payeeRef: person(pick(people, a)), accountRef: account(pick(people, a + (b % 5 === 0 ? 1 : 0))) };
  return { payeeKind: 'organisation', payeeUscc: pick(firms, b), accountRef: account(c % 7 === 1 ? pick(people, a) : 'firm') };
}

function pay(told: Telling, act: Act): void {
  const on = told.on(act);
  const open = act.c % 5 === 0 ? told.payments.at(-1) : undefined;
  if (open) return void told.say(said(`payment-${open}`, PaymentReversed, { reason: '退回', occurredOn: on }));
  const id = `y${String(told.payments.push(`y${String(told.payments.length + 1)}`))}`;
  told.say(
    said(`payment-${id}`, PaymentOrdered, {
      region: COUNTY, allocationId: pick(['a1', 'a2'], act.a), ...(act.b % 2 === 0 && { projectId: pick(['j1', 'j2'], act.a), ...(act.c % 3 > 0 && { contractNumber: pick(['c1', 'c2'], act.late) }) }), ...payee(act),
      amountFen: pick([1_000_000, 3_500_000], act.c), economicClass: pick(['31005', '30201'], act.c), functionCode: pick(['2130505', '2130501'], act.a), purpose: pick(['production', 'office-building', 'training'] as const, act.b), summary: '工程款', ...(act.c % 6 === 0 && { progressBasisPoints: 8_000 }), occurredOn: on,
    }),
    ...(act.c % 4 > 0 ? [said(`payment-${id}`, PaymentApproved, { occurredOn: told.on({ ...act, late: act.b }) })] : []),
    said(`payment-${id}`, PaymentExecuted, { voucherNumber: `v-${id}`, occurredOn: on }),
  );
}

export default { weight: 3, tell: pay } satisfies Kind;
