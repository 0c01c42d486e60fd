/** Planted for A06: aid for cadres and their next of kin (优亲厚友), and what looks like it. */
import { addMonths } from '../../identifiers/period';
import type { CaseWorld } from '../case-world';
import type { Home, Member } from '../wishes';
import { OrderlyRoster } from '../orderly-roster';
import type { Plantings } from '../planting';
import { dayBetween, listDay, monthOf2018 } from '../when';

const MONTHLY_FEN = 32_000;
const GRANT_FEN = 80_000;
const NEXT_OF_KIN = ['spouse', 'parent', 'child', 'sibling'];

/** Somebody in office in the village, or where `region` says. */
function cadre(world: CaseWorld, region: string, terms: { on?: string; until?: string; role?: string } = {}, handedOverOn = '2018-01-08'): Member {
  const person = world.person({ bornIn: [1960, 1980] });
  world.register('cadre', { person, region, role: world.chance.pick(['secretary', 'director', 'accountant', 'committee-member']), on: '2014-11-20', ...terms }, handedOverOn);
  return person;
}
const kin = (world: CaseWorld, of: Member, who: Member, role = world.chance.pick(NEXT_OF_KIN)): void => { world.register('kinship', { person: of, other: who, role }); };

/** A month of relief, in a list for which no roster was ever posted. Answers what was paid. */
function unposted(world: CaseWorld, home: Home, month = monthOf2018(world, 2, 10)): number {
  world.line({ programme: 'DIBAO', period: [month], on: listDay(month), home, amountFen: MONTHLY_FEN });
  return MONTHLY_FEN;
}

/** A grant for these households, on a roster that was posted and sealed. */
function posted(world: CaseWorld, homes: readonly Home[], terms: object = {}): void {
  const programme = world.programme({ payee: 'household', cadence: 'once', endsWithDeath: false, ...terms });
  const on = dayBetween(world, '2018-02-10', '2018-11-05');
  new OrderlyRoster(world, { programme, homes, amountFen: GRANT_FEN, period: [on.slice(0, 7)], on }).told();
}

interface Village {
  /** Registered households, kin among them. */
  readonly households: number;
  readonly kin: number;
  /** Of the kin and of the others, those on the roster. */
  readonly kinListed: number;
  readonly othersListed: number;
}

/** A village with three cadres, whose kin are so many of its households, and one roster. */
function clan(world: CaseWorld, { households, kin: kinsfolk, kinListed, othersListed }: Village): void {
  const village = world.village();
  const cadres = [cadre(world, village), cadre(world, village), cadre(world, village)];
  const homes = Array.from({ length: households }, (_, nth) => world.household({ village, account: nth < kinListed || (nth >= kinsfolk && nth < kinsfolk + othersListed) }));
  homes.slice(0, kinsfolk).forEach((home, nth) => { kin(world, cadres[nth % 3] as Member, home.members[0]); });
  posted(world, [...homes.slice(0, kinListed), ...homes.slice(kinsfolk, kinsfolk + othersListed)]);
}

const car = (world: CaseWorld, home: Home): void => { world.register('vehicle', { person: home.members[0], role: 'car', on: dayBetween(world, '2014-01-01', '2017-12-01') }, '2018-01-08'); };

const plantings: Plantings = {
  rule: 'A06',
  plantings: [
    {
      part: 'a', truth: 'anomaly', told: 'the village director is on a list of the poor that was never posted',
      tell(world) {
        const home = world.household({ village: world.village() });
        world.register('cadre', { person: home.members[0], region: home.village, role: 'director', on: '2014-11-20' });
        world.wrong(unposted(world, home));
      },
    },
    {
      part: 'a', truth: 'anomaly', told: "next of kin of the village's cadres, on a list nobody posted", share: 2,
      tell(world) { const home = world.household({ village: world.village() }); kin(world, cadre(world, home.village), home.members[0]); world.wrong(unposted(world, home)); },
    },
    {
      part: 'a', truth: 'anomaly', told: 'the mother of an official of the township, on a list nobody posted',
      tell(world) {
        const home = world.household({ village: world.village(world.township()), head: world.person({ bornIn: [1935, 1948] }) });
        kin(world, cadre(world, home.village.slice(0, 9), { role: 'official' }), home.members[0], 'parent');
        world.wrong(unposted(world, home));
      },
    },
    {
      // The car is A05's; that it is kin of a cadre who drives it is A06's.
      part: 'a', truth: 'anomaly', told: "the list was posted, but the secretary's brother on it drives a car", also: ['A05'],
      tell(world) {
        const home = world.household({ village: world.village() });
        kin(world, cadre(world, home.village, { role: 'secretary' }), home.members[0], 'sibling');
        car(world, home);
        posted(world, [home, world.household({ village: home.village })], { targeted: true });
        world.wrong(GRANT_FEN);
      },
    },
    {
      part: 'b', truth: 'anomaly', told: 'a quarter of the village or less is kin of its cadres, and nearly the whole roster',
      tell(world) { const listed = { households: world.chance.whole(24, 30), kin: 6, kinListed: world.chance.whole(5, 6), othersListed: world.chance.whole(0, 1) }; clan(world, listed); world.wrong(listed.kinListed * GRANT_FEN); },
    },
    {
      part: 'a', truth: 'separable', told: 'an old mother of a cadre, truly poor, on a list that was posted and sealed', share: 2,
      tell(world) {
        const home = world.household({ village: world.village(), head: world.person({ bornIn: [1935, 1950] }) });
        kin(world, cadre(world, home.village), home.members[0], 'parent');
        posted(world, [home, world.household({ village: home.village })]);
      },
    },
    {
      part: 'a', truth: 'separable', told: 'his brother was in office until the election before',
      tell(world) { const home = world.household({ village: world.village() }); kin(world, cadre(world, home.village, { on: '2011-11-20', until: '2017-12-20' }), home.members[0], 'sibling'); unposted(world, home); },
    },
    {
      part: 'a', truth: 'separable', told: 'her son came into office after the list was approved',
      tell(world) {
        const month = monthOf2018(world, 2, 7);
        const home = world.household({ village: world.village() });
        kin(world, cadre(world, home.village, { on: `${month}-${world.hard ? '15' : '28'}` }, `${addMonths(month, 1)}-05`), home.members[0], 'parent');
        unposted(world, home, month);
      },
    },
    {
      part: 'a', truth: 'separable', told: 'his sister is a cadre of another township',
      tell(world) { const home = world.household({ village: world.village(world.township()) }); kin(world, cadre(world, world.village(world.township())), home.members[0], 'sibling'); unposted(world, home); },
    },
    {
      part: 'a', truth: 'separable', told: 'kin of a cadre, but not next of kin',
      tell(world) { const home = world.household({ village: world.village() }); kin(world, cadre(world, home.village), home.members[0], world.chance.pick(['in-law', 'grandchild', 'grandparent'])); unposted(world, home); },
    },
    {
      part: 'a', truth: 'separable', told: 'of the same surname as the secretary, in a village where half are',
      tell(world) {
        const village = world.village();
        const secretary = world.person({ surname: '覃', bornIn: [1960, 1975] });
        world.register('cadre', { person: secretary, region: village, role: 'secretary', on: '2014-11-20' });
        unposted(world, world.household({ village, head: world.person({ surname: '覃' }) }));
      },
    },
    { part: 'b', truth: 'separable', told: 'more kin on the roster than in the village, but not three times as many by share', tell(world) { clan(world, { households: 24, kin: 6, kinListed: 5, othersListed: world.hard ? 2 : world.chance.whole(6, 9) }); } },
    { part: 'b', truth: 'separable', told: 'four of four on the roster are kin, too few to speak of', tell(world) { clan(world, { households: world.chance.whole(20, 26), kin: 5, kinListed: 4, othersListed: 0 }); } },
    { part: 'b', truth: 'separable', told: 'a village of one clan, where most are kin of some cadre', tell(world) { clan(world, { households: 14, kin: 9, kinListed: 6, othersListed: world.chance.whole(0, 1) }); } },
    {
      part: 'a', truth: 'inseparable', told: 'a poor brother of a cadre; the list did hang, and nobody entered that it did',
      tell(world) { const home = world.household({ village: world.village() }); kin(world, cadre(world, home.village), home.members[0], 'sibling'); unposted(world, home); },
    },
    {
      part: 'b', truth: 'inseparable', told: "the cadres' kin live up the hill where the landslide was, and the roster is for them",
      tell(world) { clan(world, { households: world.chance.whole(24, 30), kin: 6, kinListed: 6, othersListed: 0 }); },
    },
  ],
};
export default plantings;
