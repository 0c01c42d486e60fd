/** The lines of a batch as its fold holds them: columns instead of objects, found by ordinal, with a running tally: one late return costs the same in any batch. */

export const STANDINGS = ['pending', 'settled', 'failed', 'returned', 'reversed'] as const;
export type Standing = (typeof STANDINGS)[number];

/** One line as it stands now; read it before anything else happens to the batch. */
export interface Line {
  readonly amountFen: number;
  readonly payeeRef: string;
  readonly accountRef: string;
  readonly standing: Standing;
  /** Which attempt the standing is of; 1 = the first. */
  readonly attempt: number;
  /** The money is with the payee: settled, or reversed while it has not come back. */
  readonly paid: boolean;
  /** Revision of the last settlement, for a reversal to name; -1 before one. */
  readonly settledRevision: number;
}

/** One attempt to pay a line: 1 = as it was entered. */
export type Attempt = Pick<Line, 'attempt' | 'payeeRef' | 'accountRef'>;

export interface Tally {
  readonly count: number;
  readonly amountFen: number;
}

/** `p-` or `a-` and 26 characters, all of one byte. */
const REF_BYTES = 28;
const PAID = 1 << 7;
const REPLACED_BYTES = 300;

const columnsOf = (capacity: number) => ({
  ordinals: new Float64Array(capacity), amountsFen: new Float64Array(capacity), attempts: new Uint32Array(capacity), settledRevisions: new Int32Array(capacity),
  /** Index of the standing, and whether the money is with the payee. */
  standings: new Uint8Array(capacity), refs: new Uint8Array(capacity * 2 * REF_BYTES),
});
type Columns = ReturnType<typeof columnsOf>;

const grown = (columns: Columns, capacity: number): Columns => {
  const larger = columnsOf(capacity);
  for (const name of Object.keys(larger) as (keyof Columns)[]) larger[name].set(columns[name]);
  return larger;
};

const cut = (columns: Columns, count: number): Columns => ({
  ordinals: columns.ordinals.slice(0, count), amountsFen: columns.amountsFen.slice(0, count), attempts: columns.attempts.slice(0, count),
  settledRevisions: columns.settledRevisions.slice(0, count), standings: columns.standings.slice(0, count), refs: columns.refs.slice(0, count * 2 * REF_BYTES),
});

/** What a `Lines` is between two starts of the service; tallies follow from the columns. */
export interface HeldLines extends Columns {
  readonly lastOrdinal: number;
  readonly replaced: ReadonlyMap<number, readonly Attempt[]>;
}

/**
 * Mutable on purpose: 150,000 lines cannot be copied for each event. A `Lines` belongs to the one fold that made it; `decide` only reads,
 * and whoever needs two moments of a batch folds twice. Ordinals rise, because `decide` admits no others: so a line is found by halving.
 */
export class Lines {
  count = 0;
  totalFen = 0;
  paidFen = 0;
  private columns = columnsOf(4);
  /** Attempts before the latest; few lines have any. */
  private readonly replaced = new Map<number, readonly Attempt[]>();
  private readonly tallies = STANDINGS.map(() => ({ count: 0, amountFen: 0 }));

  /** Ordinals at or below `lastOrdinal` were used, also by a list that was rejected. */
  constructor(public lastOrdinal = 0) {}

  static from({ lastOrdinal, replaced, ...columns }: HeldLines): Lines {
    const lines = new Lines(lastOrdinal);
    for (const [ordinal, attempts] of replaced) lines.replaced.set(ordinal, attempts);
    lines.count = columns.ordinals.length;
    // Copied, because what was read may be part of a larger buffer, and this is written to.
    lines.columns = cut(columns, lines.count);
    for (let at = 0; at < lines.count; at += 1) {
      const amountFen = columns.amountsFen[at] as number;
      lines.totalFen += amountFen;
      if (lines.isPaid(at)) lines.paidFen += amountFen;
      lines.add(lines.standingAt(at), 1, amountFen);
    }
    return lines;
  }

  held(): HeldLines {
    return { lastOrdinal: this.lastOrdinal, replaced: new Map(this.replaced), ...cut(this.columns, this.count) };
  }

  get bytes(): number {
    return Object.values(this.columns).reduce((sum, { byteLength }) => sum + byteLength, REPLACED_BYTES * this.replaced.size);
  }

  get(ordinal: number): Line | undefined {
    const at = this.find(ordinal);
    if (at < 0) return undefined;
    return {
      amountFen: this.columns.amountsFen[at] as number, payeeRef: this.refAt(2 * at), accountRef: this.refAt(2 * at + 1),
      standing: STANDINGS[this.standingAt(at)] as Standing, attempt: this.columns.attempts[at] as number, paid: this.isPaid(at),
      settledRevision: this.columns.settledRevisions[at] as number,
    };
  }

  /** Every attempt to pay the line, the latest last. */
  attempts(ordinal: number): readonly Attempt[] {
    const line = this.get(ordinal);
    if (!line) return [];
    const { attempt, payeeRef, accountRef } = line;
    return [...(this.replaced.get(ordinal) ?? []), { attempt, payeeRef, accountRef }];
  }

  /** Ordinals in order. */
  * ordinals(): Generator<number> {
    for (let at = 0; at < this.count; at += 1) yield this.columns.ordinals[at] as number;
  }

  tally(standing: Standing): Tally {
    return { ...this.tallies[STANDINGS.indexOf(standing)] as Tally };
  }

  enter(ordinal: number, amountFen: number, payeeRef: string, accountRef: string): void {
    const at = this.count;
    if (at === this.columns.ordinals.length) this.columns = grown(this.columns, Math.max(4, 2 * at));
    this.columns.ordinals[at] = ordinal;
    this.columns.amountsFen[at] = amountFen;
    this.columns.attempts[at] = 1;
    this.columns.settledRevisions[at] = -1;
    this.columns.standings[at] = 0;
    this.putRef(2 * at, payeeRef);
    this.putRef(2 * at + 1, accountRef);
    this.lastOrdinal = Math.max(this.lastOrdinal, ordinal);
    this.count += 1;
    this.totalFen += amountFen;
    this.add(0, 1, amountFen);
  }

  /** A settlement tells its revision; whatever else happens leaves the last one named. */
  stand(ordinal: number, standing: Standing, paid: boolean, settledRevision?: number): void {
    const at = this.find(ordinal);
    if (at < 0) return;
    const amountFen = this.columns.amountsFen[at] as number;
    const to = STANDINGS.indexOf(standing);
    this.add(this.standingAt(at), -1, amountFen);
    this.add(to, 1, amountFen);
    if (paid !== this.isPaid(at)) this.paidFen += paid ? amountFen : -amountFen;
    this.columns.standings[at] = to | (paid ? PAID : 0);
    if (settledRevision !== undefined) this.columns.settledRevisions[at] = settledRevision;
  }

  reissue(ordinal: number, attempt: number, payeeRef: string, accountRef: string): void {
    const at = this.find(ordinal);
    if (at < 0) return;
    this.replaced.set(ordinal, this.attempts(ordinal));
    this.stand(ordinal, 'pending', false);
    this.columns.attempts[at] = attempt;
    this.putRef(2 * at, payeeRef);
    this.putRef(2 * at + 1, accountRef);
  }

  /** The sums only: the lines themselves are facts, and there may be 150,000. */
  toJSON(): object {
    const tallies = Object.fromEntries(STANDINGS.map((standing) => [standing, this.tally(standing)]));
    return { count: this.count, totalFen: this.totalFen, paidFen: this.paidFen, ...tallies };
  }

  private standingAt(at: number): number {
    return (this.columns.standings[at] as number) & ~PAID;
  }

  private isPaid(at: number): boolean {
    return ((this.columns.standings[at] as number) & PAID) !== 0;
  }

  private add(standing: number, sign: 1 | -1, amountFen: number): void {
    const tally = this.tallies[standing] as { count: number; amountFen: number };
    tally.count += sign;
    tally.amountFen += sign * amountFen;
  }

  /** Where the ordinal stands; -1 where it is none of this list. Most lists have no gaps: then the first guess is right. */
  private find(ordinal: number): number {
    const { ordinals } = this.columns;
    let [low, high] = [0, this.count - 1];
    let at = Math.min(high, ordinal - (ordinals[0] as number));
    while (low <= high) {
      const there = ordinals[at];
      if (there === ordinal) return at;
      if (there !== undefined && there < ordinal) low = at + 1;
      else high = Math.min(high, at) - 1;
      at = (low + high) >> 1;
    }
    return -1;
  }

  private refAt(which: number): string {
    const { buffer, byteOffset } = this.columns.refs;
    return Buffer.from(buffer, byteOffset + which * REF_BYTES, REF_BYTES).toString('latin1');
  }

  private putRef(which: number, ref: string): void {
    if (ref.length !== REF_BYTES) throw new TypeError(`a reference has ${String(REF_BYTES)} characters`);
    for (let at = 0, to = which * REF_BYTES; at < REF_BYTES; at += 1) this.columns.refs[to + at] = ref.charCodeAt(at);
  }
}
