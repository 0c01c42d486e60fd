/** A household is registered, its people and accounts change. */
import { account, dayAfter, household, person, said } from '../../../../projections/anomalies/story';
import { MemberAdded, MemberDied, MemberLeft } from '../../../../src/domain/household';
import { AccountBound, AccountReplaced, ProxyAuthorised, ProxyEnded } from '../../../../src/domain/household-accounts';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

function household1(told: Telling, act: Act): void {
  const id = pick(['h1', 'h2', 'h3'], act.a);
  const stream = `household-${id}`;
  const who = person(pick(people, act.b));
  const on = told.on(act);
  if (!told.knows(stream)) return void told.say(...household(id, pick(people, act.b)));
  switch (act.c % 8) {
    case 0: return void told.say(said(stream, MemberAdded, { personRef: who, relation: 'child', cause: 'other', occurredOn: on }));
    case 1: return void told.say(said(stream, MemberLeft, { personRef: who, cause: 'other', occurredOn: on }));
    case 2: return void told.say(said(stream, MemberDied, { personRef: who, source: 'village', occurredOn: dayAfter(on, pick([-40, -100], act.a)) }));
    case 3: return void told.say(said(stream, AccountBound, { accountRef: account(pick(people, act.a)), personRef: who, bank: '示例银行', kind: pick(['card', 'card', 'care-home'], act.a), occurredOn: on }));
    case 4: return void told.say(said(stream, AccountReplaced, { oldAccountRef: account(pick(people, act.a)), accountRef: account(pick(people, act.a + 1)), personRef: who, bank: '示例银行', reason: '换卡', occurredOn: on }));
    case 5: return void told.say(said(stream, ProxyEnded, { personRef: who, proxyRef: person(pick(people, act.a)), occurredOn: on }));
    default: return void told.say(said(stream, ProxyAuthorised, { personRef: who, proxyRef: person(pick(people, act.a)), basis: 'guardian', occurredOn: dayAfter(on, -20) }));
  }
}

export default { weight: 5, tell: household1 } satisfies Kind;
