/** Planted for A15: money of projects and offices on somebody's own account (个人账户管公款), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { Account } from '../../simulate/people';
import type { CaseWorld } from '../case-world';
import type { Member, MoneyWish, PaymentWish } from '../wishes';
import type { Plantings } from '../planting';

const ROADS = { programme: 'WORKS', functionCode: '2130504', purpose: 'rural-infrastructure' } as const;

/** Part of the money of a programme goes to one payee. Answers how much. */
function pay(world: CaseWorld, wish: Partial<PaymentWish> & { readonly programme?: string; readonly most?: number }): number {
  const { programme = ROADS.programme, functionCode = ROADS.functionCode, purpose = ROADS.purpose, most = 300, ...more } = wish;
  const on = addDays('2018-02-20', world.chance.whole(0, 260));
  const amountFen = world.chance.whole(20, most) * 10_000;
  const money: MoneyWish = { programme, functionCode, amountFen, on: addDays(on, -40) };
  world.pay({ allocation: world.money(money), amountFen, on, functionCode, purpose, ...more });
  return amountFen;
}

/** Somebody of the village office, and a card of their own. */
const clerk = (world: CaseWorld): { readonly person: Member; readonly account: Account } => ({ person: world.person({ bornIn: [1960, 1988] }), account: world.account() });

function headOfHousehold(world: CaseWorld): { readonly person: Member; readonly account: Account } {
  const home = world.household({ others: ['spouse'] });
  return { person: home.members[0], account: home.account };
}

/** The order names an office or co-operative; the number of the account is somebody's card. */
function disguised(world: CaseWorld, prefix: '11' | '12' | '93', name: string): number {
  const { account } = headOfHousehold(world);
  return pay(world, { payee: world.organisation(prefix, name), terms: { account: { number: account.number, bank: account.bank } } });
}

const plantings: Plantings = {
  rule: 'A15',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'the village accountant keeps the money of a road as an imprest on a card of his own', share: 2, tell(world) { world.wrong(pay(world, clerk(world))); } },
    { part: 'a', truth: 'anomaly', told: 'the fee for managing projects goes to the cashier of the bureau', tell(world) { world.wrong(pay(world, { ...clerk(world), purpose: 'management-fee', economicClass: '30201', most: 60 })); } },
    { part: 'a', truth: 'anomaly', told: 'the village head has the money for the water pipes paid to the card his allowances come to', tell(world) { world.wrong(pay(world, headOfHousehold(world))); } },
    { part: 'b', truth: 'anomaly', also: ['A12', 'A13'], told: 'the order names the township, the account is the card of a villager', tell(world) { world.wrong(disguised(world, '11', '示例镇人民政府')); } },
    { part: 'b', truth: 'anomaly', told: 'the order names the co-operative, the account is the card of its chairman', tell(world) { world.wrong(disguised(world, '93', '示例专业合作社')); } },
    { part: 'a', truth: 'separable', told: 'a ranger is paid his quarter', tell(world) { pay(world, { ...headOfHousehold(world), programme: 'RANGER', functionCode: '2130209', purpose: 'wage-of-post', economicClass: '30305', most: 40 }); } },
    { part: 'a', truth: 'separable', told: 'a cleaner in a public post, of no registered household, is paid her wage', tell(world) { pay(world, { ...clerk(world), programme: 'POST', functionCode: '2080705', purpose: 'wage-of-post', economicClass: '30305', most: 40 }); } },
    { part: 'a', truth: 'separable', told: 'a household gets its production award by a payment order, on the card of its head', tell(world) { pay(world, { ...headOfHousehold(world), programme: 'INDUSTRY', functionCode: '2130505', purpose: 'household-subsidy', economicClass: '30310', most: 50 }); } },
    { part: 'a', truth: 'separable', told: 'a household is paid for the house it rebuilt', tell(world) { pay(world, { ...headOfHousehold(world), programme: 'HOUSE', functionCode: '2210105', purpose: 'house-rebuilding', economicClass: '30310', most: 200 }); } },
    { part: 'b', truth: 'separable', told: 'the co-operative is paid on its own account', tell(world) { pay(world, { payee: world.organisation('93') }); } },
    { part: 'a', truth: 'separable', told: 'the order to the accountant’s card is sent back by the checker', tell: rejected },
    { part: 'a', truth: 'inseparable', told: 'a mason with no firm built the wall himself and is paid for it', tell(world) { pay(world, clerk(world)); } },
    { part: 'a', truth: 'inseparable', told: 'a villager is paid for the strip of land the road took', tell(world) { pay(world, { ...headOfHousehold(world), most: 40 }); } },
  ],
};

function rejected(world: CaseWorld): void {
  const { person, account } = clerk(world);
  const on = addDays('2018-03-01', world.chance.whole(0, 200));
  const amountFen = world.chance.whole(20, 300) * 10_000;
  const allocation = world.money({ programme: ROADS.programme, functionCode: ROADS.functionCode, amountFen, on: addDays(on, -40) });
  const id = world.order({ allocation, amountFen, on, person, account, purpose: ROADS.purpose, functionCode: ROADS.functionCode, terms: { summary: '工程款' } });
  world.say(addDays(on, 1), 'checker', 'RejectPayment', id, { reason: '公款不得转入个人账户', occurredOn: addDays(on, 1) });
}
export default plantings;
