/** A home made safe (危房改造) or a household moved (易地搬迁): listed or targeted, built or found, accepted, moved into, the old house taken down. */
import { malformed, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Decider, MessageOf, Role } from './decider';
import { decideDisclosure, DISCLOSURE_EVENTS, disclosureRules, evolveDisclosure, isDisclosureCommand, NOTHING_POSTED, type DisclosureCommand, type Posted } from './disclosure';
import { type Attached, decideEvidence, EVIDENCE_EVENTS, evidenceRules, evolveEvidence, isEvidenceCommand, NOTHING_ATTACHED, type EvidenceCommand } from './evidence';
import { BusinessDate, Choice, Code, Fen, Id, Integer, Region, Words, YesNo } from './field';
import { CAMPAIGN } from './household-status';
import { Refused } from './refused';

/** 4类重点对象. */
export const HOUSE_CLASSES = ['registered', 'low-income', 'destitute', 'poor-disabled'] as const;
/** Not every way is building: swap (闲农房置换) and lease (长期租赁) waste nothing. */
export const HOUSE_MODES = ['rebuild', 'repair', 'swap', 'lease', 'collective'] as const;

class HomeOf {
  @Region('village or township') region: string;
  @Id('household') householdId: string;
  @Id('programme') programmeId: string;
  @Code('campaign that brought it over from another system', CAMPAIGN, { optional: true }) campaign?: string;
}
export class HouseListed extends HomeOf {
  @Choice('grade of danger', ['C', 'D']) grade: 'C' | 'D';
  @Choice('class of the household', HOUSE_CLASSES) objectClass: (typeof HOUSE_CLASSES)[number];
  @Choice('way chosen', HOUSE_MODES) mode: (typeof HOUSE_MODES)[number];
  @Code('number of the appraisal', /^.{1,40}$/u, { optional: true }) appraisalNumber?: string;
  @BusinessDate('day it was entered in the list of dangerous houses') occurredOn: string;
}
export class HouseRebuilt {
  @Choice('way it was done', HOUSE_MODES) mode: (typeof HOUSE_MODES)[number];
  @Integer('floor area in thousandths of a square metre') areaMilliM2: number;
  @Integer('members who live in it', { min: 1, max: 30 }) members: number;
  @Fen('debt the household took on for it', { min: 0 }) ownDebtFen: number;
  @BusinessDate('day it was finished or taken over') occurredOn: string;
}
export class HouseAccepted {
  @Fen('grant due by this acceptance', { min: 0 }) grantFen: number;
  @Words('office that accepted', { max: 100 }) inspector: string;
  @BusinessDate('day of acceptance') occurredOn: string;
}
/** The list is closed: who does not stand in it is not moved. */
export class RelocationTargeted extends HomeOf {
  @Code('version of the closed list', /^[A-Za-z0-9-]{1,40}$/) listVersion: string;
  @Integer('persons to be moved', { min: 1, max: 30 }) persons: number;
  @Choice('concentrated in a settlement, or scattered', ['concentrated', 'scattered']) settlement: 'concentrated' | 'scattered';
  @Code('settlement', /^[A-Za-z0-9-]{1,40}$/, { optional: true }) siteId?: string;
  @BusinessDate('day of the list') occurredOn: string;
}
export class RelocationSettled {
  @Integer('floor area in thousandths of a square metre') areaMilliM2: number;
  @Integer('persons who moved in', { min: 1, max: 30 }) persons: number;
  @Fen('raised by the household itself', { min: 0 }) selfRaisedFen: number;
  @Fen('debt the household took on for it', { min: 0 }) ownDebtFen: number;
  @BusinessDate('day they moved in') movedInOn: string;
  @BusinessDate('day of the settlement') occurredOn: string;
}
export class OldHouseDemolished {
  @YesNo('the ground was reclaimed', { optional: true }) reclaimed?: boolean;
  @BusinessDate('day it was taken down') occurredOn: string;
}

export interface HouseState {
  /** Empty before it is listed or targeted. */
  readonly region: string;
  readonly householdId: string;
  readonly kind: 'dangerous-house' | 'relocation' | undefined;
  readonly mode: string | undefined;
  readonly rebuilt: boolean;
  readonly accepted: boolean;
  readonly movedInOn: string | undefined;
  readonly demolished: boolean;
  readonly posted: Posted;
  readonly attached: Attached;
}

const events = { HouseListed, HouseRebuilt, HouseAccepted, RelocationTargeted, RelocationSettled, OldHouseDemolished, ...DISCLOSURE_EVENTS, ...EVIDENCE_EVENTS };
const by: readonly Role[] = ['office'];
const own = {
  ListHouse: { data: HouseListed, kind: 'wish', by, opens: true },
  TargetRelocation: { data: RelocationTargeted, kind: 'wish', by, opens: true },
  RebuildHouse: { data: HouseRebuilt, kind: 'report', by },
  AcceptHouse: { data: HouseAccepted, kind: 'report', by },
  SettleRelocation: { data: RelocationSettled, kind: 'report', by },
  DemolishOldHouse: { data: OldHouseDemolished, kind: 'report', by },
} satisfies Record<string, CommandRule<HouseState>>;
const commands = { ...own, ...disclosureRules(by), ...evidenceRules(by) };

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof own> | DisclosureCommand | EvidenceCommand;

const WHAT = { zh: '住房档案', en: 'house' };

function mustBe(state: HouseState, kind: 'dangerous-house' | 'relocation'): void {
  if (state.kind === kind) return;
  if (kind === 'relocation') throw new Refused('not-in-closed-list', { zh: '该户不在易地搬迁锁定名单,此档案为危房改造', en: 'this is a dangerous house, not a household in the closed list of relocation' });
  throw new Refused('not-a-dangerous-house', { zh: '此档案为易地搬迁,不是危房改造', en: 'this is a relocation, not a dangerous house' });
}

const once = (done: boolean, zh: string, en: string): void => {
  if (done) throw new Refused('already-done', { zh, en });
};

/** Steps out of order are recorded; a step twice is what cannot be. */
function decide(command: Command, state: HouseState): readonly Event[] {
  if (command.type === 'ListHouse' || command.type === 'TargetRelocation') {
    mustBeNew(state.region !== '', WHAT);
    return command.type === 'ListHouse' ? [{ type: 'HouseListed', data: command.data }] : [{ type: 'RelocationTargeted', data: command.data }];
  }
  mustExist(state.region !== '', WHAT);
  if (isDisclosureCommand(command)) return decideDisclosure(command, state.posted);
  if (isEvidenceCommand(command)) return decideEvidence(command, state.attached);
  switch (command.type) {
    case 'RebuildHouse':
      mustBe(state, 'dangerous-house');
      once(state.rebuilt, '该户住房改造已登记完成', 'this house was finished already');
      return [{ type: 'HouseRebuilt', data: command.data }];
    case 'AcceptHouse':
      mustBe(state, 'dangerous-house');
      once(state.accepted, '该户住房已验收', 'this house was accepted already');
      return [{ type: 'HouseAccepted', data: command.data }];
    case 'SettleRelocation':
      mustBe(state, 'relocation');
      once(state.movedInOn !== undefined, '该户搬迁入住已登记', 'this household has moved already');
      if (command.data.movedInOn > command.data.occurredOn) throw malformed('dates-reversed', '/movedInOn', '入住日期晚于结算日期', 'they moved in after the day of the settlement');
      return [{ type: 'RelocationSettled', data: command.data }];
    case 'DemolishOldHouse':
      once(state.demolished, '旧房已登记拆除', 'the old house is down already');
      return [{ type: 'OldHouseDemolished', data: command.data }];
  }
}

function evolve(before: HouseState, event: Event): HouseState {
  const state = { ...before, posted: evolveDisclosure(before.posted, event), attached: evolveEvidence(before.attached, event) };
  switch (event.type) {
    case 'HouseListed':
      return { ...state, region: event.data.region, householdId: event.data.householdId, kind: 'dangerous-house', mode: event.data.mode };
    case 'RelocationTargeted':
      return { ...state, region: event.data.region, householdId: event.data.householdId, kind: 'relocation', mode: event.data.settlement };
    case 'HouseRebuilt':
      return { ...state, rebuilt: true, mode: event.data.mode };
    case 'HouseAccepted':
      return { ...state, accepted: true };
    case 'RelocationSettled':
      return { ...state, movedInOn: event.data.movedInOn };
    case 'OldHouseDemolished':
      return { ...state, demolished: true };
    case 'DisclosurePosted':
    case 'DisclosureWithdrawn':
    case 'StreamAttested':
    case 'EvidenceAttached':
      return state;
  }
}

const house: Decider<HouseState, Command, Event> = {
  noun: 'house',
  events,
  commands,
  initial: {
    region: '', householdId: '', kind: undefined, mode: undefined, rebuilt: false, accepted: false, movedInOn: undefined, demolished: false, posted: NOTHING_POSTED, attached: NOTHING_ATTACHED,
  },
  region: (state, data) => (state.region === '' ? ((data as Partial<HouseListed>).region ?? '') : state.region),
  decide,
  evolve,
};
export default house;
