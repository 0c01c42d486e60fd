/** Where a household's money may go: accounts handed to whom, and who may receive it in somebody's stead. */
import { malformed, mustBeInOrder } from './checks';
import type { CommandOf, CommandRule, MessageOf, Role } from './decider';
import { AccountRef, BusinessDate, Choice, Code, PersonRef, Words } from './field';
import { CAMPAIGN } from './household-status';
import { Refused } from './refused';

/** As the office reports it: when the account was opened and handed over, and at what hour the change was keyed in. */
class AccountHandedOver {
  @BusinessDate('day the bank opened the account', { optional: true }) openedOn?: string;
  @BusinessDate('day card or passbook was handed over, by the hand-over record', { optional: true }) handedOverOn?: string;
  @Code('time of day it was entered, as reported, HH:MM', /^([01]\d|2[0-3]):[0-5]\d$/, { optional: true }) enteredAt?: string;
}
export class AccountBound extends AccountHandedOver {
  @AccountRef('account') accountRef: string;
  @PersonRef('holder by the hand-over record') personRef: string;
  @Words('bank', { max: 60 }) bank: string;
  @Words('branch', { optional: true, max: 60 }) branch?: string;
  @Choice('kind', ['card', 'passbook', 'social-security-card', 'care-home']) kind: string;
  @BusinessDate('day it was bound') occurredOn: string;
}
export class AccountReplaced extends AccountHandedOver {
  @AccountRef('account given up') oldAccountRef: string;
  @AccountRef('account used from now on') accountRef: string;
  @PersonRef('holder') personRef: string;
  @Words('bank', { max: 60 }) bank: string;
  @Words('branch', { optional: true, max: 60 }) branch?: string;
  @Words('why', { max: 200 }) reason: string;
  @Code('campaign it belongs to (bank merger, mass card switch)', CAMPAIGN, { optional: true }) campaign?: string;
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

interface Proxy {
  readonly personRef: string;
  readonly proxyRef: string;
  readonly accountRef: string | undefined;
  readonly until: string | undefined;
}

export interface HouseholdAccounts {
  /** Accounts in use, each with the persons it was handed to. */
  readonly accounts: ReadonlyMap<string, readonly string[]>;
  readonly proxies: readonly Proxy[];
}

export const ACCOUNT_EVENTS = { AccountBound, AccountReplaced, ProxyAuthorised, ProxyEnded };
export const accountRules = (by: readonly Role[]) => ({
  BindAccount: { data: AccountBound, kind: 'wish', by },
  ReplaceAccount: { data: AccountReplaced, kind: 'wish', by },
  AuthoriseProxy: { data: ProxyAuthorised, kind: 'wish', by },
  EndProxy: { data: ProxyEnded, kind: 'wish', by },
}) satisfies Record<string, CommandRule>;

export type AccountEvent = MessageOf<typeof ACCOUNT_EVENTS>;
export type AccountCommand = CommandOf<ReturnType<typeof accountRules>>;

const NAMES: readonly string[] = Object.keys(accountRules([]));
export const isAccountCommand = (command: { readonly type: string }): command is AccountCommand => NAMES.includes(command.type);

/** A holder outside the household is a fact for rule A07, not a reason to refuse. */
function bindAccount(data: AccountBound, state: HouseholdAccounts): AccountEvent[] {
  if (state.accounts.get(data.accountRef)?.includes(data.personRef)) throw new Refused('account-already-bound', { zh: '该账户已为此人绑定', en: 'this account is bound for this person already' });
  return [{ type: 'AccountBound', data }];
}

function replaceAccount(data: AccountReplaced, state: HouseholdAccounts): AccountEvent[] {
  if (data.accountRef === data.oldAccountRef) throw malformed('same-account', '/accountRef', '新旧账户相同', 'the new account is the old one');
  if (!state.accounts.has(data.oldAccountRef)) throw new Refused('account-not-bound', { zh: '被替换的账户未在该户绑定', en: 'the account given up is not bound in this household' });
  return [{ type: 'AccountReplaced', data }];
}

function authoriseProxy(data: ProxyAuthorised, state: HouseholdAccounts): AccountEvent[] {
  if (data.personRef === data.proxyRef) throw malformed('own-proxy', '/proxyRef', '本人不能代理本人', 'nobody is their own proxy');
  mustBeInOrder(data.occurredOn, data.until, '/until');
  const same = state.proxies.some((proxy) => proxy.personRef === data.personRef && proxy.proxyRef === data.proxyRef
    && proxy.accountRef === data.accountRef && (proxy.until === undefined || proxy.until >= data.occurredOn));
  if (same) throw new Refused('proxy-already-authorised', { zh: '该代理授权仍在有效期内', en: 'this proxy is authorised already' });
  return [{ type: 'ProxyAuthorised', data }];
}

const isProxyOf = (proxy: Proxy, data: ProxyEnded): boolean =>
  proxy.personRef === data.personRef && proxy.proxyRef === data.proxyRef && (proxy.until === undefined || proxy.until >= data.occurredOn);

function endProxy(data: ProxyEnded, state: HouseholdAccounts): AccountEvent[] {
  if (!state.proxies.some((proxy) => isProxyOf(proxy, data))) throw new Refused('no-such-proxy', { zh: '没有可终止的代理授权', en: 'there is no such proxy to end' }, 'unknown');
  return [{ type: 'ProxyEnded', data }];
}

export function decideAccount(command: AccountCommand, state: HouseholdAccounts): AccountEvent[] {
  switch (command.type) {
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

function withAccount<S extends HouseholdAccounts>(state: S, data: AccountBound | AccountReplaced, given?: string): S {
  const accounts = new Map(state.accounts);
  if (given !== undefined) accounts.delete(given);
  return { ...state, accounts: accounts.set(data.accountRef, [...(accounts.get(data.accountRef) ?? []), data.personRef]) };
}

export function evolveAccounts<S extends HouseholdAccounts>(state: S, event: AccountEvent): S {
  switch (event.type) {
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
