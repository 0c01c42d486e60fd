/** A household (户): its members, status, accounts and proxies as one history that is never overwritten. */
import { malformed, mustBeInOrder, mustBeNew, mustExist } from './checks';
import type { CommandOf, CommandRule, Context, Decider, MessageOf, Role } from './decider';
import { AccountRef, BusinessDate, Choice, Code, Id, Parts, PersonRef, PersonRefs, Region, RegisterRef, Words } from './field';
import { Refused } from './refused';

export const RELATIONS = ['head', 'spouse', 'child', 'child-in-law', 'parent', 'parent-in-law', 'sibling', 'grandchild', 'grandparent', 'other-kin', 'not-kin'] as const;
export const STATUSES = ['registered', 'exited', 'returned', 'removed', 'added-back', 'low-income', 'destitute'] as const;

export class Member {
  @PersonRef('person') personRef: string;
  @Choice('relation to the head', RELATIONS) relation: (typeof RELATIONS)[number];
}
export class HouseholdRegistered {
  @Region('village (12 digits) or township', { digits: [6, 9, 12] }) region: string;
  @RegisterRef('number in the poverty register', { optional: true }) registerRef?: string;
  @PersonRef('head of the household') headRef: string;
  @Parts('members, the head among them', () => Member, { max: 30 }) members: Member[];
  @Choice('class', STATUSES) status: (typeof STATUSES)[number];
  @BusinessDate('day of registration') occurredOn: string;
}
export class MemberAdded extends Member {
  @Choice('why', ['birth', 'marriage', 'adoption', 'return', 'correction', 'other']) cause: string;
  @BusinessDate('day it happened') occurredOn: string;
}
export class MemberLeft {
  @PersonRef('person') personRef: string;
  @Choice('why', ['marriage', 'split', 'moved', 'correction', 'other']) cause: string;
  @BusinessDate('day it happened') occurredOn: string;
}
export class MemberDied {
  @PersonRef('person') personRef: string;
  @Choice('who says so', ['household', 'village', 'civil-affairs', 'police', 'crematorium', 'hospital', 'register']) source: string;
  @BusinessDate('day of death') occurredOn: string;
}
export class StatusMarked {
  @Choice('status: 脱贫 exited, 返贫 returned, 剔除 removed, 补录 added-back', STATUSES) status: (typeof STATUSES)[number];
  @Code('campaign of corrections it belongs to', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) campaign?: string;
  @Words('basis', { max: 200 }) basis: string;
  @BusinessDate('day it holds from') occurredOn: string;
}
export class HouseholdSplit {
  @Id('household the leaving members will form') toHouseholdId: string;
  @PersonRefs('members who leave') personRefs: string[];
  @Words('why', { max: 200 }) reason: string;
  @BusinessDate('day of the split') occurredOn: string;
}
export class AccountBound {
  @AccountRef('account') accountRef: string;
  @PersonRef('holder by the hand-over record') personRef: string;
  @Words('bank', { max: 60 }) bank: string;
  @Words('branch', { optional: true, max: 60 }) branch?: string;
  @Choice('kind', ['card', 'passbook', 'social-security-card', 'care-home']) kind: string;
  @BusinessDate('day it was bound') occurredOn: string;
}
export class AccountReplaced {
  @AccountRef('account given up') oldAccountRef: string;
  @AccountRef('account used from now on') accountRef: string;
  @PersonRef('holder') personRef: string;
  @Words('bank', { max: 60 }) bank: string;
  @Words('branch', { optional: true, max: 60 }) branch?: string;
  @Words('why', { max: 200 }) reason: string;
  @Code('campaign it belongs to (bank merger, mass card switch)', /^[A-Za-z0-9-]{1,64}$/, { optional: true }) campaign?: string;
  @BusinessDate('day of the replacement') occurredOn: string;
}
export class ProxyAuthorised {
  @PersonRef('person whose money it is') personRef: string;
  @PersonRef('person who may receive it') proxyRef: string;
  @AccountRef('only for this account', { optional: true }) accountRef?: string;
  @Choice('basis', ['guardian', 'written-authorisation', 'care-home', 'head-of-household']) basis: string;
  @BusinessDate('first day it holds') occurredOn: string;
  @BusinessDate('last day it holds', { optional: true }) until?: string;
}
export class ProxyEnded {
  @PersonRef('person whose money it is') personRef: string;
  @PersonRef('proxy') proxyRef: string;
  @BusinessDate('last day it held') occurredOn: string;
}

interface MemberState {
  readonly left: boolean;
  /** `source date` of every report of death: two offices may name two days, and the earliest counts for the rules. */
  readonly deaths: readonly string[];
}
interface Proxy {
  readonly personRef: string;
  readonly proxyRef: string;
  readonly accountRef: string | undefined;
  readonly until: string | undefined;
}

export interface HouseholdState {
  /** Empty before registration. */
  readonly region: string;
  readonly headRef: string;
  readonly status: string;
  /** Everyone who ever belonged to it; nobody is struck out. */
  readonly members: ReadonlyMap<string, MemberState>;
  /** Accounts in use, each with the persons it was handed to. */
  readonly accounts: ReadonlyMap<string, readonly string[]>;
  readonly proxies: readonly Proxy[];
}

const events = { HouseholdRegistered, MemberAdded, MemberLeft, MemberDied, StatusMarked, HouseholdSplit, AccountBound, AccountReplaced, ProxyAuthorised, ProxyEnded };
const by: readonly Role[] = ['office'];
const commands = {
  RegisterHousehold: { data: HouseholdRegistered, kind: 'wish', by, opens: true },
  AddMember: { data: MemberAdded, kind: 'wish', by },
  ReportMemberLeft: { data: MemberLeft, kind: 'report', by },
  ReportMemberDeath: { data: MemberDied, kind: 'report', by },
  MarkStatus: { data: StatusMarked, kind: 'wish', by },
  SplitHousehold: { data: HouseholdSplit, kind: 'wish', by },
  BindAccount: { data: AccountBound, kind: 'wish', by },
  ReplaceAccount: { data: AccountReplaced, kind: 'wish', by },
  AuthoriseProxy: { data: ProxyAuthorised, kind: 'wish', by },
  EndProxy: { data: ProxyEnded, kind: 'wish', by },
} satisfies Record<string, CommandRule<HouseholdState>>;

type Event = MessageOf<typeof events>;
type Command = CommandOf<typeof commands>;

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

function markStatus(data: StatusMarked, state: HouseholdState): Event[] {
  if (data.status === state.status) throw new Refused('status-unchanged', { zh: '该户已是此状态', en: 'the household has this status already' });
  return [{ type: 'StatusMarked', data }];
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

/** A holder outside the household is a fact for rule A07, not a reason to refuse. */
function bindAccount(data: AccountBound, state: HouseholdState): Event[] {
  if (state.accounts.get(data.accountRef)?.includes(data.personRef)) throw new Refused('account-already-bound', { zh: '该账户已为此人绑定', en: 'this account is bound for this person already' });
  return [{ type: 'AccountBound', data }];
}

function replaceAccount(data: AccountReplaced, state: HouseholdState): Event[] {
  if (data.accountRef === data.oldAccountRef) throw malformed('same-account', '/accountRef', '新旧账户相同', 'the new account is the old one');
  if (!state.accounts.has(data.oldAccountRef)) throw new Refused('account-not-bound', { zh: '被替换的账户未在该户绑定', en: 'the account given up is not bound in this household' });
  return [{ type: 'AccountReplaced', data }];
}

function authoriseProxy(data: ProxyAuthorised, state: HouseholdState): Event[] {
  everMember(state, data.personRef);
  if (data.personRef === data.proxyRef) throw malformed('own-proxy', '/proxyRef', '本人不能代理本人', 'nobody is their own proxy');
  mustBeInOrder(data.occurredOn, data.until, '/until');
  const same = state.proxies.some((proxy) => proxy.personRef === data.personRef && proxy.proxyRef === data.proxyRef
    && proxy.accountRef === data.accountRef && (proxy.until === undefined || proxy.until >= data.occurredOn));
  if (same) throw new Refused('proxy-already-authorised', { zh: '该代理授权仍在有效期内', en: 'this proxy is authorised already' });
  return [{ type: 'ProxyAuthorised', data }];
}

const isProxyOf = (proxy: Proxy, data: ProxyEnded): boolean =>
  proxy.personRef === data.personRef && proxy.proxyRef === data.proxyRef && (proxy.until === undefined || proxy.until >= data.occurredOn);

function endProxy(data: ProxyEnded, state: HouseholdState): Event[] {
  if (!state.proxies.some((proxy) => isProxyOf(proxy, data))) throw new Refused('no-such-proxy', { zh: '没有可终止的代理授权', en: 'there is no such proxy to end' }, 'unknown');
  return [{ type: 'ProxyEnded', data }];
}

function decide(command: Command, state: HouseholdState, { id }: Context): readonly Event[] {
  if (command.type === 'RegisterHousehold') return register(command.data, state);
  mustExist(state.region !== '', WHAT);
  switch (command.type) {
    case 'AddMember':
      return addMember(command.data, state);
    case 'ReportMemberLeft':
      return reportLeft(command.data, state);
    case 'ReportMemberDeath':
      return reportDeath(command.data, state);
    case 'MarkStatus':
      return markStatus(command.data, state);
    case 'SplitHousehold':
      return split(command.data, state, id);
    case 'BindAccount':
      return bindAccount(command.data, state);
    case 'ReplaceAccount':
      return replaceAccount(command.data, state);
    case 'AuthoriseProxy':
      return authoriseProxy(command.data, state);
    case 'EndProxy':
      return endProxy(command.data, state);
  }
}

function withMember(state: HouseholdState, personRef: string, change: Partial<MemberState>): HouseholdState {
  const member = state.members.get(personRef) ?? { left: false, deaths: [] };
  return { ...state, members: new Map(state.members).set(personRef, { ...member, ...change }) };
}

function withAccount(state: HouseholdState, data: AccountBound | AccountReplaced, given?: string): HouseholdState {
  const accounts = new Map(state.accounts);
  if (given !== undefined) accounts.delete(given);
  return { ...state, accounts: accounts.set(data.accountRef, [...(accounts.get(data.accountRef) ?? []), data.personRef]) };
}

function evolve(state: HouseholdState, event: Event): HouseholdState {
  switch (event.type) {
    case 'HouseholdRegistered': {
      const { region, headRef, status, members } = event.data;
      return { ...state, region, headRef, status, members: new Map(members.map(({ personRef }) => [personRef, { left: false, deaths: [] }])) };
    }
    case 'MemberAdded': {
      const { personRef, relation } = event.data;
      return { ...withMember(state, personRef, { left: false }), headRef: relation === 'head' ? personRef : state.headRef };
    }
    case 'MemberLeft':
      return withMember(state, event.data.personRef, { left: true });
    case 'MemberDied':
      return withMember(state, event.data.personRef, { deaths: [...(state.members.get(event.data.personRef)?.deaths ?? []), death(event.data)] });
    case 'StatusMarked':
      return { ...state, status: event.data.status };
    case 'HouseholdSplit':
      return event.data.personRefs.reduce((household, ref) => withMember(household, ref, { left: true }), state);
    case 'AccountBound':
      return withAccount(state, event.data);
    case 'AccountReplaced':
      return withAccount(state, event.data, event.data.oldAccountRef);
    case 'ProxyAuthorised': {
      const { personRef, proxyRef, accountRef, until } = event.data;
      return { ...state, proxies: [...state.proxies, { personRef, proxyRef, accountRef, until }] };
    }
    case 'ProxyEnded': {
      const { data } = event;
      return { ...state, proxies: state.proxies.filter((proxy) => !isProxyOf(proxy, data)) };
    }
  }
}

const household: Decider<HouseholdState, Command, Event> = {
  noun: 'household',
  events,
  commands,
  initial: { region: '', headRef: '', status: '', members: new Map(), accounts: new Map(), proxies: [] },
  region: (state, data) => (state.region === '' ? ((data as Partial<HouseholdRegistered>).region ?? '') : state.region),
  decide,
  evolve,
};
export default household;
