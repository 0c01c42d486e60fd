/** Planted for A12: poverty money spent on what it is not for (挤占挪用), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { PaymentWish } from '../wishes';
import type { Plantings } from '../planting';

const ROADS = { programme: 'WORKS', functionCode: '2130504' } as const;

/** What 财农〔2017〕8号 forbids, and the economic class under which it is found. */
const FORBIDDEN = [
  ['office-building', '31001'], ['vehicles-and-equipment', '31013'], ['bonus-and-welfare', '30107'], ['gap-and-debt', '31201'], ['urban-infrastructure', '31005'], ['large-construction', '31006'], ['enterprise-loss', '31204'],
  ['unit-basic-expenditure', '30201'],
] as const;

interface Spent {
  readonly on: string;
  readonly amountFen: number;
  readonly allocation: string;
}

/** Money for roads, and a day to spend part of it. */
function roadMoney(world: CaseWorld, on = addDays('2018-03-10', world.chance.whole(0, 230))): Spent {
  const amountFen = world.chance.whole(5, 90) * 100_000;
  return { on, amountFen, allocation: world.money({ ...ROADS, amountFen, on: addDays(on, -40) }) };
}

function spend(world: CaseWorld, wish: Partial<PaymentWish>, spent = roadMoney(world)): string {
  return world.pay({ payee: world.organisation(), purpose: 'rural-infrastructure', functionCode: ROADS.functionCode, ...spent, ...wish });
}

/** Spent on what it is not for, all of it. */
function misspent(world: CaseWorld, wish: Partial<PaymentWish>, spent = roadMoney(world)): string {
  world.wrong(spent.amountFen);
  return spend(world, wish, spent);
}

const own = (world: CaseWorld, name: string): { readonly payee: ReturnType<CaseWorld['organisation']> } => ({ payee: world.organisation(world.chance.pick(['11', '12']), name) });

/** What a unit that was paid says it did with the money. */
function used(world: CaseWorld, payment: string, spent: Spent, purpose: string, days = 40): void {
  const on = addDays(spent.on, days);
  world.say(on, 'office', 'ReportUseOfFunds', payment, { use: 'used', amountFen: spent.amountFen, purpose, occurredOn: on });
}

/** The list of an allowance, paid with the money of another programme. Answers what it comes to. */
function listFrom(world: CaseWorld, moneyOf: string, functionCode: string): number {
  const on = addDays('2018-04-02', world.chance.whole(0, 200));
  const homes = Array.from({ length: world.chance.whole(2, 5) }, () => world.household());
  const amountFen = 100_000;
  const allocation = world.money({ programme: moneyOf, functionCode, amountFen: amountFen * homes.length, on: addDays(on, -30) });
  for (const home of homes) world.line({ programme: 'TEMPAID', period: [on.slice(0, 7)], on, home, amountFen, list: 'l', allocation });
  return amountFen * homes.length;
}

/** Production money pooled for roads under the county's integration plan, then paid for a road. */
function pooled(world: CaseWorld, paidAs: string): void {
  const spent = roadMoney(world);
  const from = world.money({ programme: 'INDUSTRY', amountFen: spent.amountFen, on: addDays(spent.on, -40) });
  const [outOn, inOn] = [addDays(spent.on, -20), addDays(spent.on, -19)];
  world.say(outOn, 'clerk', 'IntegrateFunds', from, { integrationId: 'ZH1', toAllocationId: spent.allocation, amountFen: spent.amountFen, planNumber: '示整合〔2018〕1号', planVersion: 1, useProgrammeId: 'WORKS', occurredOn: outOn });
  world.say(inOn, 'clerk', 'ReceiveIntegratedFunds', spent.allocation, { fromAllocationId: from, integrationId: 'ZH1', amountFen: spent.amountFen, occurredOn: inOn });
  spend(world, {}, spent);
  spend(world, { functionCode: paidAs }, { ...spent, on: addDays(spent.on, 5) });
}

/** Keyed under a wrong code, found within the month, taken back and paid again as it should be. */
function keyedWrong(world: CaseWorld, wish: Partial<PaymentWish>): void {
  const spent = roadMoney(world, `2018-${String(world.chance.whole(4, 11)).padStart(2, '0')}-0${String(world.chance.whole(2, 9))}`);
  const payee = world.organisation();
  const wrong = spend(world, { payee, ...wish }, spent);
  const foundOn = addDays(spent.on, world.chance.whole(4, 10));
  world.say(foundOn, 'clerk', 'ReversePayment', wrong, { reason: '科目录入有误,冲回重付', occurredOn: foundOn });
  spend(world, { payee }, { ...spent, on: addDays(foundOn, 1) });
}

/** A programme of the story's own whose terms let in training from July. */
function revised(world: CaseWorld): void {
  const terms = { payee: 'organisation', cadence: 'by-progress', allowedPurposes: ['production'], endsWithDeath: false, economicClasses: ['310', '302'] };
  const programme = world.programme(terms);
  world.say('2018-06-20', 'province', 'ReviseProgramme', programme, {
    name: `示例项目${programme}`, basis: '鄂扶组发〔2018〕9号', effectiveFrom: '2018-07-01', negativeList: FORBIDDEN.map(([purpose]) => purpose), exclusiveWith: [], rosterPostingDays: 7, ...terms, allowedPurposes: ['production', 'training'], reason: '增列培训支出', occurredOn: '2018-06-20',
  });
  const on = addDays('2018-07-02', world.chance.whole(0, 120));
  const amountFen = world.chance.whole(3, 30) * 100_000;
  spend(world, { purpose: 'training', economicClass: '30216', functionCode: '2130505' }, { on, amountFen, allocation: world.money({ programme, amountFen, on: addDays(on, -40) }) });
}

const plantings: Plantings = {
  rule: 'A12',
  plantings: [
    { truth: 'anomaly', told: 'money for roads pays for what the negative list forbids: an office building, cars, bonuses, debts', share: 3, tell(world) { const [purpose, economicClass] = world.chance.pick(FORBIDDEN); misspent(world, { purpose, economicClass }); } },
    { truth: 'anomaly', told: 'money for roads pays for a training course', tell(world) { misspent(world, { purpose: 'training', economicClass: '30216' }); } },
    { truth: 'anomaly', told: 'booked as roads, but in the class of wages and bonuses', tell(world) { misspent(world, { economicClass: world.chance.pick(['30102', '30107', '30103']) }); } },
    {
      truth: 'anomaly', told: 'moved to the running account of the bureau itself, which says it built the road', also: ['A13'],
      tell(world) { const spent = roadMoney(world); used(world, misspent(world, own(world, '示例县某局'), spent), spent, 'rural-infrastructure'); },
    },
    {
      truth: 'anomaly', told: 'paid under the function class of running costs, with no adjustment of the indicator',
      tell(world) { misspent(world, { functionCode: world.chance.pick(['2130101', '2130501', '2130502', '2010301']) }); },
    },
    { truth: 'anomaly', told: 'temporary relief is paid to households out of money for production', tell(world) { world.wrong(listFrom(world, 'BREED', '2130505')); } },
    {
      truth: 'anomaly', told: 'cars are bought with it, and the money is put back when half a year has passed',
      tell(world) {
        const spent = roadMoney(world, addDays('2018-03-20', world.chance.whole(0, 30)));
        const id = misspent(world, { purpose: 'vehicles-and-equipment', economicClass: '31013' }, spent);
        const backOn = addDays(spent.on, world.chance.whole(120, 220));
        world.say(backOn, 'clerk', 'ReversePayment', id, { reason: '归还原渠道', occurredOn: backOn });
      },
    },
    { truth: 'separable', told: 'production money pooled for roads under the integration plan, paid under the class of roads', tell(world) { pooled(world, '2130504'); } },
    { truth: 'separable', told: 'pooled money paid under the class it came with', tell(world) { pooled(world, '2130505'); } },
    { truth: 'separable', told: 'a wrong function class, taken back and paid anew within the month', tell(world) { keyedWrong(world, { functionCode: '2130501' }); } },
    { truth: 'separable', told: 'a wrong purpose, taken back and paid anew within the month', tell(world) { keyedWrong(world, { purpose: 'office-building' }); } },
    { truth: 'separable', told: 'a project management fee of less than a hundredth, for the design of a road', tell(world) { const spent = roadMoney(world); spend(world, { purpose: 'management-fee', economicClass: '30227', amountFen: Math.floor(spent.amountFen / 125) }, spent); spend(world, { amountFen: spent.amountFen - Math.floor(spent.amountFen / 125) }, spent); } },
    { truth: 'separable', told: 'training, under terms that let it in since July', tell: revised },
    { truth: 'separable', told: 'the road is paid for under a finer economic class of what is allowed', tell(world) { spend(world, { economicClass: world.chance.pick(['31005', '31099', '30213']) }); } },
    { truth: 'separable', told: 'temporary relief is paid to households out of its own money', tell(world) { listFrom(world, 'TEMPAID', '2082001'); } },
    {
      truth: 'inseparable', told: 'the village school built its road itself and was paid back what it had spent', also: ['A13'],
      tell(world) { const spent = roadMoney(world); used(world, spend(world, { payee: world.organisation('12', '示例镇中心小学') }, spent), spent, 'rural-infrastructure'); },
    },
    { truth: 'inseparable', told: 'booked as a vehicle, it was a pump lorry for the irrigation of the village', tell(world) { spend(world, { purpose: 'vehicles-and-equipment', economicClass: '31013' }); } },
  ],
};
export default plantings;
