/** Hands the rows with errors back in the columns they came in, with one more that says why; safe to open in a spreadsheet. */
import { writeXlsxStream } from 'hucre/xlsx';
import type { LineError } from './line-errors';

export interface BadRow {
  readonly cells: readonly string[];
  readonly errors: readonly Pick<LineError, 'code' | 'column' | 'reason' | 'remedy'>[];
}

export const reasonHeading = '错误原因';

const reasonOf = ({ errors }: BadRow): string =>
  errors.map(({ code, column, reason, remedy }) => `${code} ${column === '' ? '' : `${column}:`}${reason.zh}。${remedy.zh}`).join(';');

/** A cell that starts like a formula would run when the download is opened; plain numbers with a sign would not. */
export function harmlessCell(text: string): string {
  const bare = text.trimStart();
  return /^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(bare) && !/^[-+]?\d[\d.,]*$/.test(bare) ? `'${text}` : text;
}

/** Long digits and leading zeros survive a spreadsheet only behind something that is no number: a tab, which reading takes off again. */
const kept = (text: string): string => (/^(\d{12,}[Xx]?|0\d+)$/.test(text) ? `${text}\t` : text);

function field(text: string): string {
  const safe = kept(harmlessCell(text));
  return /[",\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What stood beyond the headings stays at the end of its row: it may be what is wrong with it. */
const shown = (row: BadRow, width: number): string[] =>
  [...Array.from({ length: width }, (_, index) => row.cells[index] ?? ''), reasonOf(row), ...row.cells.slice(width)];

const joinEvery = 500;

/** UTF-8 with a byte order mark, which is what makes a Chinese spreadsheet open it right. */
export async function* badRowsCsv(titles: readonly string[], rows: AsyncIterable<BadRow> | Iterable<BadRow>): AsyncGenerator<Buffer> {
  let lines = [`\ufeff${[...titles, reasonHeading].map(field).join(',')}`];
  for await (const row of rows) {
    lines.push(shown(row, titles.length).map(field).join(','));
    if (lines.length >= joinEvery) {
      yield Buffer.from(`${lines.join('\r\n')}\r\n`);
      lines = [];
    }
  }
  if (lines.length > 0) yield Buffer.from(`${lines.join('\r\n')}\r\n`);
}

async function* xlsxRows(titles: readonly string[], rows: AsyncIterable<BadRow> | Iterable<BadRow>): AsyncGenerator<string[]> {
  yield [...titles, reasonHeading];
  for await (const row of rows) yield shown(row, titles.length).map(harmlessCell);
}

/** Every cell is a text cell, so that no number is spoiled a second time. */
export async function* badRowsXlsx(titles: readonly string[], rows: AsyncIterable<BadRow> | Iterable<BadRow>): AsyncGenerator<Buffer> {
  for await (const chunk of writeXlsxStream(xlsxRows(titles, rows), { name: '错误明细' })) yield Buffer.from(chunk);
}
