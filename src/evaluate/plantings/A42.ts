/**
 * Planted for A42: money and approvals told long after their date, and banks that contradict the ledger. What the service refuses (a used key, more split off than there is)
 * cannot be planted through it: those sub-codes are told by the rule's own stories.
 */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Plantings } from '../planting';

const day = (world: CaseWorld): string => addDays('2018-03-12', world.chance.whole(0, 180));
const longAgo = (world: CaseWorld): number => world.chance.whole(32, 75);

/** Money received in the spring, a little of it taken back by the level above on a paper of some date. */
function reclaimed(world: CaseWorld, toldAfterDays: number): void {
  const on = day(world);
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen: 100_000_000, on: '2018-01-08' });
  const told = addDays(on, toldAfterDays);
  world.say(told, 'clerk', 'ReclaimAllocation', allocation, { amountFen: world.chance.whole(1, 50) * 100_000, documentNumber: `示财农〔2018〕${world.label.slice(-4)}号`, reason: '结余收回', occurredOn: on });
}

/** A payment whose papers are entered so long after the day they bear. */
function paidOnPaper(world: CaseWorld, toldAfterDays: number): void {
  const on = day(world);
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen: 50_000_000, on: '2018-01-08' });
  const told = addDays(on, toldAfterDays);
  const id = world.order({ allocation, amountFen: world.chance.whole(10, 200) * 100_000, on: told, payee: world.organisation(), purpose: 'rural-infrastructure', functionCode: '2130504', terms: { occurredOn: on } });
  world.say(told, 'checker', 'ApprovePayment', id, { occurredOn: on });
  world.say(told, 'clerk', 'ExecutePayment', id, { voucherNumber: `V-${id}`, occurredOn: on });
}

interface List { readonly batchId: string; readonly on: string; readonly amountFen: number }

function ownList(world: CaseWorld): List {
  const on = day(world);
  const amountFen = world.chance.whole(3, 10) * 10_000;
  for (let nth = 0; nth < 3; nth += 1) world.line({ programme: 'TEMPAID', period: [on.slice(0, 7)], on, home: world.household(), amountFen, list: 'own' });
  return { batchId: world.unanswered('own'), on, amountFen };
}

function answer(world: CaseWorld, { batchId, on, amountFen }: List, resultsId: string, after: number, amounts: readonly number[]): void {
  const day = addDays(on, after);
  world.batch(day, 'bank', 'results', batchId, { resultsId, occurredOn: day, lines: amounts.map((fen, index) => ({ ordinal: index + 1, outcome: 'settled', amountFen: fen === 0 ? amountFen : fen })) });
}

const plantings: Plantings = {
  rule: 'A42',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'money taken back is told weeks after the date on its paper', also: ['A10', 'A11'], tell(world) { reclaimed(world, longAgo(world)); } },
    {
      part: 'd', truth: 'anomaly', told: 'the bank\'s file speaks of another amount for a line, and nobody clears it up', also: ['A36'],
      tell(world) { const list = ownList(world); answer(world, list, 'r1', 3, [0, 0]); answer(world, list, 'r2', 5, [0, 0, list.amountFen + 5_000]); },
    },
    {
      part: 'a', truth: 'anomaly', told: 'a payment is ordered, approved and executed on one day, and every paper bears a date of weeks before', also: ['A11'],
      tell(world) { paidOnPaper(world, longAgo(world)); },
    },
    {
      part: 'd', truth: 'anomaly', told: 'the bank\'s file speaks of a line that nobody sent', also: ['A36'],
      tell(world) { const list = ownList(world); answer(world, list, 'r1', 3, [0, 0, 0, list.amountFen]); },
    },
    {
      part: 'd', truth: 'anomaly', told: 'a week after it paid a line, the bank says that it failed', also: ['A36'],
      tell(world) {
        const { batchId, on, amountFen } = ownList(world);
        const day = addDays(on, 9);
        answer(world, { batchId, on, amountFen }, 'r1', 3, [0, 0, 0]);
        world.batch(day, 'bank', 'results', batchId, { resultsId: 'r2', occurredOn: day, lines: [{ ordinal: 2, outcome: 'failed', amountFen, reason: 'F01' }] });
      },
    },
    { part: 'a', truth: 'separable', told: 'told four weeks after its date', also: ['A10', 'A11'], tell(world) { reclaimed(world, world.hard ? 30 : world.chance.whole(5, 28)); } },
    { part: 'a', truth: 'separable', told: 'a death reported months later: registers and lives come late', tell(world) {
      const home = world.household({ others: ['spouse'] });
      world.say(addDays(day(world), 80), 'office', 'ReportMemberDeath', home.id, { person: world.named(home.members[0]), source: 'civil-affairs', occurredOn: '2018-02-20' });
    } },
    { part: 'd', truth: 'separable', told: 'the bank\'s first file and its second agree', tell(world) { const list = ownList(world); answer(world, list, 'r1', 3, [0, 0]); answer(world, list, 'r2', 5, [0, 0, 0]); } },
  ],
};
export default plantings;
