/** Planted for A32: industry money that ties no poor household in (垒大户), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home } from '../wishes';
import { OrderlyProject } from '../orderly-project';
import type { Plantings } from '../planting';

const DAY = '2018-03-05';

interface Industry {
  readonly project: OrderlyProject;
  readonly households: readonly Home[];
}

/** Money put into a base that a co-operative or firm runs, orderly in everything but the ties to households. */
function industry(world: CaseWorld, amountWan: number): OrderlyProject {
  const firm = world.organisation(world.chance.pick(['91', '93']));
  const project = new OrderlyProject(world, { projectClass: 'industry', name: `示例${world.label}特色产业基地`, amountFen: amountWan * 1_000_000, plannedOn: addDays(DAY, world.chance.whole(0, 40)), days: 60, unit: firm, contractor: firm, programme: world.programme({ name: '特色产业发展', payee: 'organisation', cadence: 'by-progress', allowedPurposes: ['production'], endsWithDeath: false }), functionCode: '2130505' });
  project.told(['tender', 'contract', 'progress', 'acceptance', 'invoice', 'completion', 'advance', 'settlement', 'end']);
  return project;
}

/** Who is tied in, told before the money is paid. */
function tie(project: OrderlyProject, households: number, more: object = {}): Industry {
  const { world, village, contractor, signedOn, amountFen } = project;
  const homes = Array.from({ length: households }, () => world.household({ village }));
  project.say(addDays(signedOn, 2), 'AgreeLinkage', { agreementNumber: `LJ-${project.id}`, entityUscc: contractor.uscc, entityName: contractor.name, mode: 'asset-income', fundsFen: amountFen, households: homes.map(({ id }) => id), ...more });
  return { project, households: homes };
}

/** Given to whoever runs the base, in two parts: not for works under a contract. */
function pay(project: OrderlyProject): void {
  const { world, id, allocation, contractor, functionCode, startOn } = project;
  for (const [after, basisPoints] of [[10, 6_000], [40, 4_000]] as const) {
    world.pay({ allocation, payee: contractor, purpose: 'production', functionCode, amountFen: project.share(basisPoints), on: addDays(startOn, after), terms: { projectId: id } });
  }
}

const HOUSEHOLDS = 12;
const EACH_FEN = 60_000;
/** One household for so much, or the rest helps none. */
const PER_HOUSEHOLD_FEN = 5_000_000;

const promise = (firstDueOn: string): object => ({ dividend: { everyMonths: 12, firstDueOn, times: 3, amountFen: EACH_FEN, per: 'household' } });
const dueOn = (world: CaseWorld): string => addDays('2018-06-20', world.chance.whole(0, 60));

function distribute({ project, households }: Industry, periodDueOn: string, on: string): void {
  project.say(on, 'PayDividend', { agreementNumber: `LJ-${project.id}`, entityUscc: project.contractor.uscc, periodDueOn, payments: households.map(({ id }) => ({ householdId: id, amountFen: EACH_FEN })) });
}

const plantings: Plantings = {
  rule: 'A32',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'half a million for a base, and no list says which household gains', tell(world) { const project = industry(world, world.chance.whole(30, 80)); pay(project); world.wrong(project.amountFen); } },
    {
      part: 'b', truth: 'anomaly', told: 'the first dividend falls due and three months later nobody has it',
      tell(world) { const project = industry(world, 30); tie(project, HOUSEHOLDS, promise(dueOn(world))); pay(project); world.wrong(HOUSEHOLDS * EACH_FEN); },
    },
    {
      part: 'c', truth: 'anomaly', told: 'a large grant for a base that ties in three households',
      tell(world) { const project = industry(world, world.chance.whole(40, 90)); tie(project, 3); pay(project); world.wrong(project.amountFen - 3 * PER_HOUSEHOLD_FEN); },
    },
    { truth: 'separable', told: 'twelve households are tied in for 300,000 yuan', tell(world) { const project = industry(world, 30); tie(project, 12); pay(project); } },
    { part: 'c', truth: 'separable', told: 'one household for every 50,000 yuan, exactly', tell(world) { const project = industry(world, 50); tie(project, 10); pay(project); } },
    {
      part: 'b', truth: 'separable', told: 'the dividend is paid on its day',
      tell(world) { const on = dueOn(world); const project = industry(world, 30); const tied = tie(project, 12, promise(on)); pay(project); distribute(tied, on, on); },
    },
    {
      part: 'b', truth: 'separable', told: 'the dividend is paid two months late, within the grace',
      tell(world) { const on = dueOn(world); const project = industry(world, 30); const tied = tie(project, 12, promise(on)); pay(project); distribute(tied, on, addDays(on, world.hard ? 88 : 60)); },
    },
    { part: 'b', truth: 'separable', told: 'first season not harvested: the first dividend is due next year', tell(world) { const project = industry(world, 30); tie(project, 12, promise('2019-06-30')); pay(project); } },
    { part: 'b', truth: 'inseparable', told: 'the dividend was handed out in cash at the village meeting and not entered', tell(world) { const project = industry(world, 30); tie(project, 12, promise(dueOn(world))); pay(project); } },
  ],
};
export default plantings;
