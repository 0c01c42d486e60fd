/** Planted for A11: money that stays where it should pass on (滞留) — at the province, at the county, at the treasury, at the bank —, and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { PAID_AFTER_DAYS, type Home } from '../wishes';
import { OrderlyProject } from '../orderly-project';
import { OrderlyRoster } from '../orderly-roster';
import type { Plantings } from '../planting';
import { workdaysAfter } from '../workdays';

/** Working days a county has to pay out, by the programme; calendar days the province has to split. */
const COUNTY_LIMIT = 30;
const PROVINCE_LIMIT = 30;
const RECEIVED_AFTER = 6;
/** Received, announced, reclaimed. */
const REVISION_OF_RECLAIM = 2;

interface Granted {
  readonly programme: string;
  readonly homes: readonly Home[];
  readonly amountFen: number;
  readonly allocation: string;
  readonly receivedOn: string;
}

/** Money for a few households' one-off grant, with a pay-out clock. */
function granted(world: CaseWorld, issuedOn: string): Granted {
  const programme = world.programme({ payee: 'household', cadence: 'once', endsWithDeath: false, payWithinWorkdays: COUNTY_LIMIT });
  const village = world.village();
  const homes = Array.from({ length: world.chance.whole(2, 5) }, () => world.household({ village, others: ['spouse'] }));
  const amountFen = world.chance.whole(10, 40) * 10_000;
  return { programme, homes, amountFen, allocation: world.money({ programme, amountFen: amountFen * homes.length, on: issuedOn }), receivedOn: addDays(issuedOn, RECEIVED_AFTER) };
}

/** In households' hands on this day. Answers what they were paid. */
function settled(world: CaseWorld, { programme, homes, amountFen, allocation }: Granted, on: string, list = 'l'): number {
  const openedOn = addDays(on, -PAID_AFTER_DAYS);
  for (const home of homes) world.line({ programme, period: [openedOn.slice(0, 7)], on: openedOn, home, amountFen, list, allocation });
  return homes.length * amountFen;
}

const issueDay = (world: CaseWorld, from = '2018-01-15', days = 150): string => addDays(from, world.chance.whole(0, days));

/** Split so many days after the province had it; spent on works, which are paid by progress. Answers how much. */
function splitAfter(world: CaseWorld, days: number): number {
  const on = addDays('2018-01-10', world.chance.whole(0, 60));
  const amountFen = world.chance.whole(300, 900) * 100_000;
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen, on, splitAfterDays: days });
  new OrderlyProject(world, { allocation, amountFen, plannedOn: addDays(on, days + 20) }).told();
  return amountFen;
}

/** Answers what was ordered. */
function treasury(world: CaseWorld, executedAfter: number): number {
  const on = addDays('2018-03-01', world.chance.whole(0, 200));
  const amountFen = world.chance.whole(20, 90) * 100_000;
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen, on: addDays(on, -30) });
  const id = world.order({ allocation, amountFen, on, payee: world.organisation(), purpose: 'rural-infrastructure', functionCode: '2130504', terms: { summary: '工程款' } });
  world.say(addDays(on, 1), 'checker', 'ApprovePayment', id, { occurredOn: addDays(on, 1) });
  const executedOn = addDays(on, 1 + executedAfter);
  world.say(executedOn, 'clerk', 'ExecutePayment', id, { voucherNumber: `V-${id}`, occurredOn: executedOn });
  return amountFen;
}

/** The bank answers for a list so many working days after it was sent. Answers what the list comes to. */
function bank(world: CaseWorld, workdays: number): number {
  const money = granted(world, issueDay(world));
  const openedOn = workdaysAfter(money.receivedOn, 4);
  const listedFen = settled(world, money, addDays(openedOn, PAID_AFTER_DAYS), 'slow');
  const batchId = world.unanswered('slow');
  const answeredOn = workdaysAfter(addDays(openedOn, 1), workdays);
  world.batch(answeredOn, 'bank', 'results', batchId, {
    resultsId: `${batchId}-1`, occurredOn: answeredOn, lines: money.homes.map((_, nth) => ({ ordinal: nth + 1, outcome: 'settled', amountFen: money.amountFen })),
  });
  world.batch(addDays(answeredOn, 5), 'clerk', 'close', batchId, { occurredOn: addDays(answeredOn, 5) });
  return listedFen;
}

/** The roster of the grant is objected to; the village answers after so many days, and the households have it a week later. */
function objected(world: CaseWorld, days: number): void {
  const money = granted(world, issueDay(world));
  const roster = new OrderlyRoster(world, { ...money, period: [money.receivedOn.slice(0, 7)], on: workdaysAfter(money.receivedOn, 8) });
  const answeredOn = addDays(roster.until, days);
  roster.compiled().posted().say(addDays(roster.postedOn, 3), 'RaiseObjection', { objectionId: 'O1', matter: '名单有异议,待核' })
    .say(answeredOn, 'AnswerObjection', { objectionId: 'O1', upheld: false, answer: '经核实,符合条件' }).sealed({}, addDays(answeredOn, 1)).paid(addDays(answeredOn, 4));
}

const plantings: Plantings = {
  rule: 'A11',
  plantings: [
    { truth: 'anomaly', mended: true, told: 'central money lies at the province for weeks beyond thirty days before it is split', tell(world) { world.wrong(splitAfter(world, PROVINCE_LIMIT + world.chance.whole(3, 45))); } },
    { truth: 'anomaly', mended: true, told: 'the county pays households a few weeks after the limit', share: 2, tell(world) { const money = granted(world, issueDay(world)); world.wrong(settled(world, money, workdaysAfter(money.receivedOn, COUNTY_LIMIT + world.chance.whole(3, 25)))); } },
    { truth: 'anomaly', mended: true, told: 'the county pays households after more than twice the limit', tell(world) { const money = granted(world, issueDay(world, '2018-01-15', 90)); world.wrong(settled(world, money, workdaysAfter(money.receivedOn, COUNTY_LIMIT * 2 + world.chance.whole(3, 40)))); } },
    { truth: 'anomaly', told: 'the county received the money and never paid it that year', tell(world) { const { homes, amountFen } = granted(world, issueDay(world, '2018-02-01', 120)); world.wrong(homes.length * amountFen); } },
    {
      truth: 'anomaly', mended: true, told: 'most is paid in time; a fifth of the money stays with the county for months',
      tell(world) {
        const money = granted(world, issueDay(world, '2018-01-15', 100));
        const [last, ...first] = money.homes;
        settled(world, { ...money, homes: first }, workdaysAfter(money.receivedOn, 20));
        world.wrong(settled(world, { ...money, homes: last ? [last] : [] }, workdaysAfter(money.receivedOn, COUNTY_LIMIT + world.chance.whole(15, 60)), 'late'));
      },
    },
    { truth: 'anomaly', mended: true, told: 'an approved order lies at the treasury for weeks before it is executed', tell(world) { world.wrong(treasury(world, world.chance.whole(12, 40))); } },
    { truth: 'anomaly', mended: true, told: 'the bank has the list and the money, and answers after weeks', tell(world) { world.wrong(bank(world, world.chance.whole(9, 20))); } },
    { truth: 'separable', told: 'split within thirty days, on the last of them where it is close', tell(world) { splitAfter(world, world.hard ? PROVINCE_LIMIT : world.chance.whole(20, 29)); } },
    {
      truth: 'separable', told: 'paid within thirty working days, which the Spring Festival makes more than six weeks',
      tell(world) { const money = granted(world, addDays('2018-01-05', world.chance.whole(0, 20))); settled(world, money, workdaysAfter(money.receivedOn, world.hard ? COUNTY_LIMIT : world.chance.whole(25, 29))); },
    },
    {
      truth: 'separable', told: 'paid within thirty working days across National Day',
      tell(world) { const money = granted(world, addDays('2018-08-20', world.chance.whole(0, 20))); settled(world, money, workdaysAfter(money.receivedOn, world.hard ? COUNTY_LIMIT : world.chance.whole(24, 29))); },
    },
    { truth: 'separable', told: 'an objection to the roster is open for weeks, and the money waits for its answer', tell(world) { objected(world, world.chance.whole(30, 50)); } },
    { truth: 'separable', told: 'works are paid by progress: the money waits for them for months', tell(world) { new OrderlyProject(world, { days: world.chance.whole(70, 90) }).told(); } },
    {
      truth: 'separable', told: 'the province takes the money back before the limit, for a village that was left out of the plan',
      tell(world) {
        const { allocation, amountFen, homes, receivedOn } = granted(world, issueDay(world));
        const on = workdaysAfter(receivedOn, 22);
        world.say(on, 'clerk', 'ReclaimAllocation', allocation, { amountFen: amountFen * homes.length, documentNumber: `示财农〔2018〕${world.id('').replaceAll(/\D/g, '')}号`, reason: '计划调整', occurredOn: on });
        world.say(addDays(on, 4), 'province', 'ReceiveReclaimedFunds', `${allocation}-42`, { fromAllocationId: allocation, reclaimRevision: REVISION_OF_RECLAIM, amountFen: amountFen * homes.length, occurredOn: addDays(on, 4) });
      },
    },
    { truth: 'separable', told: 'the treasury pays on the day of approval', tell(world) { treasury(world, 0); } },
    { truth: 'separable', told: 'the bank answers within five working days', tell(world) { bank(world, world.hard ? 5 : world.chance.whole(2, 4)); } },
    {
      truth: 'inseparable', told: 'a flood closed the office for a month, and nobody recorded it',
      tell(world) { const money = granted(world, issueDay(world, '2018-05-01', 60)); settled(world, money, workdaysAfter(money.receivedOn, COUNTY_LIMIT + world.chance.whole(5, 20))); },
    },
  ],
};
export default plantings;
