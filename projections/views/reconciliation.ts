/**
 * Holds the money the ledger says moved against the lines a bank printed. Pure and without a guess; in this order:
 *
 * 1. `reference`: one line names the batch or payment, or its voucher, and the amount is the same; where several are alike on either side,
 *    only if there are as many on both, for then it does not matter which is which.
 * 2. `batch-sum`: what is left of a batch (or payment) adds up to the lines that name it, one way or in and out together.
 * 3. `amount-date`: a line that names nothing has the same amount and direction, within the days allowed, as one movement only, or as what is
 *    left of one batch in sum; and that one fits no other line.
 *
 * Whatever is left is unmatched, with what it might have been.
 */

export type Direction = 'in' | 'out';

/** Seen from the account: `out` left it. */
interface Movement {
  readonly position: number;
  readonly ordinal: number;
  readonly on: string;
  readonly direction: Direction;
  readonly amountFen: number;
}
export interface LedgerItem extends Movement {
  readonly holder: 'batch' | 'payment';
  readonly holderId: string;
  readonly causeId: string;
}
export interface StatementItem extends Movement {
  readonly accountId: string;
  readonly statementId: string;
  readonly line: number;
  readonly bankSerial?: string;
  readonly batchId?: string;
  readonly paymentId?: string;
  readonly voucherNumber?: string;
}

export type MatchedBy = 'reference' | 'batch-sum' | 'amount-date';

/** Indexes into the two lists given. */
export interface Group {
  readonly by: MatchedBy;
  readonly ledger: readonly number[];
  readonly statement: readonly number[];
}

export interface Reconciled {
  readonly groups: readonly Group[];
  readonly ledgerLeft: readonly number[];
  readonly statementLeft: readonly number[];
  /** What an unmatched item might have been, by its index; at most `CANDIDATES_MAX`. */
  readonly ledgerCandidates: ReadonlyMap<number, readonly number[]>;
  readonly statementCandidates: ReadonlyMap<number, readonly number[]>;
}

export const CANDIDATES_MAX = 10;

const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;
export const daysBetween = (from: string, to: string): number => dayNumber(to) - dayNumber(from);

const signed = ({ direction, amountFen }: Movement): number => (direction === 'in' ? amountFen : -amountFen);
const sumOf = (items: readonly Movement[], of: readonly number[]): number => of.reduce((sum, index) => sum + signed(items[index] as Movement), 0);

function grouped(indexes: Iterable<number>, key: (index: number) => string | undefined): ReadonlyMap<string, number[]> {
  const groups = new Map<string, number[]>();
  for (const index of indexes) {
    const name = key(index);
    if (name === undefined) continue;
    const group = groups.get(name);
    if (group) group.push(index);
    else groups.set(name, [index]);
  }
  return groups;
}

export function reconcile(ledger: readonly LedgerItem[], statement: readonly StatementItem[], windowDays: number): Reconciled {
  return new Reconciliation(ledger, statement, windowDays).run();
}

class Reconciliation {
  private readonly ledgerLeft: Set<number>;
  private readonly statementLeft: Set<number>;
  private readonly groups: Group[] = [];
  /** Payments by the voucher that paid them; a voucher of two payments names neither. */
  private readonly holderOfVoucher = new Map<string, string | undefined>();

  constructor(private readonly ledger: readonly LedgerItem[], private readonly statement: readonly StatementItem[], private readonly windowDays: number) {
    this.ledgerLeft = new Set(ledger.keys());
    this.statementLeft = new Set(statement.keys());
    for (const item of ledger) {
      if (item.holder !== 'payment') continue;
      const holder = holderOf(item);
      this.holderOfVoucher.set(item.causeId, this.holderOfVoucher.has(item.causeId) && this.holderOfVoucher.get(item.causeId) !== holder ? undefined : holder);
    }
  }

  run(): Reconciled {
    this.byReference();
    this.bySum();
    const { ofLedger, ofStatement } = this.byAmount();
    return { groups: this.groups, ledgerLeft: [...this.ledgerLeft], statementLeft: [...this.statementLeft], ledgerCandidates: ofLedger, statementCandidates: ofStatement };
  }

  private match(by: MatchedBy, ledger: readonly number[], statement: readonly number[]): void {
    this.groups.push({ by, ledger, statement });
    for (const index of ledger) this.ledgerLeft.delete(index);
    for (const index of statement) this.statementLeft.delete(index);
  }

  /** What a line names, as the ledger would: undefined where it names nothing the ledger knows by name. */
  private named({ batchId, paymentId, voucherNumber }: StatementItem): string | undefined {
    if (batchId !== undefined) return `batch/${batchId}`;
    if (paymentId !== undefined) return `payment/${paymentId}`;
    return voucherNumber === undefined ? undefined : (this.holderOfVoucher.get(voucherNumber) ?? `voucher/${voucherNumber}`);
  }

  private byReference(): void {
    const key = (named: string | undefined, item: Movement): string | undefined => (named === undefined ? undefined : `${named}|${item.direction}|${String(item.amountFen)}`);
    const inStatement = grouped(this.statementLeft, (index) => key(this.named(this.statement[index] as StatementItem), this.statement[index] as StatementItem));
    const inLedger = grouped(this.ledgerLeft, (index) => key(holderOf(this.ledger[index] as LedgerItem), this.ledger[index] as LedgerItem));
    for (const [name, lines] of inStatement) {
      const items = inLedger.get(name) ?? [];
      if (items.length !== lines.length) continue;
      for (const [order, item] of items.entries()) this.match('reference', [item], [lines[order] as number]);
    }
  }

  private bySum(): void {
    for (const way of ['in', 'out', 'both'] as const) {
      const taken = (item: Movement): boolean => way === 'both' || item.direction === way;
      const inStatement = grouped(this.statementLeft, (index) => (taken(this.statement[index] as StatementItem) ? this.named(this.statement[index] as StatementItem) : undefined));
      const inLedger = grouped(this.ledgerLeft, (index) => (taken(this.ledger[index] as LedgerItem) ? holderOf(this.ledger[index] as LedgerItem) : undefined));
      for (const [name, lines] of inStatement) {
        const items = inLedger.get(name);
        if (items && sumOf(this.ledger, items) === sumOf(this.statement, lines)) this.match('batch-sum', items, lines);
      }
    }
  }

  /** Candidates are movements one by one, and what is left of a batch in one direction as one sum. */
  private byAmount(): { ofLedger: ReadonlyMap<number, readonly number[]>; ofStatement: ReadonlyMap<number, readonly number[]> } {
    const entities = [...this.ledgerLeft].map((index) => [index]);
    const sums = grouped(this.ledgerLeft, (index) => `${holderOf(this.ledger[index] as LedgerItem)}|${(this.ledger[index] as LedgerItem).direction}`);
    for (const items of sums.values()) if (items.length > 1) entities.push(items);
    const amountOf = (items: readonly Movement[], of: readonly number[]): string => String(sumOf(items, of));
    const byAmount = grouped(entities.keys(), (entity) => amountOf(this.ledger, entities[entity] as number[]));
    const fits = new Map<number, number[]>();
    const wantedBy = new Map<number, number[]>();
    for (const line of this.statementLeft) {
      const item = this.statement[line] as StatementItem;
      const near = (byAmount.get(amountOf(this.statement, [line])) ?? []).filter((entity) => (entities[entity] as number[]).every((index) => this.near(this.ledger[index] as LedgerItem, item)));
      // A line that names something else than what it would fit is no candidate for it, but is worth showing.
      fits.set(line, near);
      for (const index of new Set(near.flatMap((entity) => entities[entity] as number[]))) {
        const wanting = wantedBy.get(index);
        if (wanting) wanting.push(line);
        else wantedBy.set(index, [line]);
      }
    }
    const sure = [...fits].filter(([line, near]) => near.length === 1 && this.named(this.statement[line] as StatementItem) === undefined
      && (entities[near[0] as number] as number[]).every((index) => wantedBy.get(index)?.length === 1));
    for (const [line, [entity]] of sure) this.match('amount-date', entities[entity as number] as number[], [line]);
    const ofStatement = new Map([...fits].filter(([line]) => this.statementLeft.has(line)).map(([line, near]) => [line, [...new Set(near.flatMap((entity) => entities[entity] as number[]))].slice(0, CANDIDATES_MAX)] as const));
    const ofLedger = new Map([...wantedBy].filter(([index]) => this.ledgerLeft.has(index)).map(([index, lines]) => [index, lines.slice(0, CANDIDATES_MAX)] as const));
    return { ofLedger, ofStatement };
  }

  private near(one: Movement, other: Movement): boolean {
    return Math.abs(daysBetween(one.on, other.on)) <= this.windowDays;
  }
}

const holderOf = ({ holder, holderId }: LedgerItem): string => `${holder}/${holderId}`;

/** Upper ends in days; the last is open. */
const AGES = [3, 10, 30, 90] as const;
export const AGE_NAMES = ['0-3', '4-10', '11-30', '31-90', '>90'] as const;

export interface Sums {
  readonly count: number;
  readonly inFen: number;
  readonly outFen: number;
}

export function sums(items: readonly Movement[], of: Iterable<number>): Sums {
  let [count, inFen, outFen] = [0, 0, 0];
  for (const index of of) {
    const { direction, amountFen } = items[index] as Movement;
    count += 1;
    if (direction === 'in') inFen += amountFen;
    else outFen += amountFen;
  }
  return { count, inFen, outFen };
}

export const ageOf = (on: string, today: string): (typeof AGE_NAMES)[number] => {
  const days = Math.max(0, daysBetween(on, today));
  const bucket = AGES.findIndex((end) => days <= end);
  return AGE_NAMES[bucket < 0 ? AGES.length : bucket] as (typeof AGE_NAMES)[number];
};

export const byAge = (items: readonly Movement[], of: readonly number[], today: string): readonly (Sums & { age: string })[] => {
  const ages = grouped(of, (index) => ageOf((items[index] as Movement).on, today));
  return AGE_NAMES.map((age) => ({ age, ...sums(items, ages.get(age) ?? []) }));
};
