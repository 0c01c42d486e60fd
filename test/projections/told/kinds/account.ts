/** Accounts are given up for others: there and back, by many at one counter, or under a campaign. */
import { account, dayAfter, person, said } from '../../../../projections/anomalies/story';
import { AccountBound, AccountReplaced } from '../../../../src/domain/household-accounts';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

/** Somebody's own account is given up for a neighbour's, or that one for the own; now and then six do so at one counter. */
function changeAccounts(told: Telling, act: Act): void {
  const crowd = act.b % 4 === 0 ? 6 : 1;
  const on = told.on(act);
  for (let n = 0; n < crowd; n += 1) {
    const who = pick(people, act.a + n);
    const [own, other] = [account(who), account(pick(people, act.c % 3 === 0 ? act.a + n + 1 : act.c))];
    const stream = `household-h${String(act.a % 3)}`;
    const [oldAccountRef, accountRef] = act.c % 2 === 0 ? [own, other] : [other, own];
    if (crowd === 1 && act.c % 7 === 1) {
      told.say(said(stream, AccountBound, { accountRef: own, personRef: person(who), bank: '示例银行', kind: 'card', occurredOn: on }));
    } else {
      told.say(said(stream, AccountReplaced, {
        oldAccountRef, accountRef, personRef: person(who), bank: '示例银行', reason: '换卡', occurredOn: on,
        ...(act.c % 4 > 0 && { branch: pick(['城关支行', '城西支行'], act.b + (n % 5 === 4 ? act.a : 0)), openedOn: dayAfter('2018-03-01', act.a % 2) }), ...(act.c % 5 === 0 && { campaign: 'cards' }),
      }));
    }
  }
}

export default { weight: 1, tell: changeAccounts } satisfies Kind;
