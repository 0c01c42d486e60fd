/** The lines of a batch as its fold holds them: a look-up by ordinal and a running tally, so that one late return costs the same in any batch. */

export const STANDINGS = ['pending', 'settled', 'failed', 'returned', 'reversed'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface Line {
  readonly amountFen: number;
  readonly payeeRef: string;
  readonly standing: Standing;
  /** Which attempt the standing is of; 1 = the first. */
  readonly attempt: number;
  /** The money is with the payee: settled, or reversed while it has not come back. */
  readonly paid: boolean;
  /** Revision of the last settlement, for a reversal to name; -1 before one. */
  readonly settledRevision: number;
}

export interface Tally {
  readonly count: number;
  readonly amountFen: number;
}

const nothing = (): Record<Standing, { count: number; amountFen: number }> => ({
  pending: { count: 0, amountFen: 0 }, settled: { count: 0, amountFen: 0 }, failed: { count: 0, amountFen: 0 },
  returned: { count: 0, amountFen: 0 }, reversed: { count: 0, amountFen: 0 },
});

/**
 * Mutable on purpose: 150,000 lines cannot be copied for each event. A `Lines` belongs to the one fold that made it; `decide` only reads,
 * and whoever needs two moments of a batch folds twice.
 */
export class Lines {
  count = 0;
  totalFen = 0;
  paidFen = 0;
  private readonly byOrdinal = new Map<number, { -readonly [K in keyof Line]: Line[K] }>();
  private readonly tallies = nothing();

  /** Ordinals at or below `lastOrdinal` were used, also by a list that was rejected. */
  constructor(public lastOrdinal = 0) {}

  get(ordinal: number): Line | undefined {
    return this.byOrdinal.get(ordinal);
  }

  tally(standing: Standing): Tally {
    return this.tallies[standing];
  }

  enter(ordinal: number, amountFen: number, payeeRef: string): void {
    this.byOrdinal.set(ordinal, { amountFen, payeeRef, standing: 'pending', attempt: 1, paid: false, settledRevision: -1 });
    this.lastOrdinal = Math.max(this.lastOrdinal, ordinal);
    this.count += 1;
    this.totalFen += amountFen;
    this.tallies.pending.count += 1;
    this.tallies.pending.amountFen += amountFen;
  }

  /** A settlement tells its revision; whatever else happens leaves the last one named. */
  stand(ordinal: number, standing: Standing, paid: boolean, settledRevision?: number): void {
    const line = this.byOrdinal.get(ordinal);
    if (!line) return;
    const [from, to] = [this.tallies[line.standing], this.tallies[standing]];
    from.count -= 1;
    from.amountFen -= line.amountFen;
    to.count += 1;
    to.amountFen += line.amountFen;
    if (paid !== line.paid) this.paidFen += paid ? line.amountFen : -line.amountFen;
    line.standing = standing;
    line.paid = paid;
    if (settledRevision !== undefined) line.settledRevision = settledRevision;
  }

  reissue(ordinal: number, attempt: number, payeeRef: string): void {
    this.stand(ordinal, 'pending', false);
    const line = this.byOrdinal.get(ordinal);
    if (!line) return;
    line.attempt = attempt;
    line.payeeRef = payeeRef;
  }

  /** The sums only: the lines themselves are facts, and there may be 150,000. */
  toJSON(): object {
    return { count: this.count, totalFen: this.totalFen, paidFen: this.paidFen, ...this.tallies };
  }
}
