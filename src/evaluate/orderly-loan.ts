/** A household loan as it should be (扶贫小额信贷): within amount, term and rate, without security, for production, paid out the next day. */
import { addDays } from '../simulate/step';
import type { CaseWorld } from './case-world';
import type { Home } from './wishes';

export const PRINCIPAL_FEN = 5_000_000;

export interface Loan {
  readonly id: string;
  readonly home: Home;
  readonly grantedOn: string;
  readonly principalFen: number;
}

/** Further terms of GrantLoan take the place of the orderly ones. */
export function lend(world: CaseWorld, on: string, terms: object = {}, home: Home = world.household({ others: ['spouse'], head: world.person({ bornIn: [1960, 1985] }) })): Loan {
  const id = world.id('loan');
  const [head] = home.members;
  const { principalFen } = { principalFen: PRINCIPAL_FEN, ...terms };
  world.owns('loan', id);
  world.say(on, 'bank', 'GrantLoan', id, {
    region: home.village, householdId: home.id, borrower: world.named(head), bank: '农商行', product: '扶贫小额信贷', principalFen, termMonths: 36, rateBasisPoints: 475, mode: 'self', use: 'production', collateral: false,
    borrowerAge: Number(on.slice(0, 4)) - Number(head.bornOn.slice(0, 4)) - 1, occurredOn: on, ...terms,
  });
  world.say(addDays(on, 1), 'bank', 'PayOutLoan', id, { amountFen: principalFen, account: world.card(home.account, head), occurredOn: addDays(on, 1) });
  return { id, home, grantedOn: on, principalFen };
}

export const repay = (world: CaseWorld, { id }: Loan, on: string, principalFen: number, interestFen = 0): void =>
  world.say(on, 'bank', 'ReportLoanRepayment', id, { payer: 'borrower', principalFen, interestFen, occurredOn: on });

/** A day of the months in which households borrow: after the Spring Festival until October. */
export const lendingDay = (world: CaseWorld): string => addDays('2018-03-01', world.chance.whole(0, 200));
