/** Looks for personal data in bytes of any kind in one pass: numbers as whole digit runs, names as they stand in UTF-8 and GB18030. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import iconv from 'iconv-lite';

export interface Sought {
  /** Identity, card, phone and register numbers. */
  readonly numbers: readonly string[];
  readonly names: readonly string[];
}

export interface Found {
  readonly what: string;
  readonly where: string;
  readonly around: string;
}

const SHORTEST_RUN = 10;
const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x30 && byte <= 0x39;
/** First byte of the UTF-8 of a Han character, and the bytes after it. */
const isHanLead = (byte: number | undefined): boolean => byte !== undefined && byte >= 0xe4 && byte <= 0xe9;
/** A Han character of the level GB2312 had: names are made of those. */
const isGbHan = (lead: number | undefined, trail: number | undefined): boolean => lead !== undefined && trail !== undefined && lead >= 0xb0 && lead <= 0xf7 && trail >= 0xa1 && trail <= 0xfe;
const isTrail = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80 && byte <= 0xbf;

export class PersonalSearch {
  private readonly numbers: ReadonlySet<string>;
  private readonly lengths: readonly number[];
  private readonly shortNames = new Set<string>();
  private readonly longNames = new Set<string>();
  private readonly otherNames = new Set<string>();
  private readonly found = new Map<string, Found>();

  constructor(sought: Sought) {
    // The check character of an identity number may be a letter: the digits before it are telling enough.
    this.numbers = new Set(sought.numbers.map((number) => number.replace(/[Xx]$/, '')));
    this.lengths = [...new Set([...this.numbers].map((number) => number.length))];
    for (const name of sought.names) {
      (name.length === 2 ? this.shortNames : this.longNames).add(Buffer.from(name, 'utf8').toString('latin1'));
      // Two characters are four bytes in GB18030: by chance anywhere. Three are six, which chance does not make.
      if (name.length > 2) this.otherNames.add(iconv.encode(name, 'gb18030').toString('latin1'));
    }
  }

  get leaks(): readonly Found[] {
    return [...this.found.values()];
  }

  text(text: string, where: string): void {
    this.bytes(Buffer.from(text, 'utf8'), where);
    // Percent and hexadecimal writing would hide a name, and PostgreSQL writes bytea so.
    if (/%[89A-F][0-9A-F]/i.test(text)) this.bytes(Buffer.from(text.replace(/%([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))), 'latin1'), `${where} (percent)`);
    for (const [, hex] of text.matchAll(/\\x((?:[0-9a-f]{2}){6,})/g)) this.bytes(Buffer.from(hex as string, 'hex'), `${where} (bytea)`);
  }

  bytes(bytes: Buffer, where: string): void {
    for (let at = 0; at < bytes.length; at += 1) {
      const byte = bytes[at] as number;
      if (isDigit(byte)) {
        let end = at + 1;
        while (isDigit(bytes[end])) end += 1;
        if (end - at >= SHORTEST_RUN) this.run(bytes, at, end, where);
        at = end - 1;
      } else if (byte >= 0x81) this.name(bytes, at, where);
    }
  }

  /** Every file below a folder: its name, and its bytes as they lie. Answers how many bytes that were. */
  folder(folder: string): number {
    let size = 0;
    for (const entry of fs.readdirSync(folder, { withFileTypes: true, recursive: true })) {
      const file = path.join(entry.parentPath, entry.name);
      this.text(entry.name, `name of ${file}`);
      if (!entry.isFile()) continue;
      const bytes = fs.readFileSync(file);
      size += bytes.length;
      this.bytes(bytes, file);
      // A workbook is compressed: nothing in it could be found, so none may lie about.
      const workbook = bytes.indexOf('PK\u0003\u0004', 0, 'latin1');
      if (workbook >= 0 && bytes.includes('xl/', workbook, 'latin1')) this.report('a workbook', bytes, workbook, workbook + 4, file);
    }
    return size;
  }

  private run(bytes: Buffer, from: number, to: number, where: string): void {
    const run = bytes.toString('latin1', from, to);
    for (const length of this.lengths) {
      // Identity and card numbers anywhere in the run; shorter ones at its ends, for chance makes them inside hashes and times.
      const inside = length >= 16;
      for (let at = 0; at + length <= run.length; at += 1) {
        if (!inside && at > 0 && at + length < run.length) continue;
        const part = run.slice(at, at + length);
        if (this.numbers.has(part)) this.report(part, bytes, from + at, from + at + length, where);
      }
    }
  }

  private name(bytes: Buffer, at: number, where: string): void {
    if (isGbHan(bytes[at], bytes[at + 1]) && isGbHan(bytes[at + 2], bytes[at + 3]) && isGbHan(bytes[at + 4], bytes[at + 5])) this.named(this.otherNames, bytes, at, at + 6, where);
    if (!isHanLead(bytes[at]) || !isTrail(bytes[at + 1]) || !isTrail(bytes[at + 2]) || !isHanLead(bytes[at + 3]) || !isTrail(bytes[at + 4]) || !isTrail(bytes[at + 5])) return;
    this.named(this.longNames, bytes, at, at + 9, where);
    // Two characters are a common word of Chinese inside a longer text; alone they are a name.
    const alone = !(at >= 3 && isHanLead(bytes[at - 3]) && isTrail(bytes[at - 2]) && isTrail(bytes[at - 1])) && !isHanLead(bytes[at + 6]);
    if (alone) this.named(this.shortNames, bytes, at, at + 6, where);
  }

  private named(names: ReadonlySet<string>, bytes: Buffer, from: number, to: number, where: string): void {
    const slice = bytes.toString('latin1', from, to);
    if (names.has(slice)) this.report(names === this.otherNames ? iconv.decode(Buffer.from(slice, 'latin1'), 'gb18030') : Buffer.from(slice, 'latin1').toString('utf8'), bytes, from, to, where);
  }

  /** One finding per thing and place is enough to mend it. */
  private report(what: string, bytes: Buffer, from: number, to: number, where: string): void {
    const name = `${where}|${what}`;
    if (this.found.size < 200 && !this.found.has(name)) this.found.set(name, { what, where, around: bytes.subarray(Math.max(0, from - 60), to + 40).toString('utf8') });
  }
}
