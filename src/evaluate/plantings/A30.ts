/** Planted for A30: bidders who are one hand, and a firm that always wins against the same losers (围标串标迹象), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { Organisation } from '../../simulate/people';
import type { CaseWorld } from '../case-world';
import { OrderlyProject, type ProjectStep, type TenderWish } from '../orderly-project';
import type { Plantings } from '../planting';

/** Times in a year that one firm may win against the same others. */
const OFTEN = 5;

const UNTOLD: readonly ProjectStep[] = ['tender', 'notice', 'start', 'progress', 'acceptance', 'invoice', 'completion', 'advance', 'settlement', 'end'];

/** What each of three bidders says of itself. */
function ownTerms(world: CaseWorld): object[] {
  return [0, 1, 2].map(() => {
    const [rep, contact] = [world.person({ bornIn: [1960, 1985] }), world.person({ bornIn: [1965, 1995] })];
    return { legalRep: world.named(rep), contact: world.named(contact), account: { number: world.account().number, bank: '农商行' }, deviceHash: world.hash() };
  });
}

/** Two or more of the bidders share this. */
function shared(world: CaseWorld, what: 'legalRep' | 'contact' | 'account' | 'deviceHash', how: 2 | 3 = 2): void {
  const terms = ownTerms(world);
  const one = (terms[0] as Record<string, unknown>)[what];
  tendered(world, { bid: (nth) => ({ ...terms[nth], ...(nth < how && { [what]: one }) }) });
}

/** Tendered and signed; the works are of next spring. */
function tendered(world: CaseWorld, tender: TenderWish, contractor?: Organisation, plannedOn?: string): void {
  new OrderlyProject(world, { ...(contractor && { contractor }), ...(plannedOn !== undefined && { plannedOn }) }).told(['contract', ...UNTOLD]).tender(tender).contract();
}

/** The same firm wins so often in a year. The losers are always the same two, or new ones each time. */
function winner(world: CaseWorld, times: number, losers: 'same' | 'new'): void {
  const firm = world.organisation();
  const always = [world.organisation(), world.organisation()];
  const first = addDays('2018-03-08', world.chance.whole(0, 20));
  for (let nth = 0; nth < times; nth += 1) {
    const terms = ownTerms(world);
    tendered(world, { bidders: [firm, ...(losers === 'same' ? always : [world.organisation(), world.organisation()])], bid: (bidder) => terms[bidder] ?? {} }, firm, addDays(first, nth * 25));
  }
}

/** Five times in all, but in two years. */
function twoYears(world: CaseWorld): void {
  const firm = world.organisation();
  const always = [world.organisation(), world.organisation()];
  const built = (plannedOn: string): void => { new OrderlyProject(world, { contractor: firm, plannedOn, days: 50 }).told(['tender']).tender({ bidders: [firm, ...always] }); };
  for (const plannedOn of ['2017-03-06', '2017-04-10', '2017-05-08']) built(plannedOn);
  for (const plannedOn of ['2018-06-04', '2018-06-11']) tendered(world, { bidders: [firm, ...always] }, firm, plannedOn);
}

const plantings: Plantings = {
  rule: 'A30',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'two bidders have one legal representative', tell(world) { shared(world, 'legalRep'); } },
    { part: 'a', truth: 'anomaly', told: 'one person hands in the bids of two or three firms', tell(world) { shared(world, 'contact', world.chance.pick([2, 3])); } },
    { part: 'a', truth: 'anomaly', told: 'the deposits of two or three bidders come from one account', tell(world) { shared(world, 'account', world.chance.pick([2, 3])); } },
    { part: 'a', truth: 'anomaly', told: 'the bids were written on one computer', tell(world) { shared(world, 'deviceHash', world.chance.pick([2, 3])); } },
    { part: 'b', truth: 'anomaly', told: 'one firm wins five times or more in a year, always against the same two', tell(world) { winner(world, world.hard ? OFTEN : world.chance.whole(OFTEN, OFTEN + 2), 'same'); } },
    { part: 'a', truth: 'separable', told: 'three bidders with nothing in common', tell(world) { const terms = ownTerms(world); tendered(world, { bid: (nth) => terms[nth] ?? {} }); } },
    { part: 'a', truth: 'separable', told: 'the legal representative hands in the bid of his own firm', tell(world) { const terms = ownTerms(world) as { legalRep: object }[]; tendered(world, { bid: (nth) => ({ ...terms[nth], contact: terms[nth]?.legalRep }) }); } },
    { part: 'a', truth: 'separable', told: 'one firm bids twice in a tender of two lots, from one computer', tell(world) { const terms = ownTerms(world); const firm = world.organisation(); tendered(world, { bidders: [firm, firm, world.organisation()], terms: { lots: 2 }, bid: (nth) => ({ ...terms[nth === 2 ? 1 : 0], lot: nth === 1 ? 2 : 1 }) }, firm); } },
    { part: 'b', truth: 'separable', told: 'wins several times against the same two, but not five', tell(world) { winner(world, world.hard ? OFTEN - 1 : world.chance.whole(2, OFTEN - 1), 'same'); } },
    { part: 'b', truth: 'separable', told: 'wins five times, each time against others', tell(world) { winner(world, OFTEN, 'new'); } },
    { part: 'b', truth: 'separable', told: 'wins five times against the same two within two years', tell: twoYears },
    { part: 'a', truth: 'inseparable', told: 'two firms wrote their bids at the desk of the service centre in town', tell(world) { shared(world, 'deviceHash'); } },
    { part: 'b', truth: 'inseparable', told: 'the county has three firms that build roads, and one of them is cheaper', tell(world) { winner(world, OFTEN, 'same'); } },
  ],
};
export default plantings;
