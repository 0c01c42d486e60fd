/** Splits a delimited text into rows; a quoted field that never ends costs one row, not the rest of the file. */
import { emptyCell, textCell, type Cell, type Row } from './cell';
import { fileRefused } from './file-refusals';
import type { Limits } from './limits';

export type Separator = ',' | '\t' | '|' | ';';

const separators: readonly Separator[] = ['\t', '|', ',', ';'];
/** A quoted field may run over lines (an address, a remark), but not over this many. */
const mostLinesInField = 10;
/** A line with this many separators inside one quoted field is a row that a stray quotation mark swallowed. */
const rowLikeSeparators = 3;
const longestLine = 1024 * 1024;

/** The separator most lines agree on. Title lines above the heading may hold none. */
export function sniffSeparator(sample: string): Separator {
  const lines = sample.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '').slice(0, 60);
  let best: Separator = ',';
  let bestScore = 0;
  for (const separator of separators) {
    const counts = new Map<number, number>();
    for (const line of lines) {
      const count = line.replace(/"[^"]*"/g, '').split(separator).length - 1;
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1);
    }
    const score = Math.max(0, ...[...counts].map(([count, times]) => times * 100 + Math.min(count, 99)));
    if (score > bestScore) [best, bestScore] = [separator, score];
  }
  return best;
}

interface Split {
  readonly fields: readonly string[];
  /** A quote was opened and not closed on these lines. */
  readonly open: boolean;
  /** Text followed a closing quote: allowed within a line, a sign of unpaired quotes across lines. */
  readonly loose: boolean;
}

/** Quotes count only at the start of a field; within one, two stand for one. */
export function splitRecord(record: string, separator: Separator): Split {
  if (!record.includes('"')) return { fields: record.split(separator), open: false, loose: false };
  const fields: string[] = [];
  let loose = false;
  let at = 0;
  for (;;) {
    let field = '';
    if (record[at] === '"') {
      let from = at + 1;
      for (;;) {
        const quote = record.indexOf('"', from);
        if (quote < 0) return { fields, open: true, loose };
        field += record.slice(from, quote);
        from = quote + 1;
        if (record[from] !== '"') {
          at = from;
          loose ||= at < record.length && record[at] !== separator;
          break;
        }
        field += '"';
        from += 1;
      }
    }
    const next = record.indexOf(separator, at);
    field += record.slice(at, next < 0 ? record.length : next);
    fields.push(field);
    if (next < 0) return { fields, open: false, loose };
    at = next + 1;
  }
}

function cellOf(field: string): Cell {
  const cell = textCell(field);
  // `="0012"` is the trick that keeps digits as text, yet it is a formula all the same.
  return cell.text.startsWith('=') ? { kind: 'formula', text: '', raw: field } : cell;
}

export class DelimitedRows {
  private number = 0;
  private pending: string[] = [];

  constructor(private readonly separator: Separator, private readonly limits: Limits) {}

  /** The rows that a further line completes. */
  line(line: string): readonly Row[] {
    if (this.pending.length === 0 && !line.includes('"')) return [this.row(line.split(this.separator))];
    this.pending.push(line);
    const joined = this.pending.join('\n');
    const split = splitRecord(joined, this.separator);
    if (!split.open) {
      if (this.pending.length > 1 && (split.loose || this.swallowsRows(split.fields))) return this.giveUp();
      this.pending = [];
      return [this.row(split.fields)];
    }
    return this.pending.length >= mostLinesInField || joined.length > this.limits.cellCharacters ? this.giveUp() : [];
  }

  end(): readonly Row[] {
    const rows: Row[] = [];
    while (this.pending.length > 0) rows.push(...this.giveUp());
    return rows;
  }

  private swallowsRows(fields: readonly string[]): boolean {
    return fields.some((field) => field.includes('\n') && field.split('\n').some((line) => line.split(this.separator).length > rowLikeSeparators));
  }

  /** Takes the first pending line as broken and reads the others anew. */
  private giveUp(): readonly Row[] {
    const [broken = '', ...others] = this.pending;
    this.pending = [];
    const rows: Row[] = [{ ...this.row(broken.split(this.separator)), fault: 'broken-quote' }];
    for (const line of others) rows.push(...this.line(line));
    return rows;
  }

  private row(fields: readonly string[]): Row {
    this.number += 1;
    const cells: Cell[] = [];
    for (const field of fields) {
      if (field.length > this.limits.cellCharacters) throw fileRefused('file-cell-too-long', this.number);
      cells.push(field === '' ? emptyCell : cellOf(field));
    }
    while (cells.length > 0 && cells[cells.length - 1]?.kind === 'empty') cells.pop();
    if (cells.length > this.limits.columns) throw fileRefused('file-too-many-columns', this.limits.columns);
    return { number: this.number, cells, hidden: false };
  }
}

/** Cuts a text that arrives in pieces into lines; CR LF, LF and CR all end one. */
class Lines {
  private rest = '';

  constructor(private readonly longest: number) {}

  /** Lines that are complete: a CR at the very end may be half of a CR LF. */
  of(piece: string, take: (line: string) => void): void {
    const source = this.rest + piece;
    let at = 0;
    let cr = source.indexOf('\r');
    let lf = source.indexOf('\n');
    for (;;) {
      const end = cr < 0 || (lf >= 0 && lf < cr) ? lf : cr;
      if (end < 0 || (end === cr && end === source.length - 1)) break;
      take(source.slice(at, end));
      at = end === cr && lf === cr + 1 ? end + 2 : end + 1;
      if (cr >= 0 && cr < at) cr = source.indexOf('\r', at);
      if (lf >= 0 && lf < at) lf = source.indexOf('\n', at);
    }
    this.rest = source.slice(at);
    if (this.rest.length > this.longest) throw fileRefused('file-cell-too-long', '?');
  }

  end(take: (line: string) => void): void {
    if (this.rest !== '') take(this.rest.replace(/\r$/, ''));
  }
}

/** The rows of each piece of the text. */
export function* delimitedPages(pieces: Iterable<string>, separator: Separator, limits: Limits): Generator<readonly Row[]> {
  const rows = new DelimitedRows(separator, limits);
  const lines = new Lines(longestLine);
  let page: Row[] = [];
  const take = (line: string): void => {
    const complete = rows.line(line);
    if (complete.length === 1) page.push(complete[0] as Row);
    else page.push(...complete);
  };
  for (const piece of pieces) {
    lines.of(piece, take);
    yield page;
    page = [];
  }
  lines.end(take);
  page.push(...rows.end());
  yield page;
}
