/** A household (户): its members, status, accounts and proxies as one history that is never overwritten. */
import { AccountRef, BusinessDate, Choice, Code, Id, Parts, PersonRef, PersonRefs, Region, RegisterRef, Words } from './field';

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
