/** What a planted story may ask the county for: households, lines, money, payments; and the days it all lies between. */
import type { Account, Organisation, Person } from '../simulate/people';

/** First and last day of the ledger; the years between are 2016, 2017 and 2018. */
export const FIRST = '2016-01-01';
export const LAST = '2018-12-31';
/** From the opening of a list to the bank's answer. */
export const PAID_AFTER_DAYS = 3;

export interface Member extends Omit<Person, 'relation'> {
  readonly relation: string;
}

export interface Home {
  readonly id: string;
  readonly village: string;
  /** The head first. */
  readonly members: readonly [Member, ...Member[]];
  /** The head's. */
  readonly account: Account;
}

export interface HomeWish {
  readonly village?: string;
  /** Relations beside the head, e.g. ['spouse', 'child']. */
  readonly others?: readonly string[];
  /** The head, where it matters who: born when, or somebody invented before. */
  readonly head?: Member;
  /** The others, where it matters who; instead of `others`. */
  readonly members?: readonly Member[];
  readonly status?: string;
  readonly on?: string;
  /** false: no account is bound and no proxies are on record. */
  readonly account?: boolean;
  /** Further terms of RegisterHousehold. */
  readonly terms?: object;
}

export interface LineWish {
  /** A programme of the county (`DIBAO`…) or one the story defined. */
  readonly programme: string;
  /** First and last month of the benefit; one month where only one is given. */
  readonly period: readonly [string, string?];
  /** Day the list is opened; it is paid PAID_AFTER_DAYS later. */
  readonly on: string;
  readonly home?: Home;
  /** The head where absent. */
  readonly payee?: Member;
  readonly account?: Account;
  readonly amountFen: number;
  readonly quantityMilli?: number;
  readonly standardFen?: number;
  /** What was due, and what was taken off it, where the list says so. */
  readonly dueFen?: number;
  readonly deductedFen?: number;
  /** Earlier line it tops up or pays in arrears. */
  readonly supplements?: Listed;
  /** Region of the line; the home's village where absent. */
  readonly region?: string;
  /** A list of the story's own, by a name of its choosing; otherwise a list of the county, among others' lines. */
  readonly list?: string;
  /** Where the money of an own list comes from; the county's money of that programme and year otherwise. */
  readonly allocation?: string;
  readonly roster?: string;
}

/** A line in a list: its ids are known once the lists are made up (at once in a list of the story's own). */
export interface Listed {
  readonly line: ListedLine;
}

export interface MoneyWish {
  readonly programme: string;
  readonly amountFen: number;
  /** Day the province issues it; split after 4 days, received two days later, announced in time by both. */
  readonly on: string;
  readonly functionCode?: string;
  readonly source?: string;
  readonly splitAfterDays?: number;
  /** The year `on` lies in where absent. */
  readonly budgetYear?: number;
  /** Steps that were announced, 5 to 8 days after each; false: none; all where absent. */
  readonly announced?: boolean | readonly MoneyStep[];
}

export type MoneyStep = 'issue' | 'split' | 'receipt';

export interface PaymentWish {
  readonly allocation: string;
  readonly amountFen: number;
  readonly on: string;
  readonly payee?: Organisation;
  readonly person?: Member;
  readonly account?: Account;
  readonly purpose: string;
  readonly economicClass?: string;
  readonly functionCode?: string;
  /** Further terms of OrderPayment: projectId, contractNumber, progressBasisPoints… */
  readonly terms?: object;
}

/** A line with its payee and account known. */
export type PayableLine = LineWish & { readonly payee: Member; readonly account: Account };

/** A line that was asked for; batch and ordinal follow when the lists are made up. */
export class ListedLine {
  batchId = '';
  ordinal = 0;

  constructor(readonly label: string, readonly wish: PayableLine) {}

  /** `batch/ordinal`, as flags name it. Only after the lists are made up, or in a list of the story's own. */
  get subject(): string {
    if (this.batchId === '') throw new Error(`${this.label}: this line is in a list of the county, which is made up last`);
    return `${this.batchId}/${String(this.ordinal)}`;
  }
}
