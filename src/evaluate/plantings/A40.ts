/** Planted for A40: a household taken apart so that one more is entitled (拆户分户), and what looks like it. */
import { addDays } from '../../simulate/step';
import type { CaseWorld } from '../case-world';
import type { Home, Member } from '../wishes';
import type { Plantings } from '../planting';
import { dayBetween } from '../when';

interface Split {
  readonly sameAddress: boolean;
  /** From the split to the registration of the new household; less than none where it was registered before. */
  readonly days: number;
  /** Class of the new household. */
  readonly status?: string;
}

/** A son with his wife leaves his father's household; the two form one of their own. The old one has been in the register for years. */
function split(world: CaseWorld, { sameAddress, days, status = 'registered' }: Split): { old: Home; young: Home } {
  const [son, wife] = [world.person({ bornIn: [1984, 1993], relation: 'child' }), world.person({ bornIn: [1984, 1995], relation: 'child-in-law' })];
  const old = world.household({ head: world.person({ bornIn: [1945, 1960] }), members: [son, wife] });
  const on = dayBetween(world, '2017-06-01', '2018-05-20');
  const young = world.household({ village: old.village, head: son, members: [{ ...wife, relation: 'spouse' }], status, on: addDays(on, days) });
  part(world, old, young, [son, wife], on, sameAddress);
  return { old, young };
}

const part = (world: CaseWorld, old: Home, young: Home, who: readonly Member[], on: string, sameAddress: boolean): void =>
  world.say(on, 'office', 'SplitHousehold', old.id, { toHouseholdId: young.id, persons: who.map((each) => world.named(each)), reason: '分户另立', sameAddress, occurredOn: on });

/** Registered, and parted so many days after; the leaving half is registered within the month. */
function partedAfter(world: CaseWorld, days: number, sameAddress: boolean): void {
  const registeredOn = dayBetween(world, '2017-09-01', '2018-03-20');
  const brother = world.person({ bornIn: [1975, 1988], relation: 'sibling' });
  const old = world.household({ members: [brother], on: registeredOn });
  const on = addDays(registeredOn, days);
  part(world, old, world.household({ village: old.village, head: brother, on: addDays(on, world.chance.whole(5, 28)) }), [brother], on, sameAddress);
}

const within = (world: CaseWorld): number => (world.hard ? world.chance.whole(165, 180) : world.chance.whole(5, 170));

function kinCadre(world: CaseWorld, { young }: { readonly young: Home }, role = world.chance.pick(['parent', 'sibling', 'child']), terms: { until?: string } = {}): void {
  const cadre = world.person({ bornIn: [1955, 1980] });
  world.register('cadre', { person: cadre, region: young.village, role: world.chance.pick(['secretary', 'director', 'accountant']), on: '2014-11-20', ...terms });
  world.register('kinship', { person: cadre, other: young.members[0], role });
}

const plantings: Plantings = {
  rule: 'A40',
  plantings: [
    { truth: 'anomaly', told: 'a son is split off on paper, lives on under the same roof, and months later is a poor household of his own', share: 2, tell(world) { split(world, { sameAddress: true, days: within(world) }); } },
    { truth: 'anomaly', told: 'the new household is kin of a cadre of the village', share: 2, tell(world) { kinCadre(world, split(world, { sameAddress: false, days: within(world) })); } },
    { truth: 'anomaly', told: 'months after it was registered a household is made into two, at one address', tell(world) { partedAfter(world, within(world), true); } },
    { truth: 'separable', told: 'a son builds his own house at the other end of the village, and is registered there', share: 2, tell(world) { split(world, { sameAddress: false, days: within(world) }); } },
    { truth: 'separable', told: 'two households under one roof for years before the new one is registered', tell(world) { split(world, { sameAddress: true, days: world.hard ? 185 : world.chance.whole(190, 210) }); } },
    { truth: 'separable', told: 'the new household is not poor: it is entered as having left poverty', tell(world) { split(world, { sameAddress: true, days: within(world), status: 'exited' }); } },
    {
      truth: 'separable', told: 'a daughter marries into a household of the next village',
      tell(world) {
        const daughter = world.person({ bornIn: [1988, 1996], relation: 'child' });
        const home = world.household({ members: [daughter] });
        const on = dayBetween(world, '2018-01-10', '2018-09-20');
        const other = world.household({});
        world.say(on, 'office', 'ReportMemberLeft', home.id, { person: world.named(daughter), cause: 'marriage', occurredOn: on });
        world.say(addDays(on, 1), 'office', 'AddMember', other.id, { person: world.named(daughter), relation: 'child-in-law', cause: 'marriage', occurredOn: on });
      },
    },
    { truth: 'separable', told: 'the cadre is no next of kin', tell(world) { kinCadre(world, split(world, { sameAddress: false, days: within(world) }), world.chance.pick(['in-law', 'grandchild'])); } },
    { truth: 'separable', told: 'his uncle of the same surname is a cadre, and no kin is on record', tell(world) {
      const { young } = split(world, { sameAddress: false, days: within(world) });
      world.register('cadre', { person: world.person({ surname: young.members[0].name.slice(0, 1) }), region: young.village, role: 'director', on: '2014-11-20' });
    } },
    { truth: 'inseparable', told: 'two stoves under one roof: the brothers have not spoken for years', tell(world) { partedAfter(world, within(world), true); } },
    { truth: 'inseparable', told: 'a son of a cadre, truly poor, who moved out on his marriage', tell(world) { kinCadre(world, split(world, { sameAddress: false, days: within(world) }), 'child'); } },
  ],
};
export default plantings;
