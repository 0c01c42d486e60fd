/** Planted for A37: what was asked back does not come in, or not where it belongs (追回未缴). */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { orderRecovery, receive } from '../orderly-case';
import type { Plantings } from '../planting';

interface Order { readonly id: string; readonly amountFen: number; readonly on: string; readonly dueOn: string }

function order(world: CaseWorld, terms: { returnTo?: string; byInstalments?: boolean } = {}): Order {
  const on = addDays('2018-03-05', world.chance.whole(0, 180));
  const dueOn = addDays(on, world.chance.whole(20, 60));
  const amountFen = world.chance.whole(2, 80) * 100_000;
  const first = { dueOn: addDays(on, 10), amountFen: amountFen / 2 };
  const id = orderRecovery(world, { amountFen, on, dueOn, ...(terms.returnTo && { returnTo: terms.returnTo }), ...(terms.byInstalments && { instalments: [first, { dueOn, amountFen: amountFen / 2 }] }) });
  return { id, amountFen, on, dueOn };
}

const plantings: Plantings = {
  rule: 'A37',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'ordered, and nothing ever comes in', tell(world) { world.wrong(order(world).amountFen); } },
    { part: 'a', truth: 'anomaly', told: 'half comes in, the rest not', tell(world) { const { id, amountFen, dueOn } = order(world); receive(world, id, addDays(dueOn, -3), amountFen / 2); world.wrong(amountFen / 2); } },
    { part: 'b', truth: 'anomaly', told: 'the money goes into an account of the township', also: ['A37a'], tell(world) { const { id, amountFen, dueOn } = order(world); receive(world, id, addDays(dueOn, -4), amountFen, 'other'); world.wrong(amountFen); } },
    { truth: 'separable', told: 'paid into the treasury on the last day', tell(world) { const { id, amountFen, dueOn } = order(world); receive(world, id, dueOn, amountFen); } },
    { truth: 'separable', told: 'given back to the channel it came from', tell(world) { const { id, amountFen, dueOn } = order(world, { returnTo: 'original-channel' }); receive(world, id, addDays(dueOn, -6), amountFen, 'original-channel'); } },
    {
      truth: 'separable', told: 'by instalments, each in time',
      tell(world) { const { id, amountFen, on, dueOn } = order(world, { byInstalments: true }); receive(world, id, addDays(on, 9), amountFen / 2); receive(world, id, addDays(dueOn, -1), amountFen / 2); },
    },
    {
      truth: 'separable', told: 'the decision is annulled on appeal before the last day',
      tell(world) { const { id, dueOn } = order(world); world.say(addDays(dueOn, -5), 'inspector', 'WithdrawRecovery', id, { reason: '复议撤销', occurredOn: addDays(dueOn, -5) }); },
    },
    { part: 'a', truth: 'inseparable', told: 'paid at the counter of the treasury, and the voucher was never told', tell(world) { order(world); } },
  ],
};
export default plantings;
