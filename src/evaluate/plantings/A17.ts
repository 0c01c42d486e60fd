/** Planted for A17: less than was due when the period had closed (未足额), and what looks like it. */
import { addMonths } from '../../identifiers/period';
import { addDays } from '../../simulate/step';
import { BenefitFile } from '../benefits';
import type { CaseWorld } from '../case-world';
import type { Home, Listed } from '../wishes';
import { accepted, rebuilt } from '../homes';
import type { Plantings } from '../planting';
import { dayBetween, listDay, monthOf2018 } from '../when';

const YUAN = 100;
const RELIEF_FEN = 32_000;
/** A fifth of the standard. */
const TOP_UP_FEN = 6_400;
const CAP_FEN = 500_000;
const GRANT_FEN = 2_000_000;
const TIER_FEN = 10_000;

/** In a township of one village: what is paid there is compared with no other. */
const apart = (world: CaseWorld, old = false): Home => world.household({ village: world.village(world.township()), ...(old && { head: world.person({ bornIn: [1935, 1950] }) }) });
const relief = (world: CaseWorld, terms: object = {}): string => world.programme({ standardFen: RELIEF_FEN, standardPer: 'person', ...terms });

interface Granted {
  readonly home: Home;
  readonly programme: string;
  readonly from: string;
}

/** Granted from some month of the spring or summer on, and ended with the fourth month after. */
function granted(world: CaseWorld): Granted {
  const [home, programme, from] = [world.household(), relief(world), monthOf2018(world, 1, 6)];
  new BenefitFile(world, home).granted(`${addMonths(from, -1)}-18`, programme, from, RELIEF_FEN, { until: addMonths(from, 3) });
  return { home, programme, from };
}

/** What of this was due and not paid. */
const short = (world: CaseWorld, dueFen: number, paidFen: number): void => { world.wrong(dueFen - paidFen); };

/** The four months, each with what was paid; a month of nothing has no line. */
const paid = (world: CaseWorld, { home, programme, from }: Granted, amounts: readonly number[], onOf = (month: string): string => listDay(month)): void =>
  amounts.forEach((amountFen, nth) => { const month = addMonths(from, nth); if (amountFen > 0) world.line({ programme, period: [month], on: onOf(month), home, amountFen }); });
const FOUR = [RELIEF_FEN, RELIEF_FEN, RELIEF_FEN, RELIEF_FEN];

/** Relief of an old man with his top-up within it, as granted and as paid. */
function toppedUp(world: CaseWorld, topUpFen: number): void {
  const programme = relief(world, { topUpBasisPoints: 2_000, topUpClasses: ['elderly'] });
  const home = world.household({ head: world.person({ bornIn: [1932, 1947] }) });
  const from = monthOf2018(world, 1, 6);
  new BenefitFile(world, home).granted('2018-01-03', programme, from, RELIEF_FEN + topUpFen, { topUpFen, topUpClasses: ['elderly'], until: addMonths(from, 2) });
  world.months({ programme, home, amountFen: RELIEF_FEN + topUpFen }, from, addMonths(from, 2));
}

/** Bills of which the patient bore so much himself, in one or two parts; what was over the cap was paid back up to so many hundredths. Answers what he bore over the cap all the same. */
function ill(world: CaseWorld, ownFen: number, paidBackHundredths: number): number {
  const home = apart(world, true);
  const file = new BenefitFile(world, home);
  const programmeId = world.programme({ cadence: 'by-progress', ownBurdenCapFen: CAP_FEN });
  const on = dayBetween(world, '2018-02-10', '2018-08-20');
  const first = Math.floor((ownFen * world.chance.whole(30, 80)) / 100);
  [first, ownFen - first].forEach((own, nth) => {
    const basicFen = own * world.chance.whole(3, 5);
    file.say(addDays(on, nth * 20), 'SettleMedicalBill', { programmeId, billId: `${world.label}-bill${String(nth + 1)}`, kind: 'inpatient', billFen: own + basicFen, basicFen, seriousFen: 0, assistanceFen: 0, guaranteeFen: 0, ownFen: own });
  });
  const paidFen = Math.floor((Math.max(0, ownFen - CAP_FEN) * paidBackHundredths) / 100);
  if (paidFen > 0) world.say(addDays(on, 40), 'office', 'PayMedicalGuarantee', file.id, { programmeId, year: 2018, paidFen, occurredOn: addDays(on, 40) });
  return Math.max(0, ownFen - CAP_FEN) - paidFen;
}
const overCap = (world: CaseWorld): number => CAP_FEN + world.chance.whole(world.hard ? 20 : 200, 4_000) * YUAN;

/** A house accepted, and its grant paid in these parts some days apart. */
function house(world: CaseWorld, parts: readonly number[]): void {
  const home = world.household({ others: ['spouse'] });
  const programme = world.programme({ payee: 'household', cadence: 'once', allowedPurposes: ['house-rebuilding'], endsWithDeath: false });
  const on = dayBetween(world, '2018-01-10', '2018-04-20');
  const id = rebuilt(world, home, { programme, on, areaMilliM2: 45_000 });
  const acceptedOn = addDays(on, 140);
  const lines: Listed[] = [];
  accepted(world, id, acceptedOn, GRANT_FEN);
  parts.forEach((amountFen, nth) => {
    const paidOn = addDays(acceptedOn, 8 + nth * 9);
    const before = nth === 0 ? undefined : lines[nth - 1];
    lines.push(world.line({ programme, period: [acceptedOn.slice(0, 7)], on: paidOn, home, amountFen, list: `part${String(nth)}`, ...(before && { supplements: before }) }));
  });
}

function premium(world: CaseWorld, paidFen: number): void {
  const home = apart(world);
  new BenefitFile(world, home).say(dayBetween(world, '2018-02-10', '2018-09-20'), 'PayPremiumOnBehalf', { programmeId: world.programme({ cadence: 'yearly', allowedPurposes: ['insurance-premium'] }), insurance: world.chance.pick(['pension', 'medical']), year: 2018, tierFen: TIER_FEN, paidFen, paidToInsurer: true });
}

const plantings: Plantings = {
  rule: 'A17',
  plantings: [
    { part: 'a', truth: 'anomaly', told: 'month after month a little less than was granted', tell(world) { const less = RELIEF_FEN - (world.hard ? 100 : world.chance.whole(5, 120) * YUAN); paid(world, granted(world), [less, less, less, less]); short(world, 4 * RELIEF_FEN, 4 * less); } },
    { part: 'a', truth: 'anomaly', told: 'one month of four was never paid', tell(world) { const missing = world.chance.whole(1, 3); paid(world, granted(world), FOUR.map((fen, nth) => (nth === missing ? 0 : fen))); short(world, RELIEF_FEN, 0); } },
    { part: 'b', truth: 'anomaly', told: 'the top-up of an old man is less than a fifth of the standard', tell(world) { const topUpFen = world.chance.whole(10, world.hard ? 63 : 55) * YUAN; toppedUp(world, topUpFen); short(world, 3 * TOP_UP_FEN, 3 * topUpFen); } },
    { part: 'c', truth: 'anomaly', told: 'a patient bore more than five thousand yuan himself, and nothing above it was paid back', tell(world) { world.wrong(ill(world, overCap(world), 0)); } },
    { part: 'c', truth: 'anomaly', told: 'of what he bore above five thousand yuan, a part was paid back', tell(world) { world.wrong(ill(world, overCap(world), world.chance.whole(20, 80))); } },
    { part: 'd', truth: 'anomaly', told: 'of the grant for an accepted house a part arrives', tell(world) { const partFen = Math.floor((GRANT_FEN * world.chance.whole(40, 95)) / 100); house(world, [partFen]); short(world, GRANT_FEN, partFen); } },
    { part: 'd', truth: 'anomaly', told: 'the house is accepted, and the grant never comes', tell(world) { house(world, []); short(world, GRANT_FEN, 0); } },
    { part: 'e', truth: 'anomaly', told: 'the premium paid for him is below the lowest tier', tell(world) { const paidFen = world.chance.whole(50, 97) * YUAN; premium(world, paidFen); short(world, TIER_FEN, paidFen); } },
    { part: 'a', truth: 'separable', told: 'all months in full', tell(world) { paid(world, granted(world), FOUR); } },
    { part: 'a', truth: 'separable', told: 'one month was late, within thirty days of its end', tell(world) { const late = world.chance.whole(0, 3); const all = granted(world); const month = addMonths(all.from, late); paid(world, all, FOUR, (each) => (each === month ? addDays(`${addMonths(each, 1)}-01`, world.hard ? 24 : world.chance.whole(3, 20)) : listDay(each))); } },
    {
      part: 'a', truth: 'separable', told: 'a month was short, and the rest of it came three weeks later, linked',
      tell(world) {
        const all = granted(world);
        const shortFen = world.chance.whole(20, 150) * YUAN;
        const supplements = world.line({ programme: all.programme, period: [all.from], on: listDay(all.from), home: all.home, amountFen: RELIEF_FEN - shortFen, list: 'short' });
        world.line({ programme: all.programme, period: [all.from], on: addDays(listDay(all.from), world.chance.whole(10, 25)), home: all.home, amountFen: shortFen, list: 'rest', supplements });
        paid(world, all, [0, RELIEF_FEN, RELIEF_FEN, RELIEF_FEN]);
      },
    },
    {
      part: 'a', truth: 'separable', told: 'an earlier surplus was taken off the month, and the list says so',
      tell(world) {
        const all = granted(world);
        const deductedFen = world.chance.whole(10, 90) * YUAN;
        paid(world, all, [RELIEF_FEN, 0, RELIEF_FEN, RELIEF_FEN]);
        world.line({ programme: all.programme, period: [addMonths(all.from, 1)], on: listDay(addMonths(all.from, 1)), home: all.home, dueFen: RELIEF_FEN, deductedFen, amountFen: RELIEF_FEN - deductedFen });
      },
    },
    {
      part: 'a', truth: 'separable', told: 'he died in the second month, and what was granted ended with it',
      tell(world) {
        const all = granted(world);
        const diedOn = `${addMonths(all.from, 1)}-${String(world.chance.whole(14, 25))}`;
        world.say(addDays(diedOn, 5), 'office', 'ReportMemberDeath', all.home.id, { person: world.named(all.home.members[0]), source: 'civil-affairs', occurredOn: diedOn });
        paid(world, all, [RELIEF_FEN, RELIEF_FEN]);
      },
    },
    { part: 'b', truth: 'separable', told: 'the top-up is a fifth of the standard', tell(world) { toppedUp(world, TOP_UP_FEN); } },
    { part: 'c', truth: 'separable', told: 'bills, of which he bore less than five thousand yuan', tell(world) { ill(world, world.hard ? CAP_FEN : CAP_FEN - world.chance.whole(0, 3_000) * YUAN, 0); } },
    { part: 'c', truth: 'separable', told: 'what he bore above five thousand yuan was paid back', tell(world) { ill(world, overCap(world), 100); } },
    { part: 'd', truth: 'separable', told: 'the grant is paid in full within the month', tell(world) { house(world, [GRANT_FEN]); } },
    { part: 'd', truth: 'separable', told: 'the grant comes in two parts, which are linked', tell(world) { house(world, [1_200_000, GRANT_FEN - 1_200_000]); } },
    { part: 'e', truth: 'separable', told: 'the lowest tier is paid for him in full', tell(world) { premium(world, TIER_FEN); } },
    { part: 'a', truth: 'inseparable', told: 'he came in the middle of the first month, and was paid for half of it, as is the custom of the office', tell(world) { paid(world, granted(world), [RELIEF_FEN / 2, RELIEF_FEN, RELIEF_FEN, RELIEF_FEN]); } },
    { part: 'd', truth: 'inseparable', told: 'the builder was paid a part of the grant by the office, as the household asked', tell(world) { house(world, [Math.floor((GRANT_FEN * world.chance.whole(60, 90)) / 100)]); } },
  ],
};
export default plantings;
