/** A pack as one file: a gzipped ustar archive of plain files, written and read here so that the verifier needs nothing but Node. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { Unreadable } from '../proof/unreadable';

export type Files = ReadonlyMap<string, Buffer>;

const BLOCK = 512;
/** No folder above, no absolute path, no empty step, nothing a shell or a browser would read otherwise. */
const NAME = /^(?:[A-Za-z0-9][A-Za-z0-9._-]{0,95}\/){0,4}[A-Za-z0-9][A-Za-z0-9._-]{0,95}$/;
const NAME_BYTES = 100;
const MOST_FILES = 10_000;
/** Unpacked; a pack of a county's year is a tenth of it. */
export const LARGEST_BYTES = 1_073_741_824;

/** Where the fields of a header stand: offset and length. */
const FIELD = { name: [0, 100], mode: [100, 8], uid: [108, 8], gid: [116, 8], size: [124, 12], mtime: [136, 12], sum: [148, 8], type: [156, 1], magic: [257, 8], prefix: [345, 155] } as const;
const MAGIC = 'ustar\u000000';
const PLAIN_FILE = '0';

const padded = (bytes: number): number => Math.ceil(bytes / BLOCK) * BLOCK;
const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;

/** Sum of the header's bytes, its own field read as blanks. */
function sumOf(header: Buffer): number {
  let sum = 0;
  for (let at = 0; at < BLOCK; at += 1) sum += at >= FIELD.sum[0] && at < FIELD.sum[0] + FIELD.sum[1] ? 0x20 : (header[at] ?? 0);
  return sum;
}

function headerOf(name: string, bytes: number): Buffer {
  if (!NAME.test(name) || name.length > NAME_BYTES) throw new Error(`not a name for a file of a pack: ${name}`);
  const header = Buffer.alloc(BLOCK);
  const put = (field: keyof typeof FIELD, text: string): void => void header.write(text, FIELD[field][0], 'latin1');
  put('name', name);
  put('mode', octal(0o644, FIELD.mode[1]));
  put('uid', octal(0, FIELD.uid[1]));
  put('gid', octal(0, FIELD.gid[1]));
  put('size', octal(bytes, FIELD.size[1]));
  // The same content is the same archive, whenever it is made.
  put('mtime', octal(0, FIELD.mtime[1]));
  put('type', PLAIN_FILE);
  put('magic', MAGIC);
  put('sum', `${sumOf(header).toString(8).padStart(6, '0')}\0 `);
  return header;
}

/** The same files give the same bytes. */
export function packed(files: Files): Buffer {
  const parts = [...files].flatMap(([name, bytes]) => [headerOf(name, bytes.length), bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]), { level: 6 });
}

const refused = (why: string): never => { throw new Unreadable('archive', why); };

function fieldOf(header: Buffer, field: keyof typeof FIELD): string {
  const [from, length] = FIELD[field];
  const text = header.toString('latin1', from, from + length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

function numberIn(header: Buffer, field: 'size' | 'sum'): number {
  const text = fieldOf(header, field).trim();
  return /^[0-7]{1,11}$/.test(text) ? parseInt(text, 8) : refused(`a number of a header is not octal: ${JSON.stringify(text)}`);
}

/** Name and size of a plain file; anything else an archive may hold (links, folders, devices, long names) is refused. */
function entryIn(header: Buffer): { readonly name: string; readonly size: number } {
  if (numberIn(header, 'sum') !== sumOf(header)) refused('the sum of a header is wrong');
  const [name, type] = [fieldOf(header, 'name'), fieldOf(header, 'type')];
  if (!NAME.test(name) || fieldOf(header, 'prefix') !== '') refused(`a file of a pack may not be called ${JSON.stringify(name.slice(0, NAME_BYTES))}`);
  if (type !== PLAIN_FILE || fieldOf(header, 'magic') !== 'ustar') refused(`${name} is not a plain file`);
  return { name, size: numberIn(header, 'size') };
}

function unzipped(bytes: Buffer, largestBytes: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: largestBytes });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? refused(`unpacks to more than ${String(largestBytes)} bytes`) : refused('not a gzip file, or cut short');
  }
}

/** Throws `Unreadable` where it is no archive a pack may be. Nothing is written anywhere. */
export function unpacked(bytes: Buffer, largestBytes = LARGEST_BYTES): Files {
  const tar = unzipped(bytes, largestBytes);
  const files = new Map<string, Buffer>();
  for (let at = 0; ; ) {
    const header = tar.subarray(at, at + BLOCK);
    if (header.length < BLOCK) refused('cut short: no end');
    if (header.every((byte) => byte === 0)) return tar.subarray(at).every((byte) => byte === 0) ? files : refused('something follows the end');
    const { name, size } = entryIn(header);
    const end = at + BLOCK + size;
    if (end > tar.length) refused(`${name} is cut short`);
    if (files.has(name)) refused(`${name} is there twice`);
    if (files.size >= MOST_FILES) refused(`more than ${String(MOST_FILES)} files`);
    files.set(name, tar.subarray(at + BLOCK, end));
    at += BLOCK + padded(size);
  }
}
