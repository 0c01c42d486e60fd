/** Planted for A33: money for production handed out in cash (造血变输血), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import { OrderlyProject } from '../orderly-project';
import type { Plantings } from '../planting';

/** A programme whose money is for production alone. */
const production = (world: CaseWorld, terms: object = {}): string =>
  world.programme({ name: '产业发展到户资金', payee: 'household', cadence: 'once', allowedPurposes: ['production'], endsWithDeath: false, participationRequired: true, ...terms });

const EACH_FEN = 300_000;
const payDay = (world: CaseWorld): string => addDays('2018-05-14', world.chance.whole(0, 150));

/** Answers what was handed out. */
function handOut(world: CaseWorld, programme: string, homes: readonly Home[], on: string): number {
  for (const home of homes) world.line({ programme, period: [on.slice(0, 7)], on, home, amountFen: EACH_FEN, list: 'cash' });
  return homes.length * EACH_FEN;
}

const village = (world: CaseWorld, count: number): Home[] => {
  const code = world.village();
  return Array.from({ length: count }, () => world.household({ village: code, others: ['spouse'] }));
};

function tookPart(world: CaseWorld, homes: readonly Home[], on: string): void {
  const project = new OrderlyProject(world, { village: homes[0]?.village ?? '', plannedOn: '2018-03-12', days: 40, projectClass: 'industry' });
  project.told(['end']);
  project.say(addDays(on, -4), 'ReportParticipation', { activity: world.chance.pick(['planting', 'breeding', 'labour']), households: homes.map(({ id }) => id), from: addDays(on, -60), until: addDays(on, -10), recordHash: world.hash() });
}

const plantings: Plantings = {
  rule: 'A33',
  plantings: [
    { truth: 'anomaly', told: 'money for seedlings is paid out to the households of a village, and nobody planted anything', tell(world) { world.wrong(handOut(world, production(world), village(world, world.chance.whole(3, 8)), payDay(world))); } },
    {
      truth: 'anomaly', told: 'a single household draws the production grant and has taken no part in any work',
      tell(world) { world.wrong(handOut(world, production(world), village(world, 1), payDay(world))); },
    },
    { truth: 'separable', told: 'every household bred or planted, and the inspection sheet says so', tell(world) { const homes = village(world, 4); const on = payDay(world); tookPart(world, homes, on); handOut(world, production(world), homes, on); } },
    { truth: 'separable', told: 'a reward for output (奖补), which the programme allows to be paid in cash', tell(world) { handOut(world, production(world, { allowedPurposes: ['production', 'household-subsidy'], participationRequired: false }), village(world, 4), payDay(world)); } },
    { truth: 'inseparable', told: 'the households planted, and the sheet was never entered', tell(world) { handOut(world, production(world), village(world, 3), payDay(world)); } },
  ],
};
export default plantings;
