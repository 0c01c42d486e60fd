/** Finds lines that a list holds twice, and persons it names more than once. */
import type { BatchLine } from './batch-line';
import type { BatchField } from './batch-columns';
import type { HeadedColumn } from './headings';
import { lineError, type LineError } from './line-errors';
import { comparableName } from '../identifiers/name';
import { maskText } from './mask';

interface Seen {
  readonly row: number;
  readonly payment: string;
}

const paymentOf = ({ account, amountFen, text }: BatchLine): string => `${account ?? ''}|${String(amountFen)}|${text.summary ?? ''}`;

/** Most persons stand in a list once, so payments are compared only from the second line of a person on. */
export class Repeats {
  private readonly first = new Map<string, Seen>();
  /** Row by person and payment, of persons named more than once. */
  private readonly repeated = new Map<string, number>();

  constructor(private readonly columns: ReadonlyMap<BatchField, HeadedColumn<BatchField>>) {}

  /** Only a line whose person, account and amount are all readable can be known to repeat another. */
  check(line: BatchLine): readonly LineError[] {
    const { idNumber, account, amountFen } = line;
    if (idNumber === undefined || account === undefined || amountFen === undefined) return [];
    const payment = paymentOf(line);
    const before = this.first.get(idNumber);
    if (before === undefined) {
      // A copy: a slice would keep the whole piece of the file it was cut from.
      this.first.set(Buffer.from(idNumber, 'latin1').toString('latin1'), { row: line.row, payment });
      return [];
    }
    const key = `${idNumber}|${comparableName(payment)}`;
    const same = comparableName(before.payment) === comparableName(payment) ? before.row : this.repeated.get(key);
    const place = { row: line.row, column: this.columns.get('idNumber')?.title ?? '', masked: maskText(idNumber, 'id-number') };
    if (same !== undefined) return [lineError('L50', place, String(same))];
    this.repeated.set(key, line.row);
    return [lineError('L66', place, String(before.row))];
  }
}
