/** Planted for A28: another project was built than the one that was planned, and nobody approved it (变更未备案); and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { OrderlyProject, type ProjectStep } from '../orderly-project';
import type { Plantings } from '../planting';

/** So many hundredths of the planned amount may change without a word. */
const TOLERANCE = 10;

interface Changed {
  readonly aspect: 'site' | 'content' | 'amount' | 'unit' | 'beneficiaries';
  readonly before?: string;
  readonly after?: string;
  readonly amountFen?: number;
  readonly reason: string;
}

const ELSEWHERE: readonly Changed[] = [
  { aspect: 'site', before: '3组', after: '村委会旁', reason: '村干部要求' }, { aspect: 'content', before: '蓄水池一座', after: '文化广场一处', reason: '村里另有需要' },
  { aspect: 'content', before: '硬化道路3公里', after: '硬化道路1.8公里', reason: '资金不足' }, { aspect: 'unit', before: '示例一公司', after: '示例二公司', reason: '原单位退出' },
  { aspect: 'beneficiaries', before: '贫困户40户', after: '贫困户9户', reason: '改在主干道旁' },
];

const byAmount = (works: OrderlyProject, hundredths: number): Changed => ({ aspect: 'amount', amountFen: (works.amountFen / 100) * (100 + hundredths), reason: hundredths > 0 ? '增加工程量' : '减少工程量' });
const approval = (world: CaseWorld, approvedOn: string): object => ({ approval: { documentNumber: `示扶组发〔2018〕${String(world.chance.whole(10, 99))}号`, office: '县扶贫开发领导小组', approvedOn } });

function changed(works: OrderlyProject, change: Changed, on: string, more: object = {}): OrderlyProject {
  return works.say(on, 'ReportProjectChange', { ...change, ...more });
}

/** In order but for what the story leaves untold; a change is found on a day of the works. */
function project(world: CaseWorld, without: readonly ProjectStep[] = []): { readonly works: OrderlyProject; readonly foundOn: string } {
  const works = new OrderlyProject(world).told(without);
  return { works, foundOn: addDays(works.startOn, world.chance.whole(5, 20)) };
}

const elsewhere = (world: CaseWorld): Changed => world.chance.pick(ELSEWHERE);
const beyond = (world: CaseWorld): number => world.chance.pick([-1, 1]) * (TOLERANCE + (world.hard ? 1 : world.chance.whole(3, 30)));
const within = (world: CaseWorld): number => world.chance.pick([-1, 1]) * (world.hard ? TOLERANCE : world.chance.whole(1, 9));

/** The stream counts its events from 0: proposed, screened, admitted, planned, tendered, three bids, award, contract, notice, start, then the change. */
const REVISION_OF_FIRST_CHANGE = 12;

const plantings: Plantings = {
  rule: 'A28',
  plantings: [
    { truth: 'anomaly', told: 'built elsewhere, smaller, by another firm or for others than planned; paid, and nobody approved it', share: 3, tell(world) { const { works, foundOn } = project(world); changed(works, elsewhere(world), foundOn); } },
    { truth: 'anomaly', told: 'it costs a good deal more or less than planned, and nobody approved it', share: 2, tell(world) { const { works, foundOn } = project(world); changed(works, byAmount(works, beyond(world)), foundOn); } },
    { truth: 'anomaly', told: 'moved to another site without a word, and not paid yet', tell(world) { const { works, foundOn } = project(world, ['advance', 'settlement', 'end']); changed(works, elsewhere(world), foundOn); } },
    {
      truth: 'anomaly', told: 'approved weeks after it had been paid',
      tell(world) {
        const { works, foundOn } = project(world);
        changed(works, elsewhere(world), foundOn);
        const on = addDays(works.acceptedOn, world.chance.whole(30, 60));
        works.say(on, 'ApproveProjectChange', { changeRevision: REVISION_OF_FIRST_CHANGE, ...approval(world, on) });
      },
    },
    { truth: 'anomaly', told: 'the change came to light at acceptance, when most was paid', tell(world) { const { works } = project(world); changed(works, elsewhere(world), works.acceptedOn); } },
    { truth: 'separable', told: 'changed with the approval of the county', tell(world) { const { works, foundOn } = project(world); changed(works, elsewhere(world), foundOn, approval(world, addDays(foundOn, -world.chance.whole(1, 10)))); } },
    {
      truth: 'separable', told: 'the approval was entered some days later, before any payment',
      tell(world) {
        const { works, foundOn } = project(world);
        changed(works, elsewhere(world), foundOn);
        const on = addDays(foundOn, world.chance.whole(1, 3));
        works.say(on, 'ApproveProjectChange', { changeRevision: REVISION_OF_FIRST_CHANGE, ...approval(world, addDays(on, -1)) });
      },
    },
    { truth: 'separable', told: 'a little more or less than planned, within a tenth', tell(world) { const { works, foundOn } = project(world); changed(works, byAmount(works, within(world)), foundOn); } },
    { truth: 'separable', told: 'ten per cent exactly', tell(world) { const { works, foundOn } = project(world); changed(works, byAmount(works, world.chance.pick([-TOLERANCE, TOLERANCE])), foundOn); } },
    { truth: 'separable', told: 'a fifth more, approved before it was built', tell(world) { const { works, foundOn } = project(world); changed(works, byAmount(works, 20), foundOn, approval(world, addDays(foundOn, -2))); } },
    { truth: 'separable', told: 'built as planned', tell(world) { project(world); } },
    { truth: 'inseparable', told: 'the county agreed on the site visit and never wrote it down', tell(world) { const { works, foundOn } = project(world); changed(works, elsewhere(world), foundOn); } },
    { truth: 'inseparable', told: 'moved by ten metres around a spring: a field adjustment, written down as another site', tell(world) { const { works, foundOn } = project(world); changed(works, { aspect: 'site', before: '3组井边', after: '3组井上方', reason: '避开泉眼' }, foundOn); } },
  ],
};
export default plantings;
