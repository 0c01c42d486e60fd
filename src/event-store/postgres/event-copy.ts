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
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
  query(text: string): void;
}

/** 'd' and the length, which a COPY message opens with. */
const messageHead = 5;

class CopyEvents implements Submittable {
  private failure: Error | undefined;

  constructor(private readonly before: string, private readonly rows: readonly Row[], private readonly settle: (failure?: Error) => void) {}

  /**
   * The rows follow without waiting to be asked for. Where the statement before them fails, the server answers that and passes over
   * COPY messages outside a COPY, as its protocol says; what is sent next is a new query.
   */
  submit(connection: Connection): void {
    const wire = connection as WireConnection;
    wire.query(`${this.before}; ${copyText}`);
    try {
      for (const message of encodedRows(this.rows, messageHead)) {
        message[0] = 0x64;
        message.writeInt32BE(message.length - 1, 1);
        wire.stream.write(message);
      }
      wire.endCopyFrom();
    } catch (error) {
      this.failure = error as Error;
      wire.sendCopyFail('the rows could not be encoded');
    }
  }

  handleCopyInResponse(): void { /* the rows are already under way */ }

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

/** Chunks of the COPY stream, each with `lead` bytes left free before it. */
export function* encodedRows(rows: Iterable<Row>, lead = 0): Generator<Buffer> {
  let buffer = Buffer.allocUnsafe(2 * chunkBytes);
  let at = lead + copyHeader.copy(buffer, lead);
  for (const row of rows) {
    const { event, header, streamId } = row;
    // Three bytes of UTF-8 per UTF-16 unit is the most there can be, so no string is measured twice.
    const most = copyTrailer.length + fixedBytes + 3 * (header.length + streamId.length + event.type.length + event.payload.length);
    if (at >= chunkBytes || at + most > buffer.length) {
      yield buffer.subarray(0, at);
      buffer = Buffer.allocUnsafe(Math.max(2 * chunkBytes, lead + most));
      at = lead;
    }
    at = encodeRow(buffer, at, row);
  }
  at += copyTrailer.copy(buffer, at);
  yield buffer.subarray(0, at);
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
