/** Planted for A29: works let without the tender the law asks for, or cut into pieces that each stay below it (应招未招、化整为零), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { Organisation } from '../../simulate/people';
import type { CaseWorld } from '../case-world';
import { OrderlyProject, type ProjectWish } from '../orderly-project';
import type { Plantings } from '../planting';

/** Fen from which an open tender is compulsory since June 2018 (发改委令16号). */
const COMPULSORY = { works: 400_000_000, goods: 200_000_000, services: 100_000_000 } as const;
type Category = keyof typeof COMPULSORY;

/** Signed in June or later, so that one threshold holds whichever day counts. */
const planned = (world: CaseWorld): string => addDays('2018-05-05', world.chance.whole(0, 15));
const unitOf = (world: CaseWorld): Organisation => world.organisation('12', '示例县交通项目办');

interface Let {
  readonly wish?: ProjectWish;
  readonly category?: Category;
  /** How suppliers were asked; not at all where absent. */
  readonly method?: string;
}

/** So many hundredths of what would compel a tender. */
function letAt(world: CaseWorld, hundredths: number, { wish = {}, category = 'works', method }: Let = {}): OrderlyProject {
  const amountFen = (COMPULSORY[category] / 1_000) * Math.round(hundredths * 10);
  const works = new OrderlyProject(world, { plannedOn: planned(world), ...wish, amountFen }).told(['tender', 'contract']);
  if (method !== undefined) works.tender({ terms: { method, category } });
  return works.contract();
}

/** Pieces of one road, under one unit, each below the threshold. */
function pieces(world: CaseWorld, hundredths: readonly number[], apart = 6): void {
  const [unit, village] = [unitOf(world), world.village()];
  const first = planned(world);
  hundredths.forEach((each, nth) => {
    const name = `示例${village.slice(6)}村通村公路硬化工程${'一二三四'.charAt(nth)}段`;
    letAt(world, each, { method: 'inquiry', wish: { unit, village, name, plannedOn: addDays(first, -nth * apart) } });
  });
}

const justUnder = (world: CaseWorld): number => (world.hard ? world.chance.whole(97, 99) : world.chance.whole(82, 96));

/** One project, several contracts, each below the threshold. */
function contracts(world: CaseWorld, count: number): void {
  const shares = Array.from({ length: count }, () => (COMPULSORY.works / 100) * justUnder(world));
  const works = new OrderlyProject(world, { plannedOn: planned(world), amountFen: shares.reduce((sum, fen) => sum + fen, 0) }).told(['tender', 'contract', 'progress', 'acceptance', 'advance', 'settlement', 'invoice', 'completion', 'end']);
  shares.forEach((amountFen, nth) => {
    const contractor = world.organisation();
    works.contract({ contractNumber: `${works.contractNumber}-${String(nth + 1)}`, contractorUscc: contractor.uscc, contractorName: contractor.name, amountFen }, addDays(works.signedOn, nth));
  });
}

function different(world: CaseWorld): void {
  const unit = unitOf(world);
  for (const name of ['通村公路硬化', '安全饮水管网', '太阳能路灯']) {
    const village = world.village();
    letAt(world, justUnder(world), { method: 'inquiry', wish: { unit, village, name: `${village.slice(9)}${name}` } });
  }
}

function otherVillages(world: CaseWorld): void {
  const unit = unitOf(world);
  for (let nth = 0; nth < 2; nth += 1) {
    const village = world.village();
    letAt(world, justUnder(world), { method: 'inquiry', wish: { unit, village, name: `示例${village.slice(6)}村通村公路硬化工程` } });
  }
}

/** Until May the county goes by the limit of the rules of 2000, half of what holds from June on. */
function underOldLimit(world: CaseWorld, plannedOn: string): void {
  world.changeRule({ rule: 'A29', name: 'worksFen', value: COMPULSORY.works / 2, basis: '国家计委令2000年第3号', from: '2016-02-01' });
  world.changeRule({ rule: 'A29', name: 'worksFen', value: COMPULSORY.works, basis: '发改委令2018年第16号', from: '2018-06-01' });
  letAt(world, world.chance.whole(52, 75), { method: 'inquiry', wish: { plannedOn } });
}

const plantings: Plantings = {
  rule: 'A29',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'a road of some millions is given to a firm without asking another', share: 2, tell(world) { letAt(world, world.hard ? 100 : world.chance.whole(101, 160)); } },
    { part: 'a', truth: 'anomaly', told: 'pipes and pumps for more than the limit of goods are bought by inquiry', tell(world) { letAt(world, world.chance.whole(101, 150), { category: 'goods', method: 'inquiry' }); } },
    { part: 'a', truth: 'anomaly', told: 'three firms were invited by word where the law asks for an open tender', tell(world) { letAt(world, world.chance.whole(105, 150), { method: 'negotiation' }); } },
    {
      part: 'a', truth: 'anomaly', told: 'works above the limit of spring are let by inquiry before June, and the limit is doubled in June', ownCounty: true, hardOnly: true,
      tell(world) { underOldLimit(world, addDays('2018-03-05', world.chance.whole(0, 40))); },
    },
    { part: 'b', truth: 'anomaly', told: 'one road in two or three pieces, each a little below the limit, one unit, one month', share: 2, tell(world) { pieces(world, Array.from({ length: world.chance.whole(2, 3) }, () => justUnder(world))); } },
    { part: 'b', truth: 'anomaly', told: 'one project, several contracts, each a little below the limit', tell(world) { contracts(world, world.chance.whole(2, 3)); } },
    { part: 'a', truth: 'separable', told: 'openly tendered', tell(world) { letAt(world, world.chance.whole(101, 160), { method: 'open' }); } },
    { part: 'a', truth: 'separable', told: 'below the limit, by inquiry; just below it where it is close', tell(world) { letAt(world, world.hard ? 99.9 : world.chance.whole(60, 97), { method: 'inquiry' }); } },
    { part: 'a', truth: 'separable', told: 'works above the limit of spring are let by inquiry in June, when the limit is doubled', ownCounty: true, hardOnly: true, tell(world) { underOldLimit(world, planned(world)); } },
    { part: 'b', truth: 'separable', told: 'a road, a water pipe and lamps of one unit, each below the limit', tell: different },
    { part: 'b', truth: 'separable', told: 'two small pieces of a road that stay below the limit together', tell(world) { pieces(world, [world.chance.whole(25, 45), world.chance.whole(25, 45)]); } },
    { part: 'b', truth: 'separable', told: 'two stretches of one road, each openly tendered', tell(world) { const [unit, village] = [unitOf(world), world.village()]; for (const stretch of ['一', '二']) letAt(world, justUnder(world), { method: 'open', wish: { unit, village, name: `示例${village.slice(6)}村通村公路硬化工程${stretch}段` } }); } },
    { part: 'b', truth: 'inseparable', told: 'roads of two villages, alike in name, planned by one office at one time', tell: otherVillages },
    { part: 'b', truth: 'inseparable', told: 'the second stretch became possible only when a landslide had taken the old road', tell(world) { pieces(world, [justUnder(world), justUnder(world)], 10); } },
  ],
};
export default plantings;
