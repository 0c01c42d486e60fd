/** Opens a file of any accepted format as rows of cells, within limits. */
import type { Row } from './cell';
import { Breath } from './breath';
import { delimitedPages, sniffSeparator, type Separator } from './delimited';
import { fileRefused } from './file-refusals';
import { defaultLimits, type Limits } from './limits';
import { decodeText, recogniseEncoding, type TextEncoding } from './text-encoding';
import { openXlsx } from './xlsx';

/** The name decides nothing: formats are recognised by their bytes. */
export interface FileSource {
  readonly bytes: Uint8Array;
  readonly name?: string;
}

export interface Sheet {
  readonly format: 'xlsx' | 'delimited';
  readonly encoding?: TextEncoding;
  readonly separator?: Separator;
  readonly name?: string;
  /** Hidden sheets, which senders do not know they send. */
  readonly hidden: boolean;
  /** Rows with a value, in order, some at a time. Blank lines of a text file are rows too. */
  pages(): AsyncGenerator<readonly Row[]>;
  rows(): AsyncGenerator<Row>;
}

const startsWith = (bytes: Buffer, ...values: readonly number[]): boolean => values.every((value, index) => bytes[index] === value);

function refuseForeign(bytes: Buffer): void {
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw fileRefused('file-old-xls');
  if (startsWith(bytes, 0x25, 0x50, 0x44, 0x46)) throw fileRefused('file-not-a-list', 'PDF');
  if (startsWith(bytes, 0x89, 0x50, 0x4e, 0x47) || startsWith(bytes, 0xff, 0xd8, 0xff)) throw fileRefused('file-not-a-list', '图片 image');
  if (startsWith(bytes, 0x52, 0x61, 0x72, 0x21) || startsWith(bytes, 0x37, 0x7a, 0xbc, 0xaf)) throw fileRefused('file-not-a-list', 'RAR/7z');
  if (startsWith(bytes, 0x1f, 0x8b)) throw fileRefused('file-not-a-list', 'gzip');
  if (/^\s*<(!doctype html|html|table|\?xml)/i.test(bytes.toString('latin1', 0, 200))) throw fileRefused('file-not-a-list', 'HTML/XML');
}

/** As many as a spreadsheet can have at all. */
const mostBlankRows = 1_048_576;

/** So many rows are handed on before others are given a turn: each costs its reader some tens of microseconds. */
const rowsAtOnce = 100;

/** Counts rows and lets others work meanwhile; the limit holds for rows with a value. */
async function* guarded(pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>, limits: Limits): AsyncGenerator<readonly Row[]> {
  const breath = new Breath();
  let count = 0;
  let blank = 0;
  for await (const page of pages) {
    for (let from = 0; from < page.length; from += rowsAtOnce) {
      const rows = page.slice(from, from + rowsAtOnce);
      for (const row of rows) {
        if (row.cells.length > 0) count += 1;
        else blank += 1;
      }
      if (count > limits.rows || blank > mostBlankRows) throw fileRefused('file-too-many-rows', limits.rows);
      yield rows;
      if (breath.due()) await breath.take();
    }
  }
}

async function* oneByOne(pages: AsyncIterable<readonly Row[]>): AsyncGenerator<Row> {
  for await (const page of pages) yield* page;
}

function openDelimited(bytes: Buffer, limits: Limits): Sheet {
  const found = recogniseEncoding(bytes);
  const [sample = ''] = decodeText(bytes.subarray(0, 64 * 1024), found);
  const separator = sniffSeparator(sample);
  const pages = (): AsyncGenerator<readonly Row[]> => guarded(delimitedPages(decodeText(bytes, found), separator, limits), limits);
  return {
    format: 'delimited',
    encoding: found.encoding,
    separator,
    hidden: false,
    pages,
    rows: () => oneByOne(pages()),
  };
}

/** Every sheet of the file that may hold rows; a text file is one sheet. */
export async function openSheets(source: FileSource, limits: Limits = defaultLimits): Promise<readonly Sheet[]> {
  const bytes = Buffer.from(source.bytes.buffer, source.bytes.byteOffset, source.bytes.byteLength);
  if (bytes.length === 0) throw fileRefused('file-empty');
  if (bytes.length > limits.fileBytes) throw fileRefused('file-too-large', Math.floor(limits.fileBytes / 1024 / 1024));
  if (!startsWith(bytes, 0x50, 0x4b)) {
    refuseForeign(bytes);
    return [openDelimited(bytes, limits)];
  }
  return (await openXlsx(bytes, limits)).map((sheet) => ({
    format: 'xlsx' as const,
    name: sheet.name,
    hidden: sheet.hidden,
    pages: () => guarded(sheet.pages(), limits),
    rows: () => oneByOne(guarded(sheet.pages(), limits)),
  }));
}

/** The rows a heading is looked for in. */
export async function firstRows(sheet: Sheet, most: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const row of sheet.rows()) if (rows.push(row) >= most) break;
  return rows;
}
