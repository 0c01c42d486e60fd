/** Writes a simulated list as offices send it: xlsx with merged titles, or csv in GB18030 or UTF-8. */
import iconv from 'iconv-lite';
import type { OfficeFile } from './step';

export async function bytesOf(file: OfficeFile): Promise<Buffer> {
  if (file.form === 'xlsx') return xlsxOf(file);
  const text = [...file.title.map((line) => [line]), file.headings, ...file.rows].map((row) => row.map(csvCell).join(',')).join('\r\n') + '\r\n';
  return file.form === 'csv-gb18030' ? iconv.encode(text, 'gb18030') : Buffer.from(`\ufeff${text}`, 'utf8');
}

const csvCell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Identity and account numbers stand as text, as offices that have learnt their lesson write them. */
async function xlsxOf(file: OfficeFile): Promise<Buffer> {
  const { writeXlsx } = await import('hucre/xlsx');
  const last = file.headings.length - 1;
  const written = new Date(Date.UTC(2018, 0, 1));
  const bytes = await writeXlsx({
    // The library would note the present: the same file would be another at every load.
    properties: { created: written, modified: written },
    sheets: [{
      name: '发放清单',
      rows: [...file.title.map((line) => [line]), [...file.headings], ...file.rows.map((row) => [...row])],
      merges: file.title.map((_, row) => ({ startRow: row, startCol: 0, endRow: row, endCol: last })),
    }],
  });
  return Buffer.from(bytes);
}
