/** Dangerous houses made safe and households moved, told from the list to the old house taken down. */
import { addDays } from '../simulate/step';
import type { CaseWorld } from './case-world';
import type { Home } from './wishes';

export interface HomeMade {
  readonly programme: string;
  readonly on: string;
  readonly areaMilliM2: number;
  /** Members who live in it; all where absent. */
  readonly persons?: number;
  readonly selfRaisedFen?: number;
  /** Days from the move until the old house is taken down; fifty where absent, never where null. */
  readonly downAfterDays?: number | null;
}

/** In the closed list first, moved in seven months later, the old house down within the season unless the story says otherwise. Answers the id of the house. */
export function moved(world: CaseWorld, home: Home, { programme, on, areaMilliM2, persons = home.members.length, selfRaisedFen = 0, downAfterDays = 50 }: HomeMade): string {
  const id = world.id('move');
  world.owns('house', id);
  const movedInOn = addDays(on, world.chance.whole(190, 230));
  world.say(on, 'office', 'TargetRelocation', id, { region: home.village, householdId: home.id, programmeId: programme, listVersion: '2018-1', persons, settlement: 'scattered', occurredOn: on });
  world.say(addDays(movedInOn, 1), 'office', 'SettleRelocation', id, { areaMilliM2, persons, selfRaisedFen, ownDebtFen: 0, movedInOn, occurredOn: addDays(movedInOn, 1) });
  if (downAfterDays === null) return id;
  const downOn = addDays(movedInOn, downAfterDays);
  world.say(downOn, 'office', 'DemolishOldHouse', id, { reclaimed: true, occurredOn: downOn });
  return id;
}

/** Listed as dangerous, rebuilt within four months. Answers the id of the house. */
export function rebuilt(world: CaseWorld, home: Home, { programme, on, areaMilliM2, persons = home.members.length }: HomeMade): string {
  const id = world.id('house');
  world.owns('house', id);
  const builtOn = addDays(on, world.chance.whole(90, 130));
  world.say(on, 'office', 'ListHouse', id, { region: home.village, householdId: home.id, programmeId: programme, grade: 'D', objectClass: 'registered', mode: 'rebuild', occurredOn: on });
  world.say(builtOn, 'office', 'RebuildHouse', id, { mode: 'rebuild', areaMilliM2, members: persons, ownDebtFen: 0, occurredOn: builtOn });
  return id;
}

/** Accepted, with the grant that is due by it. */
export const accepted = (world: CaseWorld, house: string, on: string, grantFen: number): void => { world.say(on, 'office', 'AcceptHouse', house, { grantFen, inspector: '县住建局', occurredOn: on }); };
