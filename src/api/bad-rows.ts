/** The rows of a list that have errors, as they came, with what is wrong and how to mend it in two more columns. */
import type { Fault, StagedList, StagedPage } from './list-store';

type Table = readonly (readonly string[])[];

const EXTRA = ['错误', '处理办法'] as const;

export async function badRows(list: StagedList, faults: readonly Fault[], pages: AsyncIterable<StagedPage>): Promise<Table> {
  const byLine = new Map<number, Fault[]>();
  for (const fault of faults) byLine.set(fault.ordinal, [...(byLine.get(fault.ordinal) ?? []), fault]);
  const rows: string[][] = [[...list.heading, ...EXTRA]];
  for await (const { lines } of pages) {
    for (const line of lines) {
      const mine = byLine.get(line.ordinal);
      if (!mine) continue;
      const cells = list.heading.map((_, index) => line.cells[index] ?? '');
      rows.push([...cells, mine.map(({ code, column, reason }) => `${code} ${column} ${reason.zh}`.trim()).join(';'), mine.map(({ remedy }) => remedy.zh).join(';')]);
    }
  }
  return rows;
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A byte order mark, because the usual spreadsheet takes a csv without one for GBK. */
const asCsv = (rows: Table): Uint8Array => Buffer.from(`\ufeff${rows.map((row) => row.map(quoted).join(',')).join('\r\n')}\r\n`);

/** Every cell is text: a number would lose the last digits of an identity number. */
async function asXlsx(rows: Table): Promise<Uint8Array> {
  const { writeXlsx } = await import('hucre/xlsx');
  return writeXlsx({ sheets: [{ name: '错误明细', rows: rows.map((row) => [...row]) }] });
}

export const spreadsheet = async (format: 'csv' | 'xlsx', rows: Table): Promise<Uint8Array> => (format === 'csv' ? asCsv(rows) : asXlsx(rows));
