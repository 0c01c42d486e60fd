/** Planted for A09: projects that exist on paper — never accepted, smaller than contracted, shown by another's photos, let to kin, invoiced beyond the contract (骗取套取) —, and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Member } from '../wishes';
import { OrderlyProject, type ProjectStep, type ProjectWish } from '../orderly-project';
import type { Plantings } from '../planting';

const ROAD = { item: '水泥路', unit: '公里' } as const;
/** Of ten thousand of the contract, paid for half of the works; and in all, but for the retention. */
const ADVANCE = 4_000;
const PAID = 9_700;

const project = (world: CaseWorld, without: readonly ProjectStep[] = [], wish: ProjectWish = {}): OrderlyProject => new OrderlyProject(world, wish).told(without);
const early = (world: CaseWorld): string => addDays('2018-01-20', world.chance.whole(0, 25));

/** Paid by half, and then nobody came to accept it. Closed on paper where wished. Answers what was paid. */
function neverAccepted(world: CaseWorld, closed: boolean): number {
  const works = project(world, ['acceptance', 'invoice', 'completion', 'settlement', 'end'], { plannedOn: early(world), days: world.chance.whole(50, 65) });
  if (closed) works.end();
  return works.share(ADVANCE);
}

/** So many thousandths of a kilometre in the contract, and so many found by whoever measured. */
function measured(world: CaseWorld, agreed: number, found: number): OrderlyProject {
  return project(world, ['contract', 'acceptance']).contract({ quantities: [{ ...ROAD, quantityMilli: agreed }] }).acceptance({ quantities: [{ ...ROAD, quantityMilli: found }] });
}

/** Paid as agreed, and only so much of it was there. */
function fellShort(world: CaseWorld): void {
  const agreed = world.chance.whole(20, 60) * 100;
  const found = Math.floor((agreed * world.chance.whole(40, 88)) / 100);
  const works = measured(world, agreed, found);
  world.wrong(works.share(PAID) - Math.floor((works.amountFen * found) / agreed));
}

/** Accepted with this photo. */
const shownBy = (works: OrderlyProject, photo: string): OrderlyProject => works.acceptance({ photoHashes: [photo] });

/** Whichever showed it last shows nothing of its own, whatever was paid for it. */
function samePhoto(world: CaseWorld): void {
  const photo = world.hash();
  const [one, two] = [0, 1].map((nth) => shownBy(project(world, ['acceptance'], { plannedOn: addDays('2018-03-12', nth * world.chance.whole(20, 50)) }), photo)) as [OrderlyProject, OrderlyProject];
  world.wrong((two.acceptedOn < one.acceptedOn ? one : two).share(PAID));
}

/** The same file is handed in as the delivery note of two projects. Answers what was paid for the one it came to last. */
function sameFile(world: CaseWorld, kind: string): number {
  const contentHash = world.hash();
  let last = { on: '', paidFen: 0 };
  for (let nth = 0; nth < 2; nth += 1) {
    const works = project(world);
    const on = addDays(works.acceptedOn, nth + 1);
    if (on >= last.on) last = { on, paidFen: works.share(PAID) };
    world.say(on, 'office', 'AttachEvidence', `project-${works.id}`, { kind, contentHash, mediaType: 'image/jpeg', bytes: 180_000, occurredOn: on });
  }
  return last.paidFen;
}

/** A village head or township official in office since 2015; somebody's brother or wife owns the firm. Answers what was let to it. */
function cadre(world: CaseWorld, works: OrderlyProject, owner: 'self' | 'kin' | 'namesake', until?: string): number {
  const official = world.person({ bornIn: [1962, 1980] });
  const other: Member = owner === 'self' ? official : world.person({ bornIn: [1962, 1985], surname: official.name.slice(0, 1) });
  world.register('cadre', { person: official, role: 'village-head', region: works.village, on: '2015-01-10', ...(until !== undefined && { until }) });
  world.register('enterprise', { person: other, uscc: works.contractor.uscc, role: 'legal-representative', on: '2014-05-01' });
  if (owner === 'kin') world.register('kinship', { person: official, other, role: 'sibling' });
  return works.amountFen;
}

function invoiced(world: CaseWorld, hundredths: number): OrderlyProject {
  const works = project(world, ['invoice']);
  works.invoice(works.share(5_000), addDays(works.halfwayOn, 1));
  return works.invoice(works.share(hundredths * 100 - 5_000));
}

/** A tenth more was built and invoiced, as the county approved and the contract says now. */
function amended(world: CaseWorld): void {
  const works = invoiced(world, 112);
  const on = addDays(works.startOn, 12);
  const approval = { documentNumber: '示扶组发〔2018〕41号', office: '县扶贫开发领导小组', approvedOn: addDays(on, -4) };
  const amountFen = works.share(11_200);
  works.say(on, 'ReportProjectChange', { aspect: 'amount', amountFen, reason: '增加错车道', approval })
    .say(on, 'AmendContract', { contractNumber: works.contractNumber, amountFen, reason: '增加错车道', documentNumber: approval.documentNumber });
}

const plantings: Plantings = {
  rule: 'A09',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'half of it was paid; half a year after its last day nobody has accepted anything', share: 2, tell(world) { world.wrong(neverAccepted(world, false)); } },
    { part: 'a', truth: 'anomaly', told: 'paid for and closed in the books, never accepted', tell(world) { world.wrong(neverAccepted(world, true)); } },
    { part: 'b', truth: 'anomaly', told: 'three kilometres were paid, and fewer were found at acceptance', share: 2, tell: fellShort },
    { part: 'c', truth: 'anomaly', told: 'two projects in two villages were accepted with one photo', share: 2, tell: samePhoto },
    { part: 'c', truth: 'anomaly', told: 'one delivery note served for two projects', tell(world) { world.wrong(sameFile(world, 'delivery')); } },
    { part: 'd', truth: 'anomaly', told: 'the head of the village owns the firm that built its road', tell(world) { world.wrong(cadre(world, project(world), 'self')); } },
    { part: 'd', truth: 'anomaly', told: 'his brother owns it', tell(world) { world.wrong(cadre(world, project(world), 'kin')); } },
    { part: 'e', truth: 'anomaly', told: 'invoices for more than the contract, and no change of it', share: 2, tell(world) { const hundredths = world.hard ? 101 : world.chance.whole(104, 150); world.wrong(invoiced(world, hundredths).share((hundredths - 100) * 100)); } },
    { part: 'a', truth: 'separable', told: 'the works are over, acceptance came some months later', tell(world) { const works = project(world, ['acceptance', 'invoice', 'completion', 'settlement', 'end'], { plannedOn: early(world), days: 60 }); const on = addDays(works.acceptedOn, world.chance.whole(40, 130)); works.acceptance({}, on).completion(addDays(on, 9)); } },
    { part: 'a', truth: 'separable', told: 'given up before anything was paid', tell(world) { const works = project(world, ['start', 'notice', 'progress', 'advance', 'acceptance', 'invoice', 'completion', 'settlement', 'end'], { plannedOn: early(world) }); works.say(addDays(works.signedOn, 10), 'TerminateProject', { reason: '征地未成,终止' }); } },
    { part: 'b', truth: 'separable', told: 'as much was found as the contract says, or a little more', tell(world) { const agreed = world.chance.whole(20, 60) * 100; measured(world, agreed, agreed + world.chance.whole(0, 3) * 10); } },
    { part: 'c', truth: 'separable', told: 'the photo of acceptance is shown again in the notice of completion of the same project', tell(world) { const photo = world.hash(); const works = shownBy(project(world, ['acceptance', 'completion']), photo); works.completion(undefined, { photoHashes: [photo] }); } },
    { part: 'c', truth: 'separable', told: 'two villages build by one standard drawing', tell(world) { sameFile(world, 'other'); } },
    { part: 'd', truth: 'separable', told: 'a namesake of the village head owns the firm', tell(world) { cadre(world, project(world), 'namesake'); } },
    { part: 'd', truth: 'separable', told: 'its owner had left office two years before', tell(world) { cadre(world, project(world), 'self', '2016-03-31'); } },
    { part: 'e', truth: 'separable', told: 'invoices for the contract to the fen', tell(world) { invoiced(world, 100); } },
    { part: 'e', truth: 'separable', told: 'more was built, approved and written into the contract, then invoiced', tell: amended },
    { part: 'a', truth: 'inseparable', told: 'accepted in summer; the papers lie with the township', tell(world) { neverAccepted(world, false); } },
    { part: 'd', truth: 'inseparable', told: 'the only firm with an excavator is the brother’s, and its bid was the lowest', tell(world) { cadre(world, project(world), 'kin'); } },
  ],
};
export default plantings;
