/** A list pays six, and what the bank tells of their accounts: most pass it on to one, some too late, some too little. */
import { account, COUNTY, dayAfter, paidBatch, person, said, VILLAGE } from '../../../../projections/anomalies/story';
import { AccountBound, ProxyAuthorised } from '../../../../src/domain/household-accounts';
import { RegisterImported, RegisterRowsEntered } from '../../../../src/domain/register';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

const receivers = ['boss', 'boss', 'li'];

function payList(told: Telling, { a, b }: Act, on: string): void {
  const id = `b${String((told.batches += 1))}`;
  const payees = people.slice(0, 6);
  const lines = payees.map((payee, n) => ({ payee, ...(n === 5 && a % 3 === 0 && { account: 'li' }), ...(n < 3 && { household: `h${String(n + 1)}` }) }));
  const list = paidBatch(id, '2018-03', on, lines);
  told.say(...list.slice(0, 7));
  const first = list.slice(7, b % 4 === 0 ? 9 : 13).map((event) => told.say(event));
  payees.forEach((payee, n) => void told.lines.push({ batch: id, line: n + 1, attempt: 1, payee, amountFen: 30_000, ...(first[n] !== undefined && { settledRevision: first[n] }) }));
}

function passOn(told: Telling, { a, b, c }: Act, on: string, receiver: string): void {
  const payers = people.slice(0, 6).filter((_, n) => (b + n) % 6 > 0 || a % 2 === 0);
  told.say(said('register-f1', RegisterRowsEntered, {
    kind: 'bank-flow', region: VILLAGE, rows: payers.map((payee, n) => {
      const [payer, change] = [account(payee), c % 11 === 0 ? 'removed' as const : 'added' as const];
      const inward = (a + n) % 4 === 0;
      return {
        change, accountRef: inward ? receiver : payer, otherAccountRef: inward ? payer : receiver, role: inward ? 'in' : 'out', on: dayAfter(on, (b + n) % 5 === 0 ? 3 : 1), amountFen: (b + n * a) % 9 === 0 ? 23_000 : pick([30_000, 24_000, 60_000], b + n),
        ...((a + b + n) % 29 === 0 && { uscc: '93422801MA00000004' }),
      };
    }),
  }));
}

function flow(told: Telling, act: Act): void {
  const { a, b, c } = act;
  const on = dayAfter(told.today, -(act.late % 4));
  const receiver = account(pick(receivers, a));
  switch (c % 6) {
    case 0: return void told.say(said('register-f1', RegisterImported, { kind: 'bank-flow', region: pick([COUNTY, '42', '422898'], a), source: '示例银行', asOf: on, count: 9, addedCount: 9, removedCount: 0, contentHash: '0'.repeat(64), occurredOn: on }));
    case 1: return void told.say(said(`household-h${String(1 + (a % 3))}`, AccountBound, { accountRef: receiver, personRef: person(pick(['boss', 'li', 'wang'], b)), bank: '示例银行', kind: 'card', occurredOn: on }));
    case 2: return void told.say(said('household-h1', ProxyAuthorised, { personRef: person(pick(people, a)), proxyRef: person('boss'), basis: 'guardian', occurredOn: dayAfter(on, -5) }));
    case 3:
      // What the bank tells may come before the list is known to be paid.
      passOn(told, act, on, receiver);
      return payList(told, act, on);
    default:
      payList(told, act, on);
      return passOn(told, act, on, receiver);
  }
}

export default { weight: 0, tell: flow } satisfies Kind;
