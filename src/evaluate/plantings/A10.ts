/** Planted for A10: money that left one level and did not arrive whole at the next, or was asked back from those who got it (截留), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import { orderRecovery, receive } from '../orderly-case';
import type { Plantings } from '../planting';

/** Days in which the level below takes in what was sent. */
const ON_ITS_WAY = 30;
const ROADS = { programme: 'WORKS', functionCode: '2130504' } as const;
/** A payment to an organ's own account is a matter for A12 too; what it holds unused, for A13. */
const organ = ['A12', 'A13'];

const day = (world: CaseWorld, from: string, days: number): string => addDays(from, world.chance.whole(0, days));
const sum = (world: CaseWorld): number => world.chance.whole(10, 90) * 100_000;

/** Issued and split by the province, both announced. Answers the ids; the county has still to take it in. */
function sent(world: CaseWorld, on: string): { readonly id: string; readonly root: string; readonly splitOn: string; readonly amountFen: number } {
  const [id, amountFen, splitOn] = [world.id('a'), sum(world), addDays(on, 4)];
  const root = `${id}-42`;
  world.owns('allocation', id);
  world.owns('allocation', root);
  world.say(on, 'province', 'IssueAllocation', root, { region: '42', programmeId: 'WORKS', documentNumber: `鄂财农发〔2018〕${world.label}号`, budgetYear: 2018, source: 'central', functionCode: ROADS.functionCode, amountFen, occurredOn: on });
  world.say(splitOn, 'province', 'SplitAllocation', root, { splitId: 's1', toAllocationId: id, toRegion: world.county, documentNumber: `鄂财农发〔2018〕${world.label}-1`, amountFen, occurredOn: splitOn });
  announce(world, root, 'province', addDays(splitOn, 3));
  return { id, root, splitOn, amountFen };
}

function announce(world: CaseWorld, allocation: string, level: 'province' | 'county', on: string): void {
  world.say(on, level === 'county' ? 'clerk' : 'province', 'PostDisclosure', `allocation-${allocation}`, {
    kind: 'announcement', item: 'allocation', level, venue: 'portal', fields: ['name', 'result', 'document-number', 'source', 'hotline'], occurredOn: on, from: on, contentHash: world.hash(),
  });
}

/** Answers what was taken in. */
function takenIn(world: CaseWorld, { id, root, splitOn, amountFen }: ReturnType<typeof sent>, days: number): number {
  const on = addDays(splitOn, days);
  world.say(on, 'clerk', 'ReceiveAllocation', id, { fromAllocationId: root, splitId: 's1', region: world.county, amountFen, occurredOn: on });
  announce(world, id, 'county', addDays(on, 6));
  world.pay({ allocation: id, amountFen, on: addDays(on, 20), payee: world.organisation(), purpose: 'rural-infrastructure', functionCode: ROADS.functionCode });
  return amountFen;
}

/** Pooled for roads; the fund for roads takes it in after so many days, or never. Answers how much. */
function pooled(world: CaseWorld, days?: number): number {
  const on = day(world, '2018-03-01', 150);
  const amountFen = sum(world);
  const [from, to] = [world.money({ programme: 'INDUSTRY', amountFen, on: addDays(on, -40) }), world.money({ ...ROADS, amountFen, on: addDays(on, -40) })];
  world.say(on, 'clerk', 'IntegrateFunds', from, { integrationId: 'ZH1', toAllocationId: to, amountFen, planNumber: '示整合〔2018〕1号', planVersion: 1, useProgrammeId: 'WORKS', occurredOn: on });
  if (days === undefined) return amountFen;
  const inOn = addDays(on, days);
  world.say(inOn, 'clerk', 'ReceiveIntegratedFunds', to, { fromAllocationId: from, integrationId: 'ZH1', amountFen, occurredOn: inOn });
  return amountFen;
}

/** Moved to the township for roads; its reports tell, in hundredths, what it used and what it still has. Answers what they do not account for. */
function township(world: CaseWorld, used: number, held: number, returned = 0): number {
  const on = day(world, '2018-02-20', 180);
  const amountFen = sum(world);
  const allocation = world.money({ ...ROADS, amountFen, on: addDays(on, -40) });
  const id = world.pay({ allocation, amountFen, on, payee: world.organisation('11', '示例镇人民政府'), purpose: 'rural-infrastructure', functionCode: ROADS.functionCode });
  const told = (days: number, use: string, hundredths: number): void => {
    if (hundredths > 0) world.say(addDays(on, days), 'office', 'ReportUseOfFunds', id, { use, amountFen: (amountFen / 100) * hundredths, ...(use === 'used' && { purpose: 'rural-infrastructure' }), occurredOn: addDays(on, days) });
  };
  told(30, 'used', used);
  told(50, 'returned', returned);
  told(60, 'held', held);
  return (amountFen / 100) * (100 - used - returned - held);
}

/** Paid its award, and then asked for a part of it. */
function paidHome(world: CaseWorld): { readonly home: Home; readonly on: string; readonly amountFen: number } {
  const home = world.household({ others: ['spouse'] });
  const on = day(world, '2018-03-05', 200);
  const amountFen = 100_000;
  world.line({ programme: 'TEMPAID', period: [on.slice(0, 7)], on, home, amountFen });
  return { home, on: addDays(on, world.chance.whole(8, 30)), amountFen };
}

/** Answers what was asked. */
function asked({ home, on, amountFen }: ReturnType<typeof paidHome>, world: CaseWorld, pretext: string, hundredths: number, more: object = {}): number {
  const askedFen = Math.floor((amountFen * hundredths) / 100);
  world.say(on, 'office', 'ReportFeeCollected', home.id, { amountFen: askedFen, pretext, programmeId: 'TEMPAID', occurredOn: on, ...more });
  return askedFen;
}

/** A decision asks back what the household was paid too much; the village takes it from the award, and the treasury has it in time. */
function setOff(world: CaseWorld): void {
  const paid = paidHome(world);
  const head = world.named(paid.home.members[0]);
  const amountFen = Math.floor((paid.amountFen * 30) / 100);
  const recovery = orderRecovery(world, { amountFen, on: addDays(paid.on, -10), dueOn: addDays(paid.on, 60), from: { kind: 'person', person: head } });
  asked(paid, world, '抵扣多领款', 30, { payer: head });
  receive(world, recovery, addDays(paid.on, 5), amountFen);
}

const plantings: Plantings = {
  rule: 'A10',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'the province split it, and no county ever took it in', tell(world) { world.wrong(sent(world, day(world, '2018-01-15', 200)).amountFen); } },
    { part: 'a', truth: 'anomaly', mended: true, told: 'the county took it in after two months or three', tell(world) { world.wrong(takenIn(world, sent(world, day(world, '2018-01-15', 100)), ON_ITS_WAY + world.chance.whole(10, 60))); } },
    { part: 'a', truth: 'anomaly', told: 'pooled out of one fund, it arrived in no other', tell(world) { world.wrong(pooled(world)); } },
    { part: 'b', truth: 'anomaly', also: organ, told: 'the township used most of it; of the rest it holds less than there must be', share: 2, tell(world) { const used = world.chance.whole(50, 70); world.wrong(township(world, used, 100 - used - world.chance.whole(8, 25))); } },
    { part: 'b', truth: 'anomaly', also: organ, told: 'the township gave some back and says next to nothing is left; a tenth or two is nowhere', tell(world) { world.wrong(township(world, 60, 2, world.chance.whole(18, 28))); } },
    { part: 'c', truth: 'anomaly', told: 'a deposit is asked of the household that was paid', tell(world) { world.wrong(asked(paidHome(world), world, '押金', world.chance.whole(5, 30))); } },
    { part: 'c', truth: 'anomaly', told: 'the village keeps a fee for its work of every payee', share: 2, tell(world) { const paid = paidHome(world); world.wrong(asked(paid, world, world.chance.pick(['工本费', '手续费', '跑腿费']), world.chance.whole(2, 15), { payer: world.named(paid.home.members[0]) })); } },
    { part: 'a', truth: 'separable', told: 'the county took it in within thirty days', tell(world) { takenIn(world, sent(world, day(world, '2018-01-15', 200)), world.hard ? ON_ITS_WAY : world.chance.whole(2, 25)); } },
    {
      part: 'a', truth: 'separable', told: 'meant for another county: declined, and withdrawn by the province',
      tell(world) {
        const { id, root, splitOn, amountFen } = sent(world, day(world, '2018-01-15', 200));
        world.say(addDays(splitOn, 5), 'clerk', 'DeclineAllocation', id, { fromAllocationId: root, splitId: 's1', region: world.county, reason: '项目不在本县', occurredOn: addDays(splitOn, 5) });
        world.say(addDays(splitOn, 8), 'province', 'WithdrawSplit', root, { splitId: 's1', reason: '接收方退回', occurredOn: addDays(splitOn, 8) });
        world.say(addDays(splitOn, 12), 'province', 'AdjustAllocation', root, { changeFen: -amountFen, documentNumber: `鄂财农发〔2018〕${world.label}-2`, reason: '收回预算', occurredOn: addDays(splitOn, 12) });
      },
    },
    { part: 'a', truth: 'separable', told: 'pooled and taken in within days', tell(world) { pooled(world, world.chance.whole(1, 20)); } },
    { part: 'b', truth: 'separable', also: organ, told: 'the township’s reports account for every fen', tell(world) { township(world, 70, 20, 10); } },
    { part: 'b', truth: 'separable', also: organ, told: 'the township used all of it', tell(world) { township(world, 100, 0); } },
    { part: 'c', truth: 'separable', told: 'what was paid too much last year is set off under a decision', tell: setOff },
    { part: 'c', truth: 'separable', told: 'paid, and nothing asked of anybody', tell(world) { paidHome(world); } },
    { part: 'c', truth: 'inseparable', told: 'the households had agreed to give a little each for the lamp of their lane', tell(world) { asked(paidHome(world), world, '路灯集资', 3); } },
  ],
};
export default plantings;
