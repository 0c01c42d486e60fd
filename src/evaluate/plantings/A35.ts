/** Planted for A35: what was paid to many households flows on to one account (资金回流), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { Account } from '../../simulate/people';
import type { CaseWorld } from '../case-world';
import { PAID_AFTER_DAYS, type Home } from '../wishes';
import type { Plantings } from '../planting';

interface Village {
  readonly homes: readonly Home[];
  readonly paidOn: string;
  readonly amountFen: number;
}

/** Neighbours who get a grant on one day. */
function grant(world: CaseWorld, neighbours: number): Village {
  const village = world.village();
  const on = addDays('2018-04-12', world.chance.whole(0, 180));
  const amountFen = world.chance.whole(10, 40) * 10_000;
  const homes = Array.from({ length: neighbours }, () => world.household({ village, others: ['spouse'] }));
  for (const home of homes) world.line({ programme: 'INDUSTRY', period: [on.slice(0, 7)], on, home, amountFen, list: 'grant' });
  return { homes, paidOn: addDays(on, PAID_AFTER_DAYS), amountFen };
}

/** The banks hand their flows over a fortnight later. */
const flow = (world: CaseWorld, from: Account, to: Account, on: string, amountFen: number, handedOver: string): void =>
  world.register('bank-flow', { account: from, otherAccount: to, on, amountFen, role: 'out' }, handedOver);

/** Answers what flowed out. */
function outflow(world: CaseWorld, { homes, paidOn, amountFen }: Village, to: (nth: number) => Account, { afterDays = 1, tenths = 10 }: { afterDays?: number; tenths?: number } = {}): number {
  homes.forEach((home, nth) => { flow(world, home.account, to(nth), addDays(paidOn, afterDays), (amountFen / 10) * tenths, addDays(paidOn, 15)); });
  return homes.length * (amountFen / 10) * tenths;
}

const plantings: Plantings = {
  rule: 'A35',
  plantings: [
    {
      truth: 'anomaly', told: 'eight households hand their grants on to one account within two days',
      tell(world) { const one = world.account(); world.wrong(outflow(world, grant(world, world.chance.whole(6, 10)), () => one, { afterDays: world.chance.whole(0, 2) })); },
    },
    {
      truth: 'anomaly', told: 'of seven households\' grants nine tenths flow to one account, a little stays as a reward',
      tell(world) { const one = world.account(); world.wrong(outflow(world, grant(world, 7), () => one, { tenths: 9 })); },
    },
    { truth: 'separable', told: 'every household moves its grant to an account of its own choice', tell(world) { outflow(world, grant(world, 8), () => world.account()); } },
    { truth: 'separable', told: 'four neighbours send money to the same son in town', tell(world) { const one = world.account(); outflow(world, grant(world, 4), () => one); } },
    { truth: 'separable', told: 'the households pay the same shop weeks later', tell(world) { const one = world.account(); outflow(world, grant(world, 8), () => one, { afterDays: 12 }); } },
    { truth: 'separable', told: 'each buys a little at the same shop the next day', tell(world) { const one = world.account(); outflow(world, grant(world, 8), () => one, { tenths: world.hard ? 7 : 3 }); } },
    { truth: 'inseparable', told: 'the households buy seedlings together, and their co-operative\'s papers are not on record', tell(world) { const one = world.account(); outflow(world, grant(world, 7), () => one); } },
  ],
};
export default plantings;
