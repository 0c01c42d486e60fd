/** COPY BINARY of event rows. */
import type { Row } from './batch';
import { copyHeader, copyTrailer, putUuid, writeInt8 } from './binary';

export const copyText = 'COPY ledger.event (position, stream_id, revision, event_id, type, schema_v, recorded_us, header, payload, salt) FROM STDIN BINARY';
const chunkBytes = 64 * 1024;
/** Field count, ten field lengths, and the fixed-width fields: position, revision, id, version, time, salt. */
const fixedBytes = 2 + 10 * 4 + 8 + 8 + 16 + 2 + 8 + 16;

/** Three bytes of UTF-8 per UTF-16 unit is the most there can be, so no string is measured twice. */
export const mostBytes = ({ header, streamId, event }: Row): number =>
  fixedBytes + 3 * (header.length + streamId.length + event.type.length) + event.payload.length;

/** The whole stream in chunks, for whoever copies by other means than a batch. */
export function* encodedRows(rows: Iterable<Row>): Generator<Buffer> {
  let buffer = Buffer.allocUnsafe(2 * chunkBytes);
  let at = copyHeader.copy(buffer, 0);
  for (const row of rows) {
    const most = mostBytes(row) + copyTrailer.length;
    if (at >= chunkBytes || at + most > buffer.length) {
      yield buffer.subarray(0, at);
      buffer = Buffer.allocUnsafe(Math.max(2 * chunkBytes, most));
      at = 0;
    }
    at = encodeRow(buffer, at, row);
  }
  at += copyTrailer.copy(buffer, at);
  yield buffer.subarray(0, at);
}

export function encodeRow(buffer: Buffer, start: number, { position, streamId, revision, recordedUs, header, event }: Row): number {
  let at = buffer.writeInt16BE(10, start);
  at = putInt8(buffer, at, position);
  at = putString(buffer, at, streamId);
  at = putInt8(buffer, at, revision);
  at = buffer.writeInt32BE(16, at);
  at = putUuid(buffer, at, event.id);
  at = putString(buffer, at, event.type);
  at = buffer.writeInt32BE(2, at);
  at = buffer.writeInt16BE(event.schemaVersion, at);
  at = putInt8(buffer, at, recordedUs);
  at = putString(buffer, at, header);
  at = putBytes(buffer, at, event.payload);
  return putBytes(buffer, at, event.salt);
}

function putInt8(buffer: Buffer, at: number, value: number): number {
  buffer.writeInt32BE(8, at);
  writeInt8(buffer, value, at + 4);
  return at + 12;
}

function putBytes(buffer: Buffer, at: number, bytes: Buffer): number {
  buffer.writeInt32BE(bytes.length, at);
  return at + 4 + bytes.copy(buffer, at + 4);
}

function putString(buffer: Buffer, at: number, text: string): number {
  const length = buffer.write(text, at + 4, 'utf8');
  buffer.writeInt32BE(length, at);
  return at + 4 + length;
}
