/** Households are split, and their members registered as others. */
import { dayAfter, person, said, VILLAGE } from '../../../../projections/anomalies/story';
import { HouseholdRegistered, HouseholdSplit, MemberAdded, MemberLeft } from '../../../../src/domain/household';
import { StatusMarked } from '../../../../src/domain/household-status';
import { people, pick, type Act, type Kind, type Telling } from '../telling';

/** From one of three large households a member goes into a household of its own, told in any order. */
function tell(told: Telling, act: Act): void {
  const from = pick(['h1', 'h2', 'h3'], act.a);
  const who = pick(people, act.b);
  const to = `s${who}`;
  const on = told.on(act);
  if (!told.knows(`household-${from}`)) {
    told.say(said(`household-${from}`, HouseholdRegistered, {
      region: VILLAGE, headRef: person('li'), members: [{ personRef: person('li'), relation: 'head' }, { personRef: person(who === 'li' ? 'wang' : who), relation: 'child' }], status: 'registered', occurredOn: '2017-01-01',
    }));
  }
  const register = (): void => void told.say(said(`household-${to}`, HouseholdRegistered, {
    region: VILLAGE, headRef: person(who), members: [{ personRef: person(who), relation: 'head' }], status: pick(['registered', 'low-income', 'exited'] as const, act.late), occurredOn: dayAfter(on, pick([-20, 30, 180, 181], act.late)),
  }));
  if (!told.knows(`household-${to}`) && act.late % 2 === 0) register();
  switch (act.c % 6) {
    case 0: return void told.say(said(`household-${from}`, MemberLeft, { personRef: person(who), cause: 'split', occurredOn: on }));
    case 1: return told.knows(`household-${to}`) ? void told.say(said(`household-${to}`, MemberAdded, { personRef: person(pick(people, act.a)), relation: 'spouse', cause: pick(['marriage', 'other'], act.late), occurredOn: on })) : register();
    case 2: return told.knows(`household-${to}`) ? void told.say(said(`household-${to}`, StatusMarked, { status: pick(['removed', 'registered'] as const, act.late), basis: '复核', occurredOn: told.today })) : register();
    default: {
      told.say(said(`household-${from}`, HouseholdSplit, { toHouseholdId: to, personRefs: [person(who)], reason: '分户', occurredOn: on, ...(act.b % 3 > 0 && { sameAddress: act.b % 3 === 1 }) }));
      if (!told.knows(`household-${to}`) && act.c % 4 > 0) register();
    }
  }
}

export default { weight: 1, tell } satisfies Kind;
