/** Finds the line a bank result speaks of: by its number, else by account and amount where only one line fits. */
import { lineError, type LineError } from './line-errors';

export interface PaidLine {
  readonly ordinal: number;
  /** Whatever identifies the account to the caller: a reference, never compared by anything but equality. */
  readonly account?: string;
  readonly amountFen: number;
}

export interface ResultKey {
  readonly ordinal?: number;
  readonly ordinalIsOurs: boolean;
  readonly account?: string;
  readonly amountFen?: number;
}

export type Match =
  | { readonly kind: 'matched'; readonly ordinal: number }
  /** R10: no line fits. */
  | { readonly kind: 'unknown' }
  /** R11: several fit; none is chosen. */
  | { readonly kind: 'ambiguous'; readonly ordinals: readonly number[] }
  /** R12: the line of this number has another account or amount. */
  | { readonly kind: 'conflict'; readonly ordinal: number };

export class ResultMatcher {
  private readonly byOrdinal = new Map<number, PaidLine>();
  private readonly byPayment = new Map<string, number[]>();

  constructor(lines: Iterable<PaidLine>) {
    for (const line of lines) {
      this.byOrdinal.set(line.ordinal, line);
      if (line.account === undefined) continue;
      const key = `${line.account}|${String(line.amountFen)}`;
      const others = this.byPayment.get(key);
      if (others) others.push(line.ordinal);
      else this.byPayment.set(key, [line.ordinal]);
    }
  }

  match(result: ResultKey): Match {
    const line = result.ordinal === undefined ? undefined : this.byOrdinal.get(result.ordinal);
    if (line && agrees(line, result)) return { kind: 'matched', ordinal: line.ordinal };
    if (line && result.ordinalIsOurs) return { kind: 'conflict', ordinal: line.ordinal };
    // A number of ours that names no line is a mistake; looking further would only hide it.
    if (result.ordinal !== undefined && result.ordinalIsOurs) return { kind: 'unknown' };
    return this.byAccount(result);
  }

  private byAccount({ account, amountFen }: ResultKey): Match {
    if (account === undefined || amountFen === undefined) return { kind: 'unknown' };
    const ordinals = this.byPayment.get(`${account}|${String(amountFen)}`) ?? [];
    const [only] = ordinals;
    if (only === undefined) return { kind: 'unknown' };
    return ordinals.length === 1 ? { kind: 'matched', ordinal: only } : { kind: 'ambiguous', ordinals };
  }
}

/** What either side leaves out cannot disagree, but a number alone, without an account, is not enough where it is not ours. */
function agrees(line: PaidLine, result: ResultKey): boolean {
  const account = line.account === undefined || result.account === undefined ? result.ordinalIsOurs : line.account === result.account;
  return account && (result.amountFen === undefined || line.amountFen === result.amountFen);
}

export function matchError(match: Match, row: number): LineError | undefined {
  switch (match.kind) {
    case 'matched':
      return undefined;
    case 'unknown':
      return lineError('R10', { row });
    case 'ambiguous':
      return lineError('R11', { row }, match.ordinals.slice(0, 10).join('、'));
    case 'conflict':
      return lineError('R12', { row });
  }
}
