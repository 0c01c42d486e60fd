/** COPY BINARY of event rows: chunks are encoded while the server already inserts the ones before. */
import type { Client, Connection, Submittable } from 'pg';
import { uuidHex } from '../event-id';
import type { Row } from './batch';
import { copyHeader, copyTrailer, writeInt8 } from './binary';

const copyText = 'COPY ledger.event (position, stream_id, revision, event_id, type, schema_v, recorded_us, header, payload, salt) FROM STDIN BINARY';
const chunkBytes = 64 * 1024;
/** Field count, ten field lengths, and the fixed-width fields: position, revision, id, version, time, salt. */
const fixedBytes = 2 + 10 * 4 + 8 + 8 + 16 + 2 + 8 + 16;

/** As much of pg's own query protocol as a COPY needs; pg hands these calls to the active query. */
interface WireConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  query(text: string): void;
}

class CopyEvents implements Submittable {
  private failure: Error | undefined;

  constructor(private readonly before: string, private readonly rows: readonly Row[], private readonly settle: (failure?: Error) => void) {}

  submit(connection: Connection): void {
    (connection as WireConnection).query(`${this.before}; ${copyText}`);
  }

  handleCopyInResponse(connection: WireConnection): void {
    try {
      for (const chunk of encodedRows(this.rows)) connection.sendCopyFromChunk(chunk);
      connection.endCopyFrom();
    } catch (error) {
      this.failure = error as Error;
      connection.sendCopyFail('the rows could not be encoded');
    }
  }

  handleError(error: Error): void {
    // After an error in the middle of a statement the server still reports ready; a broken connection never does.
    this.failure ??= error;
    this.settle(this.failure);
  }

  handleCommandComplete(): void { /* only the end of the whole query, after its commit, counts */ }
  handleReadyForQuery(): void { this.settle(this.failure); }
  handleRowDescription(): void { /* nothing to learn from the statement before */ }
  handleDataRow(): void { /* nothing to learn from the statement before */ }
  handlePortalSuspended(): void { /* no portal */ }
  handleEmptyQuery(): void { /* never empty */ }
  handleCopyData(): void { /* nothing is copied out */ }
}

/** Resolves after the commit: a simple query of several statements is one transaction that ends with it. */
export function copyEvents(client: Client, before: string, rows: readonly Row[]): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new CopyEvents(before, rows, (failure) => { if (failure === undefined) resolve(); else reject(failure); }));
  });
}

export function* encodedRows(rows: Iterable<Row>): Generator<Buffer> {
  let buffer = Buffer.allocUnsafe(2 * chunkBytes);
  let at = copyHeader.copy(buffer, 0);
  for (const row of rows) {
    const { event, header, streamId } = row;
    // Three bytes of UTF-8 per UTF-16 unit is the most there can be, so no string is measured twice.
    const most = fixedBytes + 3 * (header.length + streamId.length + event.type.length + event.payload.length);
    if (at + most > buffer.length) {
      yield buffer.subarray(0, at);
      buffer = Buffer.allocUnsafe(Math.max(2 * chunkBytes, most));
      at = 0;
    }
    at = encodeRow(buffer, at, row);
    if (at >= chunkBytes) {
      yield buffer.subarray(0, at);
      buffer = Buffer.allocUnsafe(2 * chunkBytes);
      at = 0;
    }
  }
  yield Buffer.concat([buffer.subarray(0, at), copyTrailer]);
}

function encodeRow(buffer: Buffer, start: number, { position, streamId, revision, recordedUs, header, event }: Row): number {
  let at = buffer.writeInt16BE(10, start);
  at = putInt8(buffer, at, position);
  at = putString(buffer, at, streamId);
  at = putInt8(buffer, at, revision);
  at = buffer.writeInt32BE(16, at);
  at += buffer.write(uuidHex(event.id), at, 'hex');
  at = putString(buffer, at, event.type);
  at = buffer.writeInt32BE(2, at);
  at = buffer.writeInt16BE(event.schemaVersion, at);
  at = putInt8(buffer, at, recordedUs);
  at = putString(buffer, at, header);
  at = putString(buffer, at, event.payload);
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
