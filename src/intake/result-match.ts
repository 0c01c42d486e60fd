/** Finds the line a bank result speaks of: by its number and account, else by account and amount where that leaves no choice. */
import { Breath } from './breath';
import { lineError, type LineError } from './line-errors';

/** One attempt to pay a line, to the account of that attempt. */
export interface PaidLine {
  readonly ordinal: number;
  readonly attempt: number;
  /** Whatever identifies the account to the caller: a reference, never compared by anything but equality. */
  readonly account?: string;
  readonly amountFen: number;
}

export interface ResultKey {
  readonly ordinal?: number;
  readonly ordinalIsOurs: boolean;
  readonly account?: string;
  readonly amountFen?: number;
  readonly outcome?: string;
}

export type Match =
  /** The attempt is told by the account; without one it is the latest. */
  | { readonly kind: 'matched'; readonly ordinal: number; readonly attempt?: number }
  /** R10: no line fits. */
  | { readonly kind: 'line-unknown' }
  /** R11: several fit; none is chosen. */
  | { readonly kind: 'line-ambiguous'; readonly ordinals: readonly number[] }
  /** R12: the line of this number goes to another account. */
  | { readonly kind: 'account-differs'; readonly ordinal: number };

export class ResultMatcher {
  /** Attempts of a line, the latest last. */
  private readonly byOrdinal = new Map<number, PaidLine[]>();
  /** The latest attempt of each line that goes to an account. */
  private readonly byAccount = new Map<string, PaidLine[]>();

  static async of(attempts: Iterable<PaidLine>): Promise<ResultMatcher> {
    const matcher = new ResultMatcher();
    const breath = new Breath();
    for (const paid of attempts) {
      matcher.add(paid);
      if (breath.due()) await breath.take();
    }
    return matcher;
  }

  private add(paid: PaidLine): void {
    const others = this.byOrdinal.get(paid.ordinal);
    if (others) others.push(paid);
    else this.byOrdinal.set(paid.ordinal, [paid]);
    if (paid.account === undefined) return;
    const lines = this.byAccount.get(paid.account);
    if (!lines) this.byAccount.set(paid.account, [paid]);
    else if (others?.some((earlier) => earlier.account === paid.account) === true) lines[lines.findIndex(({ ordinal }) => ordinal === paid.ordinal)] = paid;
    else lines.push(paid);
  }

  /**
   * One match per result, in order. Lines alike in account and amount cannot be told apart, and need not be where the file holds as many
   * results as there are such lines and all say the same.
   */
  async matchAll(results: Iterable<ResultKey>): Promise<readonly Match[]> {
    const matches: Match[] = [];
    const alike = new Map<string, { readonly index: number; readonly result: ResultKey }[]>();
    const breath = new Breath();
    for (const result of results) {
      const match = this.match(result);
      const index = matches.push(match) - 1;
      if (breath.due()) await breath.take();
      if (match.kind !== 'line-ambiguous') continue;
      const key = `${result.account ?? ''}|${String(result.amountFen)}`;
      const others = alike.get(key);
      if (others) others.push({ index, result });
      else alike.set(key, [{ index, result }]);
    }
    for (const same of alike.values()) {
      const { ordinals } = matches[same[0]?.index ?? 0] as Extract<Match, { kind: 'line-ambiguous' }>;
      if (ordinals.length !== same.length || new Set(same.map(({ result }) => result.outcome)).size > 1) continue;
      for (const [order, { index, result }] of same.entries()) matches[index] = this.toLine(ordinals[order] as number, result.account);
    }
    return matches;
  }

  match(result: ResultKey): Match {
    const { ordinal, ordinalIsOurs, account } = result;
    const attempts = ordinal === undefined ? undefined : this.byOrdinal.get(ordinal);
    if (attempts && ordinal !== undefined && this.agrees(attempts, result)) return this.toLine(ordinal, account);
    if (attempts && ordinal !== undefined && ordinalIsOurs) return { kind: 'account-differs', ordinal };
    // A number of ours that names no line is a mistake; looking further would only hide it.
    if (ordinal !== undefined && ordinalIsOurs) return { kind: 'line-unknown' };
    return this.toAccount(result);
  }

  /** A number of ours stands without an account; another's only with the account and the amount beside it. */
  private agrees(attempts: readonly PaidLine[], { ordinalIsOurs, account, amountFen }: ResultKey): boolean {
    if (account === undefined) return ordinalIsOurs;
    return attempts.some((paid) => (paid.account === undefined ? ordinalIsOurs : paid.account === account) && (ordinalIsOurs || amountFen === undefined || paid.amountFen === amountFen));
  }

  /** An amount that fits no line of the account is left for the batch to say so, where the account has one line only. */
  private toAccount({ account, amountFen }: ResultKey): Match {
    const lines = (account === undefined ? undefined : this.byAccount.get(account)) ?? [];
    const fitting = lines.filter((paid) => paid.amountFen === amountFen);
    const candidates = fitting.length > 0 ? fitting : lines;
    const [only] = candidates;
    if (!only) return { kind: 'line-unknown' };
    return candidates.length === 1 ? this.toLine(only.ordinal, account) : { kind: 'line-ambiguous', ordinals: candidates.map(({ ordinal }) => ordinal) };
  }

  private toLine(ordinal: number, account: string | undefined): Match {
    const attempt = account === undefined ? undefined : this.byOrdinal.get(ordinal)?.findLast((paid) => paid.account === account)?.attempt;
    return { kind: 'matched', ordinal, ...(attempt === undefined ? {} : { attempt }) };
  }
}

export function matchError(match: Match, row: number): LineError | undefined {
  switch (match.kind) {
    case 'matched':
      return undefined;
    case 'line-unknown':
      return lineError('R10', { row });
    case 'line-ambiguous':
      return lineError('R11', { row }, match.ordinals.slice(0, 10).join('、'));
    case 'account-differs':
      return lineError('R12', { row });
  }
}
