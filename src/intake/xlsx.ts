/** Opens an .xlsx workbook: which sheets it has, its strings and number formats, and the rows of one sheet as a stream. */
import { StringDecoder } from 'node:string_decoder';
import type { Row } from './cell';
import { fileRefused } from './file-refusals';
import type { Limits } from './limits';
import { attribute, decodeXml, XmlScanner, type XmlHandler } from './xml-scan';
import { XlsxRows, type NumberStyle, type Workbook } from './xlsx-rows';
import { listZip, unpack, UnpackBudget, type ZipEntry } from './zip';

export interface XlsxSheet {
  readonly name: string;
  readonly hidden: boolean;
  pages(): AsyncGenerator<readonly Row[]>;
}

class Archive {
  private readonly entries: ReadonlyMap<string, ZipEntry>;
  private readonly budget: UnpackBudget;

  constructor(private readonly bytes: Buffer, limits: Limits) {
    this.entries = listZip(bytes, limits);
    this.budget = new UnpackBudget(limits);
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  async *text(name: string): AsyncGenerator<string> {
    const entry = this.entries.get(name);
    if (!entry) throw fileRefused('file-damaged', name);
    const decoder = new StringDecoder('utf8');
    let first = true;
    for await (const chunk of unpack(this.bytes, entry, this.budget)) {
      const text = decoder.write(chunk);
      yield first ? text.replace(/^\ufeff/, '') : text;
      first = false;
    }
  }

  async scan(name: string, handler: XmlHandler): Promise<void> {
    const scanner = new XmlScanner(handler);
    for await (const text of this.text(name)) scanner.feed(text);
    scanner.end();
  }
}

const ignore = (): void => undefined;

const onOpen = (open: (name: string, attributes: string) => void): XmlHandler => ({ open, text: ignore, close: ignore });

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

async function relations(archive: Archive, part: string): Promise<readonly Relation[]> {
  const slash = part.lastIndexOf('/') + 1;
  const folder = part.slice(0, slash);
  const file = `${folder}_rels/${part.slice(slash)}.rels`;
  const found: Relation[] = [];
  if (!archive.has(file)) return found;
  await archive.scan(file, onOpen((name, attributes) => {
    if (name !== 'Relationship') return;
    const target = attribute(attributes, 'Target') ?? '';
    found.push({
      id: attribute(attributes, 'Id') ?? '',
      // The strict variant of the format has other addresses in front of the same last word.
      type: (attribute(attributes, 'Type') ?? '').replace(/^.*\//, ''),
      target: target.startsWith('/') ? target.slice(1) : resolved(folder + target),
    });
  }));
  return found;
}

function resolved(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** A copy that does not keep the chunk it was cut from in memory. */
const detached = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

async function sharedStrings(archive: Archive, part: string): Promise<readonly string[]> {
  const strings: string[] = [];
  let current = '';
  let collecting = false;
  let phonetic = false;
  await archive.scan(part, {
    open: (name) => {
      if (name === 'si') current = '';
      else if (name === 'rPh') phonetic = true;
      else if (name === 't') collecting = !phonetic;
    },
    text: (text) => {
      if (collecting) current += text;
    },
    close: (name) => {
      if (name === 't') collecting = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') strings.push(detached(decodeXml(current)));
    },
  });
  return strings;
}

const builtInDates = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

function styleOf(id: number, format: string | undefined): NumberStyle {
  const bare = (format ?? '').replace(/"[^"]*"|\\.|\[[^\]]*\]|_.|\*./g, '').split(';')[0] ?? '';
  const zeros = /^0{2,}$/.exec(bare.trim());
  return { date: builtInDates(id) || /[ymd年月日]/i.test(bare), padTo: zeros ? zeros[0].length : 0 };
}

async function numberStyles(archive: Archive, part: string): Promise<readonly NumberStyle[]> {
  const formats = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCells = false;
  await archive.scan(part, {
    open: (name, attributes) => {
      if (name === 'numFmt') formats.set(Number(attribute(attributes, 'numFmtId')), attribute(attributes, 'formatCode') ?? '');
      else if (name === 'cellXfs') inCells = true;
      else if (name === 'xf' && inCells) {
        const id = Number(attribute(attributes, 'numFmtId') ?? 0);
        styles.push(styleOf(id, formats.get(id)));
      }
    },
    text: ignore,
    close: (name) => {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return styles;
}

async function* pagesOf(archive: Archive, part: string, book: Workbook, limits: Limits): AsyncGenerator<readonly Row[]> {
  const handler = new XlsxRows(book, limits);
  const scanner = new XmlScanner(handler);
  for await (const text of archive.text(part)) {
    scanner.feed(text);
    yield handler.ready.splice(0);
  }
  scanner.end();
}

async function workbookPart(archive: Archive): Promise<string> {
  const main = (await relations(archive, '')).find((relation) => relation.type === 'officeDocument')?.target;
  if (main === undefined) throw fileRefused('file-not-a-list', archive.has('mimetype') ? 'OpenDocument' : 'zip');
  if (main.endsWith('.bin')) throw fileRefused('file-not-a-list', '.xlsb');
  if (!archive.has(main)) throw fileRefused('file-damaged', main);
  return main;
}

/** The sheets in the order the sender sees them. */
export async function openXlsx(bytes: Buffer, limits: Limits): Promise<readonly XlsxSheet[]> {
  const archive = new Archive(bytes, limits);
  const main = await workbookPart(archive);
  const parts = await relations(archive, main);
  const listed: { name: string; hidden: boolean; id: string }[] = [];
  let from1904 = false;
  await archive.scan(main, onOpen((name, attributes) => {
    if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '');
    if (name !== 'sheet') return;
    const id = attribute(attributes, 'r:id') ?? /:id\s*=\s*["']([^"']*)/.exec(attributes)?.[1] ?? '';
    listed.push({ name: attribute(attributes, 'name') ?? '', hidden: (attribute(attributes, 'state') ?? 'visible') !== 'visible', id });
  }));
  const strings = parts.find((part) => part.type === 'sharedStrings');
  const styles = parts.find((part) => part.type === 'styles');
  const book: Workbook = {
    strings: strings && archive.has(strings.target) ? await sharedStrings(archive, strings.target) : [],
    styles: styles && archive.has(styles.target) ? await numberStyles(archive, styles.target) : [],
    from1904,
  };
  const sheets: XlsxSheet[] = [];
  for (const { name, hidden, id } of listed) {
    const part = parts.find((each) => each.id === id);
    // Chart sheets have no rows.
    if (part?.type === 'worksheet') sheets.push({ name, hidden, pages: () => pagesOf(archive, part.target, book, limits) });
  }
  return sheets;
}
