/** Somebody in particular edits accounts, one or many, hands a list in or approves. */
import { account, approved, by, household, person, said, submitted } from '../../../../projections/anomalies/story';
import { AccountBound } from '../../../../src/domain/household-accounts';
import { PaymentApproved } from '../../../../src/domain/payment';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

const clock = (minute: number): string => `${String(Math.trunc(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;

function operate(told: Telling, act: Act): void {
  const who = pick(['o1', 'o2'], act.b);
  const on = told.on(act);
  const batch = `b${String(told.batches)}`;
  switch (act.c % 5) {
    case 0:
    case 1:
      if (told.batches > 0) told.say(by(who, (act.c % 5 === 0 ? submitted : approved)(batch, on)));
      return;
    case 2: {
      const payment = told.payments.at(-1);
      if (payment !== undefined) told.say(by(pick([who, 'test'], act.a), said(`payment-${payment}`, PaymentApproved, { occurredOn: on })));
      return;
    }
    default: {
      if (!told.knows('household-h1')) told.say(...household('h1', 'li'));
      const from = pick([600, 1330, 1410, 330], act.a);
      for (let nth = 0; nth < pick([1, 22, 22], act.a + act.b); nth += 1) {
        told.say(by(who, said('household-h1', AccountBound, { accountRef: account(pick(people, nth)), personRef: person(pick(people, nth)), bank: '示例银行', kind: 'card', enteredAt: clock(from + nth * pick([1, 2, 3], act.b)), occurredOn: on })));
      }
    }
  }
}

export default { weight: 1, tell: operate } satisfies Kind;
