/** Who may read what: a role sees the nouns its work needs, and of those only the streams of its own region. */
import type { Actor, Role } from '../domain/decider';
import { covers } from '../domain/decider';
import { OVERSEERS } from '../domain/oversight';
import { Refused } from '../domain/refused';
import { withoutNumbers } from '../identifiers/personal-looking';

export { OVERSEERS };
export const FINANCE: readonly Role[] = ['clerk', 'checker', 'province'];
const RULES: readonly Role[] = ['rule-maker', 'rule-checker', 'rule-releaser'];
const EVERYBODY: readonly Role[] = [...OVERSEERS, ...FINANCE, ...RULES, 'office', 'bank', 'admin'];
const COUNTY: readonly Role[] = [...OVERSEERS, ...FINANCE, 'office'];
const WITH_BANK: readonly Role[] = [...COUNTY, 'bank'];

export interface Readership {
  readonly roles: readonly Role[];
  /** Terms that bind everybody below the region that set them: readable from inside it, too. */
  readonly shared?: boolean;
}

export const READERSHIP: Readonly<Record<string, Readership>> = {
  programme: { roles: EVERYBODY, shared: true },
  calendar: { roles: EVERYBODY, shared: true },
  region: { roles: EVERYBODY, shared: true },
  day: { roles: EVERYBODY, shared: true },
  rule: { roles: EVERYBODY, shared: true },
  batch: { roles: WITH_BANK },
  loan: { roles: WITH_BANK },
  allocation: { roles: COUNTY },
  project: { roles: COUNTY },
  household: { roles: COUNTY },
  /** Illness, disability and schooling: not for whoever only pays. */
  benefit: { roles: [...OVERSEERS, 'office'] },
  house: { roles: COUNTY },
  roster: { roles: COUNTY },
  register: { roles: COUNTY },
  payment: { roles: COUNTY },
  year: { roles: COUNTY },
  statement: { roles: [...OVERSEERS, ...FINANCE, 'bank'] },
  reconciliation: { roles: [...OVERSEERS, ...FINANCE] },
  disclosure: { roles: COUNTY },
  /** What is ordered of an office, or put to it, it must see; the work behind it is seen by nobody it may be about. */
  rectification: { roles: COUNTY },
  recovery: { roles: COUNTY },
  inquiry: { roles: COUNTY },
  case: { roles: OVERSEERS },
  complaint: { roles: OVERSEERS },
  engagement: { roles: OVERSEERS },
};

/** Refuses a role that may not read the noun at all. */
export function mayRead(actor: Actor, noun: string): Readership {
  const readership = READERSHIP[noun];
  if (!readership?.roles.includes(actor.role)) {
    throw new Refused('role-may-not-read', { zh: `“${actor.role}”无权查阅此类事项`, en: `role ${actor.role} may not read this` }, 'forbidden');
  }
  return readership;
}

export const seesRegion = (actor: Actor, region: string, shared = false): boolean =>
  covers(actor.region, region) || (shared && (region === '' || region === '00' || actor.region.startsWith(region)));

/** What lies outside the reader's region is answered like what does not exist: its existence is not the reader's business. */
export function unknownSubject(streamId: string): Refused {
  const shown = withoutNumbers(streamId);
  return new Refused('subject-unknown', { zh: `台账中没有 ${shown},或不在您的辖区`, en: `the ledger holds no ${shown}, or it is outside your region` }, 'unknown');
}
