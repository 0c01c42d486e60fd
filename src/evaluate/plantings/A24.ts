/** Planted for A24: money and projects the public was told of late, too briefly or never (未公示、迟公示), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { MoneyStep } from '../wishes';
import { OrderlyProject, type ProjectStep } from '../orderly-project';
import type { Plantings } from '../planting';
import { workdaysAfter } from '../workdays';

/** Working days for what was allotted, for completed projects; days a notice hangs. */
const ALLOTTED = 15;
const COMPLETED = 20;

const ALL: readonly MoneyStep[] = ['issue', 'split', 'receipt'];

interface Money {
  readonly allocation: string;
  readonly receivedOn: string;
}

/** Money for roads spent on one; some step of it is left for the story to announce. Split long after it was issued, so that no announcement speaks of both. */
function money(world: CaseWorld, untold: MoneyStep, issuedOn = addDays('2018-01-08', world.chance.whole(0, 160))): Money {
  const splitAfterDays = untold === 'split' ? 20 : 4;
  const amountFen = world.chance.whole(200, 900) * 100_000;
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen, on: issuedOn, splitAfterDays, announced: ALL.filter((step) => step !== untold) });
  world.pay({ allocation, amountFen, on: addDays(issuedOn, 70), payee: world.organisation(), purpose: 'rural-infrastructure', functionCode: '2130504' });
  return { allocation, receivedOn: addDays(issuedOn, splitAfterDays + 2) };
}

function announce(world: CaseWorld, { allocation }: Money, step: MoneyStep, on: string, more: object = {}): void {
  const county = step === 'receipt';
  world.say(on, county ? 'clerk' : 'province', 'PostDisclosure', `allocation-${county ? allocation : `${allocation}-42`}`, {
    kind: 'announcement', item: 'allocation', level: county ? 'county' : 'province', venue: 'portal', fields: ['name', 'result', 'document-number', 'source', 'hotline'], occurredOn: on, from: on, contentHash: world.hash(), ...more,
  });
}

const receipt = (world: CaseWorld, workdays: number, more: object = {}, issuedOn?: string): void => {
  const it = money(world, 'receipt', issuedOn);
  announce(world, it, 'receipt', workdaysAfter(it.receivedOn, workdays), more);
};

/** A project in order but for this notice; answers it before anything of the notice is told. */
const projectWithout = (world: CaseWorld, step: ProjectStep): OrderlyProject => new OrderlyProject(world).told([step]);

const plantings: Plantings = {
  rule: 'A24',
  plantings: [
    { truth: 'anomaly', told: 'the county never announced what it received', tell(world) { money(world, 'receipt'); } },
    { truth: 'anomaly', told: 'the province never announced the split', tell(world) { money(world, 'split'); } },
    { truth: 'anomaly', told: 'announced a week or two too late', share: 2, tell(world) { receipt(world, ALLOTTED + world.chance.whole(1, 9)); } },
    { truth: 'anomaly', told: 'announced months later', tell(world) { receipt(world, ALLOTTED + world.chance.whole(20, 80)); } },
    { truth: 'anomaly', told: 'work began and no notice ever hung', tell(world) { projectWithout(world, 'notice'); } },
    { truth: 'anomaly', told: 'the notice was put up when the works were half done', tell(world) { const works = projectWithout(world, 'notice'); works.notice(works.halfwayOn); } },
    { truth: 'anomaly', told: 'the notice before the works hung for a few days only', tell(world) { const works = projectWithout(world, 'notice'); works.notice(addDays(works.startOn, -12), {}, world.chance.whole(2, 6)); } },
    { truth: 'anomaly', told: 'accepted, paid, and never told to the village', tell(world) { projectWithout(world, 'completion'); } },
    { truth: 'anomaly', told: 'completion was announced weeks after the limit', tell(world) { const works = projectWithout(world, 'completion'); works.completion(workdaysAfter(works.acceptedOn, COMPLETED + world.chance.whole(3, 20))); } },
    { truth: 'separable', told: 'announced within fifteen working days, on the last of them where it is close', tell(world) { receipt(world, world.hard ? ALLOTTED : world.chance.whole(9, 14)); } },
    { truth: 'separable', told: 'announced within fifteen working days, which the Spring Festival makes four weeks', tell(world) { receipt(world, world.hard ? ALLOTTED : 14, {}, addDays('2018-01-26', world.chance.whole(0, 6))); } },
    {
      truth: 'separable', told: 'the portal was down: announced in the newspaper in time, on the portal later',
      tell(world) {
        const it = money(world, 'receipt');
        announce(world, it, 'receipt', workdaysAfter(it.receivedOn, world.chance.whole(5, 12)), { venue: 'newspaper', venueName: '示例日报' });
        announce(world, it, 'receipt', workdaysAfter(it.receivedOn, ALLOTTED + world.chance.whole(5, 15)));
      },
    },
    { truth: 'separable', told: 'the notice hung at the site instead of the board of the village', tell(world) { const works = projectWithout(world, 'notice'); works.notice(undefined, { venue: 'site', venueName: '施工现场' }); } },
    { truth: 'separable', told: 'the notice hung for ten days, to the day', tell(world) { const works = projectWithout(world, 'notice'); works.notice(addDays(works.startOn, -world.chance.whole(11, 20)), {}, 10); } },
    { truth: 'separable', told: 'the notice still hangs', tell(world) { const works = projectWithout(world, 'notice'); works.notice(undefined, { until: undefined }); } },
    { truth: 'separable', told: 'completion announced within twenty working days across National Day', tell(world) { completedInSeptember(world); } },
    { truth: 'separable', told: 'a short notice, and a second one of full length before the works', tell(world) { const works = projectWithout(world, 'notice'); works.notice(addDays(works.startOn, -25), {}, 4).notice(addDays(works.startOn, -16)); } },
    { truth: 'separable', told: 'everything in order', tell(world) { new OrderlyProject(world).told(); } },
    { truth: 'inseparable', told: 'the notice hung for two weeks, and nobody entered it', tell(world) { projectWithout(world, 'notice'); } },
    { truth: 'inseparable', told: 'announced over the village loudspeaker and in a meeting, never entered', tell(world) { projectWithout(world, 'completion'); } },
  ],
};

function completedInSeptember(world: CaseWorld): void {
  const works = new OrderlyProject(world, { plannedOn: '2018-05-21', days: 70 + world.chance.whole(0, 8) }).told(['completion']);
  works.completion(workdaysAfter(works.acceptedOn, world.hard ? COMPLETED : world.chance.whole(16, 19)));
}
export default plantings;
