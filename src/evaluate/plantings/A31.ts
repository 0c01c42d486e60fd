/** Planted for A31: more paid on a contract than it says, or sooner than the works allow (进度款异常), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import { OrderlyProject, RETENTION_BASIS_POINTS, type ProjectStep } from '../orderly-project';
import type { Plantings } from '../planting';

const KEPT = RETENTION_BASIS_POINTS / 100;
const ADVANCE = 40;
/** Points that payment may run ahead of the works. */
const AHEAD = 20;

/** A project with money to spare, in order but for the steps left to the story. */
function project(world: CaseWorld, without: readonly ProjectStep[] = [], plannedOn = addDays('2018-03-12', world.chance.whole(0, 60))): OrderlyProject {
  const amountFen = world.chance.whole(200, 900) * 100_000;
  const allocation = world.money({ programme: 'WORKS', functionCode: '2130504', amountFen: amountFen * 2, on: addDays(plannedOn, -60) });
  return new OrderlyProject(world, { amountFen, plannedOn, allocation }).told(without);
}

function pay(works: OrderlyProject, hundredths: number, on: string, terms: object = {}): OrderlyProject {
  works.pay(works.share(hundredths * 100), on, { terms });
  return works;
}

/** Accepted and paid but for the retention; then so much more. Answers what was paid beyond the contract. */
function more(world: CaseWorld, hundredths: number): number {
  const works = project(world);
  pay(works, hundredths, addDays(works.acceptedOn, world.chance.whole(35, 70)));
  return works.share((hundredths - KEPT) * 100);
}

/** The works are done, acceptance is to come, and so much was paid by then. Answers what of that was to be kept. */
function beforeAcceptance(world: CaseWorld, hundredths: number, retention = KEPT): number {
  const works = project(world, ['contract', 'settlement']).contract({ retentionBasisPoints: retention * 100 });
  works.progress(10_000, addDays(works.acceptedOn, -9));
  pay(works, hundredths - ADVANCE, addDays(works.acceptedOn, -6));
  return works.share((hundredths - (100 - retention)) * 100);
}

/** So much of the works is done, says the report; so much is paid on it. Answers what was paid for works that were not there. */
function ahead(world: CaseWorld, done: number, hundredths: number, terms: object = {}): number {
  const works = project(world, ['progress', 'advance', 'settlement']).progress(done * 100);
  pay(works, hundredths, addDays(works.halfwayOn, 3), terms);
  pay(works, 100 - KEPT - hundredths, addDays(works.acceptedOn, 20));
  return works.share((hundredths - done) * 100);
}

/** The retention goes back to the builder so many days after acceptance; money that is not needed goes back to the treasury. Answers the retention. */
function released(world: CaseWorld, days: number, plannedOn?: string): number {
  const works = project(world, ['retention'], plannedOn);
  const backOn = addDays(works.acceptedOn, 26);
  world.say(backOn, 'clerk', 'ReclaimAllocation', works.allocation, { amountFen: works.amountFen, takenBy: 'own-treasury', documentNumber: `示财〔${backOn.slice(0, 4)}〕31号`, reason: '项目结余', occurredOn: backOn });
  works.retention(addDays(works.acceptedOn, days));
  return works.share(RETENTION_BASIS_POINTS);
}

function amended(world: CaseWorld): void {
  const works = project(world);
  const on = addDays(works.startOn, world.chance.whole(10, 20));
  const amountFen = (works.amountFen / 100) * 115;
  const approval = { documentNumber: '示扶组发〔2018〕33号', office: '县扶贫开发领导小组', approvedOn: addDays(on, -3) };
  works.say(on, 'ReportProjectChange', { aspect: 'amount', amountFen, reason: '增加挡墙', approval })
    .say(on, 'AmendContract', { contractNumber: works.contractNumber, amountFen, reason: '增加挡墙', documentNumber: approval.documentNumber });
  pay(works, 14, addDays(works.acceptedOn, 25));
}

function withAdvance(world: CaseWorld, allowed: number, hundredths: number): void {
  const works = project(world, ['contract', 'advance', 'settlement']).contract({ advanceBasisPoints: allowed * 100 });
  pay(works, hundredths, addDays(works.startOn, 2));
  pay(works, 100 - KEPT - hundredths, addDays(works.acceptedOn, 20));
}

const plantings: Plantings = {
  rule: 'A31',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'paid a tenth or a quarter more than the contract says', share: 2, tell(world) { world.wrong(more(world, KEPT + (world.hard ? 1 : world.chance.whole(2, 25)))); } },
    { part: 'a', truth: 'anomaly', told: 'the final account is paid twice', tell(world) { world.wrong(more(world, 57)); } },
    { part: 'b', truth: 'anomaly', told: 'all of it is paid before anybody accepted the works', share: 2, tell(world) { world.wrong(beforeAcceptance(world, world.hard ? 98 : world.chance.whole(99, 100))); } },
    { part: 'b', truth: 'anomaly', told: 'a tenth was to be kept; next to nothing was kept before acceptance', tell(world) { world.wrong(beforeAcceptance(world, world.chance.whole(93, 97), 10)); } },
    { part: 'c', truth: 'anomaly', told: 'paid far ahead of the works', share: 2, tell(world) { const done = world.chance.whole(15, 50); world.wrong(ahead(world, done, done + AHEAD + (world.hard ? 1 : world.chance.whole(5, 25)))); } },
    { part: 'c', truth: 'anomaly', told: 'the builder claims nine tenths; the overseer had seen a third', tell(world) { world.wrong(ahead(world, 33, 70, { progressBasisPoints: 9_000 })); } },
    { part: 'd', truth: 'anomaly', told: 'the retention goes back to the builder after a few months', share: 2, tell(world) { world.wrong(released(world, world.chance.whole(50, 85))); } },
    { part: 'd', truth: 'anomaly', told: 'the retention goes back to the builder some weeks before the year is over', tell(world) { world.wrong(released(world, world.chance.whole(280, 355), addDays('2017-03-06', world.chance.whole(0, 60)))); } },
    { part: 'a', truth: 'separable', told: 'more works, approved and written into the contract, then paid', tell: amended },
    { part: 'a', truth: 'separable', told: 'paid twice by mistake, and taken back within days', tell(world) { const works = project(world); const on = addDays(works.acceptedOn, 26); const id = works.pay(works.share(5_700), on); world.say(addDays(on, 6), 'clerk', 'ReversePayment', id, { reason: '重复支付,退回', occurredOn: addDays(on, 6) }); } },
    { part: 'b', truth: 'separable', told: 'paid before acceptance but for the retention, to the fen where it is close', tell(world) { beforeAcceptance(world, world.hard ? 100 - KEPT : world.chance.whole(80, 95)); } },
    { part: 'c', truth: 'separable', told: 'a little ahead of the works, twenty points where it is close', tell(world) { const done = world.chance.whole(20, 60); ahead(world, done, done + (world.hard ? AHEAD : world.chance.whole(5, 18))); } },
    { part: 'c', truth: 'separable', told: 'the advance the contract allows, before much is built', tell(world) { withAdvance(world, 30, world.hard ? 30 : world.chance.whole(22, 29)); } },
    { part: 'd', truth: 'separable', told: 'the retention goes back when a year has passed', tell(world) { released(world, 365 + (world.hard ? 1 : world.chance.whole(3, 40)), addDays('2017-02-20', world.chance.whole(0, 60))); } },
    { part: 'a', truth: 'separable', told: 'paid as the contract says', tell(world) { project(world); } },
    { part: 'c', truth: 'inseparable', told: 'the works were further than the last report, which the overseer wrote from the office', tell(world) { ahead(world, 30, 62); } },
    { part: 'd', truth: 'inseparable', told: 'a bank guarantee took the place of the retention', tell(world) { released(world, world.chance.whole(50, 85)); } },
    { part: 'a', truth: 'inseparable', told: 'the price of cement rose, and both signed a supplement that was not entered', tell(world) { more(world, KEPT + 6); } },
  ],
};
export default plantings;
