/** A household (户): its members, status, accounts and proxies as one history that is never overwritten. */
import { malformed, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Context, Decider, MessageOf, Role } from './decider';
import { BusinessDate, Choice, Code, Fen, Id, Integer, Parts, PersonRef, PersonRefs, Region, RegisterRef, Uscc, Words, YesNo } from './field';
import { ACCOUNT_EVENTS, accountRules, decideAccount, evolveAccounts, isAccountCommand, type AccountCommand, type HouseholdAccounts } from './household-accounts';
import { CAMPAIGN, decideStatus, evolveStatus, isStatusCommand, Judged, STATUS_EVENTS, statusRules, STATUSES, type Standing, type StatusCommand } from './household-status';
import { Refused } from './refused';

export const RELATIONS = ['head', 'spouse', 'child', 'child-in-law', 'parent', 'parent-in-law', 'sibling', 'grandchild', 'grandparent', 'other-kin', 'not-kin'] as const;

export class Member {
  @PersonRef('person') personRef: string;
  @Choice('relation to the head', RELATIONS) relation: (typeof RELATIONS)[number];
}
export class HouseholdRegistered extends Judged {
  @Region('village (12 digits) or township', { digits: [6, 9, 12] }) region: string;
  @RegisterRef('number in the poverty register', { optional: true }) registerRef?: string;
  @PersonRef('head of the household') headRef: string;
  @Parts('members, the head among them', () => Member, { max: 30 }) members: Member[];
  @Choice('class', STATUSES) status: (typeof STATUSES)[number];
  @Code('campaign of corrections it belongs to', CAMPAIGN, { optional: true }) campaign?: string;
  @BusinessDate('last day policies go on (享受政策), where an end is set', { optional: true }) policyUntil?: string;
  @BusinessDate('day of registration') occurredOn: string;
}
export class MemberAdded extends Member {
  @Choice('why', ['birth', 'marriage', 'adoption', 'return', 'correction', 'other']) cause: string;
  @Code('campaign of corrections it belongs to', CAMPAIGN, { optional: true }) campaign?: string;
  @BusinessDate('day it happened') occurredOn: string;
}
export class MemberLeft {
  @PersonRef('person') personRef: string;
  @Choice('why', ['marriage', 'split', 'moved', 'correction', 'other']) cause: string;
  @Code('campaign of corrections it belongs to', CAMPAIGN, { optional: true }) campaign?: string;
  @BusinessDate('day it happened') occurredOn: string;
}
export class MemberDied {
  @PersonRef('person') personRef: string;
  @Choice('who says so', ['household', 'village', 'civil-affairs', 'police', 'crematorium', 'hospital', 'register']) source: string;
  @BusinessDate('day of death') occurredOn: string;
}
export class HouseholdSplit {
  @Id('household the leaving members will form') toHouseholdId: string;
  @PersonRefs('members who leave') personRefs: string[];
  @Words('why', { max: 200 }) reason: string;
  @YesNo('both households go on living at one address', { optional: true }) sameAddress?: boolean;
  @BusinessDate('day of the split') occurredOn: string;
}
/** A fee, deposit or kickback taken from somebody who was paid. */
export class FeeCollected {
  @PersonRef('who paid it; absent where it was taken from the household as such', { optional: true }) payerRef?: string;
  @Uscc('organisation that took it', { optional: true }) collectorUscc?: string;
  @PersonRef('person who took it', { optional: true }) collectorRef?: string;
  @Id('programme it was taken out of', { optional: true }) programmeId?: string;
  @Fen('amount') amountFen: number;
  @Words('what it was called', { max: 200 }) pretext: string;
  @BusinessDate('day it was taken') occurredOn: string;
}
/** Land an ecological subsidy is paid for: what it may be paid for depends on how steep it lies (25 degrees; 15 around reservoirs). */
export class PlotMeasured {
  @Id('names the plot within the household') plotId: string;
  @Choice('subsidy it is measured for', ['farmland-to-forest', 'public-forest', 'natural-forest', 'carbon-sink', 'eco-compensation']) use: string;
  @Integer('area in thousandths of a mu', { min: 1 }) areaMilliMu: number;
  @Integer('slope in degrees', { max: 90, optional: true }) slopeDegrees?: number;
  @YesNo('within the area of a reservoir', { optional: true }) reservoirArea?: boolean;
  @BusinessDate('day it was measured') occurredOn: string;
}

interface MemberState {
  readonly left: boolean;
  /** `source date` of every report of death: two offices may name two days, and the earliest counts for the rules. */
  readonly deaths: readonly string[];
}

export interface HouseholdState extends Standing, HouseholdAccounts {
  /** Empty before registration. */
  readonly region: string;
  readonly headRef: string;
  /** Everyone who ever belonged to it; nobody is struck out. */
  readonly members: ReadonlyMap<string, MemberState>;
}

const events = { HouseholdRegistered, MemberAdded, MemberLeft, MemberDied, HouseholdSplit, FeeCollected, PlotMeasured, ...STATUS_EVENTS, ...ACCOUNT_EVENTS };
const by: readonly Role[] = ['office'];
const own = {
  RegisterHousehold: { data: HouseholdRegistered, kind: 'wish', by, opens: true },
  AddMember: { data: MemberAdded, kind: 'wish', by },
  ReportMemberLeft: { data: MemberLeft, kind: 'report', by },
  ReportMemberDeath: { data: MemberDied, kind: 'report', by },
  SplitHousehold: { data: HouseholdSplit, kind: 'wish', by },
  ReportFeeCollected: { data: FeeCollected, kind: 'report', by },
  MeasurePlot: { data: PlotMeasured, kind: 'report', by },
} satisfies Record<string, CommandRule<HouseholdState>>;
const commands = { ...own, ...statusRules(by), ...accountRules(by) };

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof own> | StatusCommand | AccountCommand;

const WHAT = { zh: '户', en: 'household' };

/** Living members who have not left. */
export const presentMembers = (state: HouseholdState): readonly string[] =>
  [...state.members].filter(([, member]) => !member.left && member.deaths.length === 0).map(([ref]) => ref);

function everMember(state: HouseholdState, personRef: string): MemberState {
  const member = state.members.get(personRef);
  if (!member) throw new Refused('not-a-member', { zh: '此人不是该户成员', en: 'this person was never a member of the household' });
  return member;
}

function mustDiffer(refs: readonly string[], pointer: string): void {
  const twice = refs.findIndex((ref, index) => refs.indexOf(ref) !== index);
  if (twice >= 0) throw malformed('person-twice', `${pointer}/${String(twice)}`, '同一人列了两次', 'the same person stands twice');
}

function register(data: HouseholdRegistered, state: HouseholdState): Event[] {
  mustBeNew(state.region !== '', WHAT);
  mustDiffer(data.members.map(({ personRef }) => personRef), '/members');
  const head = data.members.find(({ personRef }) => personRef === data.headRef);
  if (!head) throw malformed('head-not-a-member', '/headRef', '户主须在成员之中', 'the head must be among the members');
  const heads = data.members.filter(({ relation }) => relation === 'head');
  if (head.relation !== 'head' || heads.length > 1) throw malformed('one-head', '/members', '户主恰有一人,关系应为 head', 'exactly one member, the head, has the relation head');
  return [{ type: 'HouseholdRegistered', data }];
}

function addMember(data: MemberAdded, state: HouseholdState): Event[] {
  const known = state.members.get(data.personRef);
  if (known && known.deaths.length > 0) throw new Refused('member-deceased', { zh: '此人已报死亡,不能再列为成员', en: 'this person is reported dead and cannot be added' });
  if (known && !known.left) throw new Refused('already-a-member', { zh: '此人已是该户成员', en: 'this person is a member already' });
  if (data.relation === 'head' && presentMembers(state).includes(state.headRef)) throw malformed('one-head', '/relation', '该户已有户主', 'the household has its head already');
  return [{ type: 'MemberAdded', data }];
}

function reportLeft(data: MemberLeft, state: HouseholdState): Event[] {
  if (everMember(state, data.personRef).left) throw new Refused('member-already-left', { zh: '此人已离开该户', en: 'this person has left the household already' });
  return [{ type: 'MemberLeft', data }];
}

const death = (data: MemberDied): string => `${data.source} ${data.occurredOn}`;

/** Whoever left may be reported dead too, and two sources may disagree on the day: only the very same report twice is refused. */
function reportDeath(data: MemberDied, state: HouseholdState): Event[] {
  if (everMember(state, data.personRef).deaths.includes(death(data))) {
    throw new Refused('death-already-reported', { zh: '同一来源、同一日期的死亡信息已登记', en: 'this source has reported this death already' });
  }
  return [{ type: 'MemberDied', data }];
}

/** Those who leave must be there, and the head stays: the members who leave form the new household under a head of their own. */
function split(data: HouseholdSplit, state: HouseholdState, id: string): Event[] {
  mustDiffer(data.personRefs, '/personRefs');
  if (data.personRefs.length === 0) throw malformed('nobody-leaves', '/personRefs', '未列分出的成员', 'no member who leaves is named');
  if (data.toHouseholdId === id) throw malformed('same-household', '/toHouseholdId', '分出的新户不能是本户', 'a household cannot be split into itself');
  const present = presentMembers(state);
  if (data.personRefs.some((ref) => !present.includes(ref))) throw new Refused('not-a-member', { zh: '分出者中有人不是该户在册成员', en: 'somebody named is not a present member of the household' });
  if (data.personRefs.includes(state.headRef)) throw new Refused('head-stays', { zh: '户主不能分出,分出的成员另立新户', en: 'the head cannot leave by a split; those who leave form the new household' });
  return [{ type: 'HouseholdSplit', data }];
}

/** Aid and money are for those who belong to the household, or once did. */
function mustConcernMembers(data: object, state: HouseholdState): void {
  const { personRef } = data as { personRef?: string };
  if (personRef !== undefined) everMember(state, personRef);
}

function decide(command: Command, state: HouseholdState, { id }: Context): readonly Event[] {
  if (command.type === 'RegisterHousehold') return register(command.data, state);
  mustExist(state.region !== '', WHAT);
  if (isStatusCommand(command)) {
    mustConcernMembers(command.data, state);
    return decideStatus(command, state);
  }
  if (isAccountCommand(command)) {
    if (command.type === 'AuthoriseProxy') everMember(state, command.data.personRef);
    return decideAccount(command, state);
  }
  switch (command.type) {
    case 'AddMember':
      return addMember(command.data, state);
    case 'ReportMemberLeft':
      return reportLeft(command.data, state);
    case 'ReportMemberDeath':
      return reportDeath(command.data, state);
    case 'SplitHousehold':
      return split(command.data, state, id);
    case 'ReportFeeCollected':
      return [{ type: 'FeeCollected', data: command.data }];
    case 'MeasurePlot':
      return [{ type: 'PlotMeasured', data: command.data }];
  }
}

function withMember(state: HouseholdState, personRef: string, change: Partial<MemberState>): HouseholdState {
  const member = state.members.get(personRef) ?? { left: false, deaths: [] };
  return { ...state, members: new Map(state.members).set(personRef, { ...member, ...change }) };
}

function evolve(state: HouseholdState, event: Event): HouseholdState {
  switch (event.type) {
    case 'HouseholdRegistered': {
      const { region, headRef, status, members, occurredOn, policyUntil } = event.data;
      return { ...state, region, headRef, status, statusOn: occurredOn, policyUntil, members: new Map(members.map(({ personRef }) => [personRef, { left: false, deaths: [] }])) };
    }
    case 'MemberAdded': {
      const { personRef, relation } = event.data;
      return { ...withMember(state, personRef, { left: false }), headRef: relation === 'head' ? personRef : state.headRef };
    }
    case 'MemberLeft':
      return withMember(state, event.data.personRef, { left: true });
    case 'MemberDied':
      return withMember(state, event.data.personRef, { deaths: [...(state.members.get(event.data.personRef)?.deaths ?? []), death(event.data)] });
    case 'HouseholdSplit':
      return event.data.personRefs.reduce((household, ref) => withMember(household, ref, { left: true }), state);
    case 'FeeCollected':
    case 'PlotMeasured':
      return state;
    case 'StatusMarked':
    case 'IncomeReported':
    case 'BenefitRefused':
    case 'AidDeclined':
      return evolveStatus(state, event);
    case 'AccountBound':
    case 'AccountReplaced':
    case 'ProxyAuthorised':
    case 'ProxyEnded':
      return evolveAccounts(state, event);
  }
}

const household: Decider<HouseholdState, Command, Event> = {
  noun: 'household',
  events,
  commands,
  initial: { region: '', headRef: '', status: '', statusOn: '', policyUntil: undefined, members: new Map(), accounts: new Map(), proxies: [] },
  region: (state, data) => (state.region === '' ? ((data as Partial<HouseholdRegistered>).region ?? '') : state.region),
  decide,
  evolve,
};
export default household;
