/** A line the bank could not pay, in a list of its own, and what became of it: sent again, brought back, closed, or left lying. */
import { addDays } from '../simulate/step';
import type { Account } from '../simulate/people';
import type { CaseWorld } from './case-world';
import { PAID_AFTER_DAYS, type Home, type LineWish, type Member } from './wishes';

export interface Unpaid {
  readonly batch: string;
  readonly amountFen: number;
  /** Day the bank said so. */
  readonly on: string;
  readonly attempt: number;
}

/** The bank answers on the usual day that it could not pay. */
export function failedLine(world: CaseWorld, wish: LineWish, reason = 'F04'): Unpaid {
  const list = world.id('failed');
  world.line({ ...wish, list });
  const batch = world.unanswered(list);
  const on = addDays(wish.on, PAID_AFTER_DAYS);
  world.batch(on, 'bank', 'results', batch, { resultsId: `${batch}-1`, occurredOn: on, lines: [{ ordinal: 1, outcome: 'failed', amountFen: wish.amountFen, reason }] });
  return { batch, amountFen: wish.amountFen, on, attempt: 1 };
}

/** Paid at first, and sent back by the other bank after so many days. */
export function returnedLine(world: CaseWorld, wish: LineWish, afterDays: number): Unpaid {
  const list = world.id('returned');
  world.line({ ...wish, list });
  const batch = world.unanswered(list);
  const [paidOn, on] = [addDays(wish.on, PAID_AFTER_DAYS), addDays(wish.on, PAID_AFTER_DAYS + afterDays)];
  world.batch(paidOn, 'bank', 'results', batch, { resultsId: `${batch}-1`, occurredOn: paidOn, lines: [{ ordinal: 1, outcome: 'settled', amountFen: wish.amountFen }] });
  world.batch(on, 'bank', 'results', batch, { resultsId: `${batch}-2`, occurredOn: on, lines: [{ ordinal: 1, outcome: 'returned', amountFen: wish.amountFen, reason: 'F14' }] });
  return { batch, amountFen: wish.amountFen, on, attempt: 1 };
}

/** To whom it is sent again: a new card of the payee, or somebody else. */
export interface Again {
  readonly account: Account;
  readonly holder: Member;
  /** Named where it is another person. */
  readonly payee?: Member;
  readonly outcome?: 'settled' | 'failed';
}

/** Sent again on this day; the bank answers two days later. */
export function sentAgain(world: CaseWorld, { batch, amountFen, attempt }: Unpaid, on: string, { account, holder, payee, outcome = 'settled' }: Again): Unpaid {
  const answeredOn = addDays(on, 2);
  world.batch(on, 'clerk', 'reissue', batch, { ordinal: 1, account: world.card(account, holder), reason: '更正后重发', occurredOn: on, ...(payee && { payee: world.named(payee) }) });
  world.batch(answeredOn, 'bank', 'results', batch, {
    resultsId: `${batch}-again${String(attempt)}`, occurredOn: answeredOn, lines: [{ ordinal: 1, attempt: attempt + 1, outcome, amountFen, ...(outcome === 'failed' && { reason: 'F03' }) }],
  });
  return { batch, amountFen, on: answeredOn, attempt: attempt + 1 };
}

/** The treasury has the money again. */
export function broughtBack(world: CaseWorld, { batch, amountFen }: Unpaid, on: string): void {
  world.say(on, 'bank', 'ReportFundsRepaid', batch, { lines: [{ ordinal: 1, amountFen }], voucherNumber: `TH-${batch}`.slice(0, 64), occurredOn: on });
}

export const closedList = (world: CaseWorld, { batch }: Unpaid, on: string): void => { world.batch(on, 'clerk', 'close', batch, { occurredOn: on }); };

/** The head gets a new card, entered on this day. */
export function newCard(world: CaseWorld, home: Home, on: string, reason = '原卡不能入账'): Account {
  const account = world.account();
  const [head] = home.members;
  world.say(on, 'office', 'ReplaceAccount', home.id, { oldAccount: world.card(home.account, head), account: world.card(account, head), person: world.named(head), bank: account.bank, branch: account.branch, reason, occurredOn: on });
  return account;
}
