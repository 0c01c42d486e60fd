/** Finds lines that a list holds twice, and persons it names more than once. */
import type { BatchLine } from './batch-line';
import type { BatchField } from './batch-columns';
import type { HeadedColumn } from './headings';
import { lineError, type LineError } from './line-errors';
import { comparableName } from '../identifiers/name';
import { maskText } from './mask';

export class Repeats {
  /** Row of the first line by everything that makes it the same payment, and by person alone. */
  private readonly whole = new Map<string, number>();
  private readonly persons = new Map<string, number>();

  constructor(private readonly columns: ReadonlyMap<BatchField, HeadedColumn<BatchField>>) {}

  /** Only a line whose person, account and amount are all readable can be known to repeat another. */
  check(line: BatchLine): readonly LineError[] {
    const { idNumber, account, amountFen } = line;
    if (idNumber === undefined || account === undefined || amountFen === undefined) return [];
    const key = [idNumber, account, amountFen, comparableName(line.text.summary ?? '')].join('|');
    const same = this.whole.get(key);
    const person = this.persons.get(idNumber);
    if (same === undefined) this.whole.set(key, line.row);
    if (person === undefined) this.persons.set(idNumber, line.row);
    const place = { row: line.row, column: this.columns.get('idNumber')?.title ?? '', masked: maskText(idNumber, 'id-number') };
    if (same !== undefined) return [lineError('L50', place, String(same))];
    return person === undefined ? [] : [lineError('L66', place, String(person))];
  }
}
