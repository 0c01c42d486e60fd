/** Planted for A13: booked as spent, it only moved to a township, a bureau or a platform that has not used it (以拨代支), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { Organisation } from '../../simulate/people';
import type { CaseWorld } from '../case-world';
import { OrderlyProject } from '../orderly-project';
import type { Plantings } from '../planting';

const LIMIT = 90;
const EXECUTED_AFTER = 2;
/** Money that goes to an organ's own account is a matter for A12 too, whatever becomes of it. */
const also = ['A12'];

interface Moved {
  readonly payment: string;
  readonly amountFen: number;
  /** Day the treasury paid. */
  readonly on: string;
}

function moved(world: CaseWorld, payee: Organisation = world.organisation('11', '示例镇财政所'), from = '2018-01-20', days = 150): Moved {
  const on = addDays(from, world.chance.whole(0, days));
  const amountFen = world.chance.whole(5, 200) * 100_000;
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen, on: addDays(on, -40) < '2018-01-02' ? '2018-01-02' : addDays(on, -40) });
  return { payment: world.pay({ allocation, amountFen, on, payee, purpose: 'rural-infrastructure', functionCode: '2130504' }), amountFen, on: addDays(on, EXECUTED_AFTER) };
}

/** The holder tells what it did with so many hundredths of the money, so many days after it was paid. */
function told(world: CaseWorld, { payment, amountFen, on }: Moved, use: 'used' | 'held' | 'returned' | 'passed-on', hundredths: number, days: number, more: object = {}): void {
  const day = addDays(on, days);
  world.say(day, 'office', 'ReportUseOfFunds', payment, { use, amountFen: (amountFen / 100) * hundredths, occurredOn: day, ...(use === 'used' && { purpose: 'rural-infrastructure' }), ...more });
}

const platform = (world: CaseWorld): Organisation => world.organisation('91', '示例县城乡投资开发有限公司');
const bureau = (world: CaseWorld): Organisation => world.organisation('12', '示例县某事业单位');
const late = (world: CaseWorld): number => LIMIT + world.chance.whole(5, 80);

const plantings: Plantings = {
  rule: 'A13',
  plantings: [
    { truth: 'anomaly', also, told: 'moved to the township before the year’s check, and nothing was built with it', tell(world) { world.wrong(moved(world).amountFen); } },
    { truth: 'anomaly', also, told: 'a bureau used a third; the rest stays on its account', tell(world) { const it = moved(world, bureau(world)); const used = world.chance.whole(10, 60); told(world, it, 'used', used, world.chance.whole(20, 80)); world.wrong((it.amountFen / 100) * (100 - used)); } },
    { truth: 'anomaly', also, mended: true, told: 'the township used it in the end, weeks after the limit', tell(world) { const it = moved(world, undefined, '2018-01-20', 90); told(world, it, 'used', 100, late(world)); world.wrong(it.amountFen); } },
    {
      truth: 'anomaly', also, told: 'the bureau passed it on to a platform company, where it lies',
      tell(world) {
        const it = moved(world, bureau(world), '2018-01-20', 90);
        const to = platform(world);
        told(world, it, 'passed-on', 100, 20, { passedToUscc: to.uscc, passedToName: to.name });
        told(world, it, 'held', 100, 130);
        world.wrong(it.amountFen);
      },
    },
    { truth: 'separable', also, told: 'the township builds the road with it within two months', tell(world) { const it = moved(world); told(world, it, 'used', 50, 25); told(world, it, 'used', 50, world.chance.whole(40, 70)); } },
    { truth: 'separable', also, told: 'used within ninety days, on the last of them where it is close', tell(world) { const it = moved(world); told(world, it, 'used', 100, world.hard ? LIMIT : world.chance.whole(80, 88)); } },
    { truth: 'separable', also, told: 'what was not needed is given back in time', tell(world) { const it = moved(world, bureau(world)); told(world, it, 'used', 70, 40); told(world, it, 'returned', 30, world.chance.whole(50, 85)); } },
    {
      truth: 'separable', also, told: 'the payment is reversed before the limit',
      tell(world) { const it = moved(world); const on = addDays(it.on, world.chance.whole(30, 80)); world.say(on, 'clerk', 'ReversePayment', it.payment, { reason: '项目未启动,收回国库', occurredOn: on }); },
    },
    {
      truth: 'separable', also, told: 'the bureau has paid the builder, but for the retention their contract names',
      tell(world) {
        const kept = world.chance.whole(3, 10);
        const works = new OrderlyProject(world, { plannedOn: '2018-03-05', days: 50, unit: bureau(world) }).told(['contract', 'advance', 'settlement']).contract({ retentionBasisPoints: kept * 100 });
        const on = addDays(works.acceptedOn, 3);
        const it = { payment: works.pay(works.amountFen, on, { payee: works.unit }), amountFen: works.amountFen, on: addDays(on, EXECUTED_AFTER) };
        told(world, it, 'used', 100 - kept, 40);
        told(world, it, 'held', kept, 45);
      },
    },
    { truth: 'separable', also, told: 'moved in autumn: the ninety days are not over', tell(world) { moved(world, undefined, world.hard ? '2018-10-04' : '2018-10-20', 30); } },
    { truth: 'separable', told: 'paid to the builder, who is owed nothing more than what it built', tell(world) { moved(world, world.organisation('91', '示例建设有限公司')); } },
    { truth: 'inseparable', also, told: 'the township built the road in time and never reported it', tell(world) { moved(world); } },
  ],
};
export default plantings;
