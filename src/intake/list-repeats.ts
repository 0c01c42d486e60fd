/** Finds lines that a list holds twice, and persons it names more than once. */
import type { BatchLine } from './batch-line';
import type { BatchField } from './batch-columns';
import type { HeadedColumn } from './headings';
import { lineError, type LineError } from './line-errors';
import { comparableName } from '../identifiers/name';
import { maskText } from './mask';

interface Seen {
  readonly row: number;
  readonly account: string;
  readonly amountFen: number;
  readonly summary: string | undefined;
}

const paymentOf = ({ account, amountFen, summary }: Seen): string => comparableName(`${account}|${String(amountFen)}|${summary ?? ''}`);

const none: readonly LineError[] = [];

/** Most persons stand in a list once, so payments are compared only from the second line of a person on. */
export class Repeats {
  private readonly first = new Map<string, Seen>();
  /** Row by person and payment, of persons named more than once. */
  private readonly repeated = new Map<string, number>();

  constructor(private readonly columns: ReadonlyMap<BatchField, HeadedColumn<BatchField>>) {}

  /** Only a line whose person, account and amount are all readable can be known to repeat another. */
  check(line: BatchLine): readonly LineError[] {
    const { idNumber, account, amountFen } = line;
    if (idNumber === undefined || account === undefined || amountFen === undefined) return none;
    const seen: Seen = { row: line.row, account, amountFen, summary: line.text.summary };
    const before = this.first.get(idNumber);
    if (before === undefined) {
      this.first.set(idNumber, seen);
      return none;
    }
    const payment = paymentOf(seen);
    const key = `${idNumber}|${payment}`;
    const same = paymentOf(before) === payment ? before.row : this.repeated.get(key);
    const place = { row: line.row, column: this.columns.get('idNumber')?.title ?? '', masked: maskText(idNumber, 'id-number') };
    if (same !== undefined) return [lineError('L50', place, String(same))];
    this.repeated.set(key, line.row);
    return [lineError('L66', place, String(before.row))];
  }
}
