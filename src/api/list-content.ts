/** What makes two lists the same list, whatever their files: for whom, where to, how much, of which item and period; and their sums. */
import { createHash } from 'node:crypto';
import type { BatchOpened, DisbursementEntered } from '../domain/batch';
import { canonicalJson } from '../event-store/canonical-json';

export interface Counted {
  readonly count: number;
  readonly totalFen: number;
  readonly contentHash: string;
}

type Period = Pick<BatchOpened, 'programmeId' | 'benefitFrom' | 'benefitTo'>;

const HASHED_AT_ONCE = 2_000;
const nextTurn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

/** Fed page by page, so that a list of 150,000 lines is never held as objects. */
export class ListContent {
  private count = 0;
  private totalFen = 0;
  private readonly lines: string[] = [];

  add(entries: readonly DisbursementEntered[]): void {
    const lines = entries.map(({ payeeRef, accountRef, amountFen, supplements }) => canonicalJson({ payeeRef, accountRef, amountFen, supplements }));
    // Sorted runs, one after the other, are what the last sort merges fast.
    this.lines.push(...lines.sort());
    this.count += entries.length;
    for (const { amountFen } of entries) this.totalFen += amountFen;
  }

  /** The hash is that of the canonical JSON of period, item and the sorted lines, written piece by piece. */
  async counted({ programmeId, benefitFrom, benefitTo }: Period): Promise<Counted> {
    const hash = createHash('sha256').update(`{"benefitFrom":${canonicalJson(benefitFrom)},"benefitTo":${canonicalJson(benefitTo)},"lines":[`);
    this.lines.sort();
    for (let from = 0; from < this.lines.length; from += HASHED_AT_ONCE) {
      const piece = this.lines.slice(from, from + HASHED_AT_ONCE).map((line) => JSON.stringify(line)).join(',');
      hash.update(from === 0 ? piece : `,${piece}`);
      await nextTurn();
    }
    return { count: this.count, totalFen: this.totalFen, contentHash: hash.update(`],"programmeId":${canonicalJson(programmeId)}}`).digest('hex') };
  }
}
