/** A list of the year as an office keeps it: whom it pays what, and what will go wrong with it. */
import type { Account, Household, Person } from './people';
import type { SimulatedProgramme } from './programmes';

export interface Line {
  readonly household: Household;
  readonly payee: Person;
  readonly account: Account;
  readonly quantity: number;
  readonly amountFen: number;
}

export interface List {
  readonly batchId: string;
  readonly programme: SimulatedProgramme;
  readonly benefitFrom: string;
  readonly benefitTo: string;
  readonly openOn: string;
  readonly lines: readonly Line[];
  readonly rosterId?: string;
  /** Its first line fails: left lying, closed over, or sent again to the payee of the second. */
  readonly unsettled?: 'open' | 'closed' | 'neighbour';
}
