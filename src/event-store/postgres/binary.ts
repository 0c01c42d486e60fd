/** PostgreSQL's binary array and COPY formats, written straight into one buffer: text forms cost twice the bytes and a parse on each side. */

export const element = { int4: 23, int8: 20, text: 25, bytea: 17 } as const;
export type Element = keyof typeof element;

/** ndim, has-null flag, element type, length, lower bound. An empty array has no dimension. */
export function writeArrayHead(buffer: Buffer, at: number, of: Element, count: number): number {
  buffer.writeInt32BE(count === 0 ? 0 : 1, at);
  buffer.writeInt32BE(0, at + 4);
  buffer.writeInt32BE(element[of], at + 8);
  if (count === 0) return at + 12;
  buffer.writeInt32BE(count, at + 12);
  buffer.writeInt32BE(1, at + 16);
  return at + 20;
}

export function writeInt8(buffer: Buffer, value: number, at: number): void {
  buffer.writeInt32BE(Math.floor(value / 0x100000000), at);
  buffer.writeUInt32BE(value % 0x100000000, at + 4);
}

/** Value of a hex digit by its character code; ids are written in lower case. */
const digit = (code: number): number => (code < 58 ? code - 48 : code - 87);

/** A UUID as text, eight, four, four, four and twelve digits, to its sixteen bytes. */
export function putUuid(buffer: Buffer, at: number, text: string): number {
  let from = 0;
  for (let i = 0; i < 16; i += 1) {
    if (i === 4 || i === 6 || i === 8 || i === 10) from += 1;
    buffer[at + i] = (digit(text.charCodeAt(from)) << 4) | digit(text.charCodeAt(from + 1));
    from += 2;
  }
  return at + 16;
}

/** Three bytes of UTF-8 per UTF-16 unit is the most there can be: room for that costs less than measuring each string first. */
export function textArray(items: readonly string[]): Buffer {
  let most = 20;
  for (const item of items) most += 4 + 3 * item.length;
  const buffer = Buffer.allocUnsafe(most);
  let at = writeArrayHead(buffer, 0, 'text', items.length);
  for (const item of items) {
    const length = buffer.write(item, at + 4, 'utf8');
    buffer.writeInt32BE(length, at);
    at += 4 + length;
  }
  return buffer.subarray(0, at);
}

export const copyHeader = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
export const copyTrailer = Buffer.from([0xff, 0xff]);
