/** Planted for A14: money received and left lying for a year, for two, or past the year the law leaves it (资金闲置), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Plantings } from '../planting';

const ROADS = { programme: 'WORKS', functionCode: '2130504' } as const;
const RECEIVED_AFTER = 6;
const YEAR = 365;

interface Received {
  readonly allocation: string;
  readonly amountFen: number;
  readonly on: string;
}

function received(world: CaseWorld, from: string, days: number, terms: object = {}): Received {
  const issuedOn = addDays(from, world.chance.whole(0, days));
  const amountFen = world.chance.whole(20, 300) * 100_000;
  return { amountFen, on: addDays(issuedOn, RECEIVED_AFTER), allocation: world.money({ ...ROADS, amountFen, on: issuedOn, ...terms }) };
}

/** So many hundredths of it lie too long. */
const idle = (world: CaseWorld, { amountFen }: Received, hundredths: number): void => { world.wrong((amountFen / 100) * hundredths); };

/** So many hundredths of it are paid for a road, out of the treasury on that day. */
function paid(world: CaseWorld, { allocation, amountFen }: Received, hundredths: number, on: string): void {
  world.pay({ allocation, amountFen: (amountFen / 100) * hundredths, on: addDays(on, -2), payee: world.organisation(), purpose: 'rural-infrastructure', functionCode: ROADS.functionCode });
}

const explained = (world: CaseWorld, { allocation, amountFen }: Received, hundredths: number, on: string, more: object): void =>
  world.say(on, 'clerk', 'ExplainIdleFunds', allocation, { amountFen: (amountFen / 100) * hundredths, occurredOn: on, ...more });

const some = (world: CaseWorld): number => world.chance.whole(10, 60);

/** The county carries what is left into the next year's budget, and pays it out there on the day given. */
function carried(world: CaseWorld, money: Received, hundredths: number, on: string, paidOn: string): void {
  const id = world.id('a');
  world.owns('allocation', id);
  const amountFen = (money.amountFen / 100) * hundredths;
  const year = Number(on.slice(0, 4)) + 1;
  world.say(on, 'clerk', 'CarryOver', money.allocation, { carryId: 'JZ1', kind: 'carry-over', toAllocationId: id, toBudgetYear: year, documentNumber: `示财农〔${on.slice(0, 4)}〕88号`, amountFen, occurredOn: on });
  world.say(addDays(on, 3), 'clerk', 'OpenCarriedAllocation', id, { carriedFromId: money.allocation, carryId: 'JZ1', region: world.county, amountFen, occurredOn: addDays(on, 3) });
  paid(world, { allocation: id, amountFen, on }, 100, paidOn);
}

function reclaimed(world: CaseWorld, { allocation, amountFen }: Received, hundredths: number, on: string): void {
  world.say(on, 'clerk', 'ReclaimAllocation', allocation, { amountFen: (amountFen / 100) * hundredths, takenBy: 'own-treasury', documentNumber: `示财〔${on.slice(0, 4)}〕66号`, reason: '盘活存量资金', occurredOn: on });
}

/** Ordered and approved; executed so many days later, if the year lasts so long. Answers how much. */
function setAside(world: CaseWorld, days: number): number {
  const money = received(world, '2018-01-15', 60);
  const on = addDays(money.on, 20);
  const id = world.order({ allocation: money.allocation, amountFen: money.amountFen, on, payee: world.organisation(), purpose: 'rural-infrastructure', functionCode: ROADS.functionCode, terms: { summary: '工程款' } });
  world.say(addDays(on, 1), 'checker', 'ApprovePayment', id, { occurredOn: addDays(on, 1) });
  const executedOn = addDays(on, 1 + days);
  world.say(executedOn, 'clerk', 'ExecutePayment', id, { voucherNumber: `V-${id}`, occurredOn: executedOn });
  return money.amountFen;
}

function unanswered(world: CaseWorld): void {
  const on = addDays('2018-03-01', world.chance.whole(0, 80));
  const amountFen = world.chance.whole(5, 20) * 10_000;
  const homes = Array.from({ length: world.chance.whole(2, 5) }, () => world.household());
  const allocation = world.money({ programme: 'TEMPAID', functionCode: '2082001', amountFen: amountFen * homes.length, on: addDays(on, -30) });
  for (const home of homes) world.line({ programme: 'TEMPAID', period: [on.slice(0, 7)], on, home, amountFen, list: 'l', allocation });
  world.unanswered('l');
  world.wrong(amountFen * homes.length);
}

/** What waits at the treasury or the bank for months is held there too. */
const also = ['A11'];

const plantings: Plantings = {
  rule: 'A14',
  plantings: [
    {
      part: 'a', truth: 'anomaly', told: 'part of the money is spent in the first year, the rest lies on beyond it',
      tell(world) { const money = received(world, '2017-02-01', 270); const rest = some(world); paid(world, money, 100 - rest, addDays(money.on, world.chance.whole(60, 200))); idle(world, money, rest); },
    },
    { part: 'a', truth: 'anomaly', told: 'no fen of it was spent in more than a year', tell(world) { idle(world, received(world, '2017-02-01', 270), 100); } },
    {
      part: 'a', truth: 'anomaly', mended: true, told: 'the rest is spent after thirteen to eighteen months', share: 2,
      tell(world) {
        const money = received(world, '2017-01-15', 140);
        const rest = some(world);
        paid(world, money, 100 - rest, addDays(money.on, world.chance.whole(60, 200)));
        paid(world, money, rest, addDays(money.on, YEAR + world.chance.whole(20, 180)));
        idle(world, money, rest);
      },
    },
    {
      part: 'a', truth: 'anomaly', told: 'two years after it came, a third of it still lies there',
      tell(world) { const money = received(world, '2016-02-01', 290); const rest = some(world); paid(world, money, 100 - rest, addDays(money.on, world.chance.whole(100, 300))); idle(world, money, rest); },
    },
    {
      part: 'a', truth: 'anomaly', told: 'the season was given as the reason; two seasons later it still lies there',
      tell(world) {
        const money = received(world, '2016-09-01', 60);
        paid(world, money, 50, addDays(money.on, 90));
        explained(world, money, 50, addDays(money.on, 120), { reason: 'seasonal', explanation: '春季造林后支付', until: '2017-04-30' });
        idle(world, money, 50);
      },
    },
    { part: 'b', truth: 'anomaly', also, mended: true, told: 'set aside for an order that was approved and not executed for more than half a year', tell(world) { world.wrong(setAside(world, world.chance.whole(190, 230))); } },
    { part: 'b', truth: 'anomaly', also, told: 'set aside for a list the bank never answered', tell: unanswered },
    { part: 'b', truth: 'separable', told: 'set aside for an order that is executed after four or five months, when the builder had sent its papers', also, tell(world) { setAside(world, world.chance.whole(100, 160)); } },
    { truth: 'separable', told: 'spent within the year, on its last days where it is close', tell(world) { const money = received(world, '2017-01-15', 250); paid(world, money, 100, addDays(money.on, world.hard ? YEAR - 3 : world.chance.whole(200, 340))); } },
    {
      truth: 'separable', told: 'announced early in autumn for the next budget year, and spent within that year',
      tell(world) { const money = received(world, '2016-10-25', 40, { budgetYear: 2017 }); paid(world, money, 100, addDays('2017-12-01', world.chance.whole(0, 20))); },
    },
    {
      truth: 'separable', told: 'a tenth or less is kept as quality retention under the contract',
      tell(world) {
        const money = received(world, '2017-02-01', 120);
        const kept = world.chance.whole(3, 10);
        const acceptedOn = addDays(money.on, world.chance.whole(180, 280));
        paid(world, money, 100 - kept, acceptedOn);
        explained(world, money, kept, addDays(acceptedOn, 10), { reason: 'retention', explanation: '质保金', documentNumber: `HT-${world.label}`, until: addDays(acceptedOn, 730) });
      },
    },
    {
      truth: 'separable', told: 'the builder went to court, and the money waits for the judgment',
      tell(world) {
        const money = received(world, '2017-02-01', 120);
        paid(world, money, 60, addDays(money.on, 150));
        explained(world, money, 40, addDays(money.on, 200), { reason: 'litigation', explanation: '施工合同纠纷,法院冻结', documentNumber: `(2017)鄂28民初${String(world.chance.whole(100, 900))}号` });
      },
    },
    {
      truth: 'separable', told: 'planted in spring: the money waits for the season that was named, and is paid then',
      tell(world) {
        const money = received(world, '2017-03-20', 40);
        paid(world, money, 40, addDays(money.on, 60));
        explained(world, money, 60, addDays(money.on, 220), { reason: 'seasonal', explanation: '次年春季补植', until: '2018-06-30' });
        paid(world, money, 60, addDays('2018-05-10', world.chance.whole(0, 40)));
      },
    },
    { truth: 'separable', told: 'carried into the next year in good order and spent before a year had passed', tell(world) { const money = received(world, '2017-04-01', 60); paid(world, money, 70, addDays(money.on, 120)); carried(world, money, 30, '2017-12-28', addDays(money.on, world.chance.whole(285, 350))); } },
    { truth: 'separable', told: 'what was not needed was taken back before the year was over', tell(world) { const money = received(world, '2017-02-01', 200); paid(world, money, 80, addDays(money.on, 150)); reclaimed(world, money, 20, addDays(money.on, world.chance.whole(200, 350))); } },
    { truth: 'separable', told: 'received this year, half of it not spent yet', tell(world) { const money = received(world, '2018-01-10', 120); paid(world, money, 50, addDays(money.on, 120)); } },
    { truth: 'inseparable', told: 'quality retention of a tenth, which nobody gave as the reason', tell(world) { const money = received(world, '2017-02-01', 120); paid(world, money, 90, addDays(money.on, world.chance.whole(180, 280))); } },
  ],
};
export default plantings;
