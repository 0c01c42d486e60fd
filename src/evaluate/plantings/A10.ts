/** Planted for A10: money stopped on its way to whom it was meant for (截留), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Plantings } from '../planting';

const AMOUNT_FEN = 40_000_000;
const dayOf = (world: CaseWorld): string => addDays('2018-02-26', world.chance.whole(0, 200));
const TRANSIT_DAYS = 30;

/** The province sends money down; the county takes it in after so many days, or never. */
function sentDown(world: CaseWorld, takenInAfter: number | undefined): void {
  const on = dayOf(world);
  const [root, child] = [world.id('a'), world.id('a')];
  world.owns('allocation', root);
  world.owns('allocation', child);
  const documentNumber = `鄂财农发〔2018〕${world.label.slice(-4)}号`;
  const post = (day: string, as: string, level: string, allocation: string): void => world.say(day, as, 'PostDisclosure', `allocation-${allocation}`, {
    kind: 'announcement', item: 'allocation', level, venue: 'portal', fields: ['name', 'result', 'document-number', 'source', 'hotline'], occurredOn: day, from: day, contentHash: world.hash(),
  });
  world.say(on, 'province', 'IssueAllocation', root, { region: '42', programmeId: 'WORKS', documentNumber, budgetYear: 2018, source: 'central', functionCode: '2130504', amountFen: AMOUNT_FEN, occurredOn: on });
  world.say(addDays(on, 5), 'province', 'SplitAllocation', root, { splitId: world.county, toAllocationId: child, toRegion: world.county, documentNumber: `${documentNumber}-1`, amountFen: AMOUNT_FEN, occurredOn: addDays(on, 5) });
  post(addDays(on, 6), 'province', 'province', root);
  post(addDays(on, 12), 'province', 'province', root);
  if (takenInAfter === undefined) return;
  const received = addDays(on, 5 + takenInAfter);
  world.say(received, 'clerk', 'ReceiveAllocation', child, { fromAllocationId: root, splitId: world.county, region: world.county, amountFen: AMOUNT_FEN, occurredOn: received });
  post(addDays(received, 7), 'clerk', 'county', child);
}

/** A township office is paid to pass money on to households, and says what became of it. */
function township(world: CaseWorld, usedTenths: number, heldTenths: number): void {
  const on = dayOf(world);
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen: AMOUNT_FEN, on: addDays(on, -30) });
  const payment = world.pay({ allocation, amountFen: AMOUNT_FEN, on, payee: world.organisation('11'), purpose: 'rural-infrastructure', functionCode: '2130504' });
  const told = (day: string, use: string, tenths: number): void => { if (tenths > 0) world.say(day, 'office', 'ReportUseOfFunds', payment, { use, amountFen: (AMOUNT_FEN / 10) * tenths, ...(use === 'used' && { purpose: 'rural-infrastructure' }), occurredOn: day }); };
  told(addDays(on, 40), 'used', usedTenths);
  told(addDays(on, 41), 'held', heldTenths);
}

/** A household is paid, and somebody takes a part of it. */
function feeTaken(world: CaseWorld): void {
  const home = world.household({ others: ['spouse'] });
  const on = dayOf(world);
  world.line({ programme: 'TEMPAID', period: [on.slice(0, 7)], on, home, amountFen: 100_000 });
  const collector = world.organisation('11');
  world.say(addDays(on, 9), 'office', 'ReportFeeCollected', home.id, { payer: world.named(home.members[0]), collectorUscc: collector.uscc, programmeId: 'TEMPAID', amountFen: 20_000, pretext: world.chance.pick(['手续费', '保证金', '公益金', '卫生费']), occurredOn: addDays(on, 9) });
}

const plantings: Plantings = {
  rule: 'A10',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'the province sends money down, and the county never takes it in', also: ['A11'], tell(world) { sentDown(world, undefined); world.wrong(AMOUNT_FEN); } },
    { part: 'b', truth: 'anomaly', told: 'a township was paid for a road, and what it spent and holds is less than it got', also: ['A12', 'A13'], tell(world) { township(world, world.chance.whole(4, 7), world.chance.whole(1, 2)); } },
    { part: 'c', truth: 'anomaly', told: 'of a household\'s aid a fifth is taken as a fee', tell(world) { feeTaken(world); } },
    { part: 'a', truth: 'separable', told: 'taken in within the month', tell(world) { sentDown(world, world.hard ? TRANSIT_DAYS : world.chance.whole(3, 25)); } },
    { part: 'b', truth: 'separable', told: 'the township accounts for every fen', also: ['A12', 'A13'], tell(world) { township(world, 10, 0); } },
    { part: 'b', truth: 'separable', told: 'part is spent, and the township still holds the rest', also: ['A12', 'A13'], tell(world) { township(world, 8, 2); } },
    { part: 'c', truth: 'inseparable', told: 'a tax the household owed is withheld, and the receipt is not on record', tell(world) { feeTaken(world); } },
  ],
};
export default plantings;
