/** Who may receive whose money. */
import type { ProxyAuthorised, ProxyEnded } from '../../src/domain/household-accounts';
import { day, text, yes, type FactTable } from './fact';

const table: FactTable = {
  table: 'proxy',
  meaning: 'a proxy was authorised or ended; occurred_on is the first (authorised) or last (ended) day it holds',
  columns: {
    person_ref: text('person whose money it is'),
    proxy_ref: text('person who may receive it'),
    account_ref: text('only for this account'),
    basis: text('basis'),
    holds_until: day('last day it holds by the authorisation'),
    ended: yes('the proxy was ended'),
  },
  indexes: ['person_ref, proxy_ref'],
  from: {
    ProxyAuthorised: (data: ProxyAuthorised) => ({
      person_ref: data.personRef, proxy_ref: data.proxyRef, account_ref: data.accountRef, basis: data.basis, holds_until: data.until, ended: false,
    }),
    ProxyEnded: (data: ProxyEnded) => ({ person_ref: data.personRef, proxy_ref: data.proxyRef, ended: true }),
  },
};
export default table;
