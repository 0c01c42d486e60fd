/** Planted for A43: a county that puts too little of its own money in, or decides too little itself (三率异常). */
import type { CaseWorld } from '../case-world';
import type { Plantings } from '../planting';

const YUAN = 100;
const WAN = 10_000 * YUAN;

interface Year {
  /** Tenths of a percent of the revenue's growth that were added. */
  readonly addedPermille?: number;
  readonly growthWan?: number;
  /** Percent of the recovered stock money put to poverty relief. */
  readonly stockPercent?: number;
  /** Of a hundred approvals a county may give, those it gave itself. */
  readonly countyApprovals?: number;
  readonly poorCounty?: boolean;
}

/** The fiscal year 2017: told in March, closed in April 2018. */
function tellYear(world: CaseWorld, { addedPermille = 180, growthWan = 6_000, stockPercent = 60, countyApprovals = 98, poorCounty = false }: Year): void {
  const { county } = world;
  const id = `${county}-2017`;
  const stockFen = world.chance.whole(200, 900) * WAN;
  world.say('2018-03-20', 'clerk', 'ReportFiscalYear', id, {
    region: county, year: 2017, revenueFen: (80_000 + growthWan) * WAN, previousRevenueFen: 80_000 * WAN, specialBudgetAddedFen: Math.max(0, Math.floor((growthWan * WAN * addedPermille) / 1_000)),
    recoveredStockFen: stockFen, recoveredStockToPovertyFen: Math.floor((stockFen * stockPercent) / 100), poorCounty, documentNumber: '2017年决算', occurredOn: '2018-03-20',
  });
  for (const [level, count] of [['county', countyApprovals], ['province', 100 - countyApprovals]] as const) {
    if (count === 0) continue;
    world.say('2018-03-22', 'clerk', 'DelegateApproval', id, { region: county, year: 2017, itemId: level, what: '年度扶贫项目审批', level, countyMayApprove: true, count, amountFen: count * 10 * WAN, occurredOn: '2018-03-22' });
  }
  world.say('2018-04-16', 'clerk', 'CloseYear', id, { region: county, year: 2017, occurredOn: '2018-04-16' });
}

const plantings: Plantings = {
  rule: 'A43',
  plantings: [
    { part: 'a', truth: 'anomaly', ownCounty: true, told: 'a twentieth of the growth of revenue went to poverty relief', tell(world) { tellYear(world, { addedPermille: world.hard ? world.chance.whole(100, 149) : world.chance.whole(0, 120) }); } },
    { part: 'b', truth: 'anomaly', ownCounty: true, told: 'a third of the recovered stock money went to poverty relief', tell(world) { tellYear(world, { stockPercent: world.chance.whole(5, 48) }); } },
    { part: 'c', truth: 'anomaly', ownCounty: true, told: 'the province still approves one project in ten', tell(world) { tellYear(world, { countyApprovals: world.chance.whole(60, 93) }); } },
    { truth: 'separable', ownCounty: true, told: 'exactly 15 %, 50 % and 95 %', tell(world) { tellYear(world, { addedPermille: 150, stockPercent: 50, countyApprovals: 95 }); } },
    { part: 'a', truth: 'separable', ownCounty: true, told: 'revenue did not grow', tell(world) { tellYear(world, { growthWan: -world.chance.whole(0, 900), addedPermille: 0 }); } },
    { part: 'a', truth: 'separable', ownCounty: true, told: 'a poor county owes no share of growth', tell(world) { tellYear(world, { addedPermille: 0, poorCounty: true }); } },
    { truth: 'separable', ownCounty: true, told: 'well above every share', tell(world) { tellYear(world, { addedPermille: world.chance.whole(160, 400), stockPercent: world.chance.whole(52, 90) }); } },
  ],
};
export default plantings;
