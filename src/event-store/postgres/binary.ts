/** PostgreSQL's binary array and COPY formats, written straight into one buffer: text forms cost twice the bytes and a parse on each side. */

import { uuidHex } from '../event-id';

const int4 = 23;
const int8 = 20;
const int2 = 21;
const text = 25;
const bytea = 17;
const uuid = 2950;

/** ndim, has-null flag, element type, length, lower bound. An empty array has no dimension. */
function arrayOf(elementType: number, count: number, bytes: number): Buffer {
  const buffer = Buffer.allocUnsafe(count === 0 ? 12 : 20 + bytes);
  buffer.writeInt32BE(count === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(0, 4);
  buffer.writeInt32BE(elementType, 8);
  if (count > 0) {
    buffer.writeInt32BE(count, 12);
    buffer.writeInt32BE(1, 16);
  }
  return buffer;
}

export function writeInt8(buffer: Buffer, value: number, at: number): void {
  buffer.writeInt32BE(Math.floor(value / 0x100000000), at);
  buffer.writeUInt32BE(value % 0x100000000, at + 4);
}

function fixed(elementType: number, width: number, count: number, write: (buffer: Buffer, at: number, index: number) => void): Buffer {
  const buffer = arrayOf(elementType, count, count * (4 + width));
  let at = 20;
  for (let i = 0; i < count; i += 1) {
    buffer.writeInt32BE(width, at);
    write(buffer, at + 4, i);
    at += 4 + width;
  }
  return buffer;
}

/** Values are never negative here. */
export const int8Array = (values: readonly number[]): Buffer => fixed(int8, 8, values.length, (b, at, i) => { writeInt8(b, values[i] ?? 0, at); });
export const int4Array = (values: readonly number[]): Buffer => fixed(int4, 4, values.length, (b, at, i) => { b.writeInt32BE(values[i] ?? 0, at); });
export const int2Array = (values: readonly number[]): Buffer => fixed(int2, 2, values.length, (b, at, i) => { b.writeInt16BE(values[i] ?? 0, at); });

function varying(elementType: number, items: readonly Buffer[]): Buffer {
  let bytes = 0;
  for (const item of items) bytes += 4 + item.length;
  const buffer = arrayOf(elementType, items.length, bytes);
  let at = 20;
  for (const item of items) {
    at = buffer.writeInt32BE(item.length, at);
    at += item.copy(buffer, at);
  }
  return buffer;
}

export const byteaArray = (items: readonly Buffer[]): Buffer => varying(bytea, items);
/** UUIDs as text. */
export const uuidArray = (items: readonly string[]): Buffer => fixed(uuid, 16, items.length, (b, at, i) => { b.write(uuidHex(items[i] ?? ''), at, 'hex'); });

/** Three bytes of UTF-8 per UTF-16 unit is the most there can be: room for that costs less than measuring each string first. */
function strings(elementType: number, items: readonly string[]): Buffer {
  let most = 0;
  for (const item of items) most += 4 + 3 * item.length;
  const buffer = arrayOf(elementType, items.length, most);
  if (items.length === 0) return buffer;
  let at = 20;
  for (const item of items) {
    const length = buffer.write(item, at + 4, 'utf8');
    buffer.writeInt32BE(length, at);
    at += 4 + length;
  }
  return buffer.subarray(0, at);
}

export const textArray = (items: readonly string[]): Buffer => strings(text, items);
/** Strings whose UTF-8 bytes are the value. */
export const utf8Array = (items: readonly string[]): Buffer => strings(bytea, items);

export const copyHeader = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
export const copyTrailer = Buffer.from([0xff, 0xff]);
