/** Messages of PostgreSQL's wire protocol, written one after another into one buffer and sent together. */
import type { Writable } from 'node:stream';
import { writeArrayHead, writeInt8, type Element } from './binary';

const usualBytes = 128 * 1024;
/** A buffer the operating system has taken over whole is used again: making a new one for each batch costs more than filling it. */
let spare: Buffer | undefined;

export class Outgoing {
  buffer: Buffer;
  at = 0;
  private start = 0;

  constructor(private readonly stream: Writable) {
    this.buffer = spare ?? Buffer.allocUnsafeSlow(usualBytes);
    spare = undefined;
  }

  /** Bytes since the message in hand began. */
  get length(): number {
    return this.at - this.start;
  }

  /** Room for so many bytes more; between messages only. */
  need(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    this.send();
    if (bytes > this.buffer.length) this.buffer = Buffer.allocUnsafeSlow(bytes);
  }

  has(bytes: number): boolean {
    return this.at + bytes <= this.buffer.length;
  }

  begin(type: string): void {
    this.buffer[this.at] = type.charCodeAt(0);
    this.start = this.at + 1;
    this.at += 5;
  }

  /** The length counts itself, not the type. */
  end(): void {
    this.buffer.writeInt32BE(this.at - this.start, this.start);
  }

  send(): void {
    if (this.at === 0) return;
    this.stream.write(this.buffer.subarray(0, this.at));
    if (this.stream.writableLength > 0) this.buffer = Buffer.allocUnsafeSlow(usualBytes);
    this.at = 0;
  }

  finish(): void {
    this.send();
    if (this.buffer.length === usualBytes) spare = this.buffer;
  }

  int2(value: number): void {
    this.at = this.buffer.writeInt16BE(value, this.at);
  }

  cString(ascii: string): void {
    this.at += this.buffer.write(ascii, this.at, 'latin1');
    this.buffer[this.at] = 0;
    this.at += 1;
  }

  /** A parameter of type bigint, never negative. */
  bigint(value: number): void {
    this.buffer.writeInt32BE(8, this.at);
    writeInt8(this.buffer, value, this.at + 4);
    this.at += 12;
  }

  /** A parameter of an array type; `put` writes one element at a place and answers its length. */
  array<T>(of: Element, items: readonly T[], put: (buffer: Buffer, at: number, item: T) => number): void {
    const from = this.at;
    const { buffer } = this;
    let at = writeArrayHead(buffer, from + 4, of, items.length);
    for (const item of items) {
      const length = put(buffer, at + 4, item);
      buffer.writeInt32BE(length, at);
      at += 4 + length;
    }
    buffer.writeInt32BE(at - from - 4, from);
    this.at = at;
  }

  texts<T>(items: readonly T[], of: (item: T) => string): void {
    this.array('text', items, (buffer, at, item) => buffer.write(of(item), at, 'utf8'));
  }

  bigints<T>(items: readonly T[], of: (item: T) => number): void {
    this.array('int8', items, (buffer, at, item) => {
      writeInt8(buffer, of(item), at);
      return 8;
    });
  }
}
