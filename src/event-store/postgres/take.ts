/** A batch as one exchange: the call of ledger.append, then its events by COPY, in one transaction and one round trip. */
import type { Client, Connection, Submittable } from 'pg';
import type { Plan } from './batch';
import { copyHeader, copyTrailer } from './binary';
import { copyText, encodeRow, mostBytes } from './event-copy';
import { Outgoing } from './outgoing';

export interface HeadRow {
  readonly size: number;
  readonly epoch: number;
  readonly lastUs: number;
}

const parameters = 21;
const takeText = `SELECT ledger.append(${Array.from({ length: parameters }, (_, i) => `$${String(i + 1)}`).join(', ')})`;
const chunkBytes = 64 * 1024;

/** Connections on which both statements have been parsed. */
const parsed = new WeakSet<Connection>();

class TakeBatch implements Submittable {
  private failure: Error | undefined;

  constructor(private readonly plan: Plan, private readonly believed: HeadRow, private readonly settle: (failure?: Error) => void) {}

  /**
   * Everything is sent without waiting for an answer in between. Where the call fails, the server passes over all that follows up to
   * Sync, the rows included; and without an explicit transaction, Sync is the commit of both statements together.
   */
  submit(connection: Connection): void {
    const out = new Outgoing(connection.stream);
    if (!parsed.has(connection)) writeParse(out);
    writeCall(out, this.plan, this.believed);
    if (this.plan.rows.length > 0) writeRows(out, this.plan);
    out.need(5);
    out.begin('S');
    out.end();
    out.finish();
  }

  handleError(error: Error): void {
    // After an error in the middle of a statement the server still reports ready; a broken connection never does.
    this.failure ??= error;
    this.settle(this.failure);
  }

  handleReadyForQuery(connection: Connection): void {
    parsed.add(connection);
    this.settle(this.failure);
  }

  handleCopyInResponse(): void { /* the rows are already under way */ }
  handleCommandComplete(): void { /* only the end of the whole exchange, after its commit, counts */ }
  handleRowDescription(): void { /* not asked for */ }
  handleDataRow(): void { /* the function answers nothing */ }
  handlePortalSuspended(): void { /* portals run to their end */ }
  handleEmptyQuery(): void { /* never empty */ }
  handleCopyData(): void { /* nothing is copied out */ }
}

/** Records the whole plan; outside a transaction it is committed when this resolves. */
export function take(client: Client, plan: Plan, believed: HeadRow): Promise<void> {
  return new Promise((resolve, reject) => {
    client.query(new TakeBatch(plan, believed, (failure) => { if (failure === undefined) resolve(); else reject(failure); }));
  });
}

/** Closed first, which is no error where there is none: an earlier exchange may have failed after parsing. */
function writeParse(out: Outgoing): void {
  for (const [name, text] of [['take', takeText], ['take-rows', copyText]] as const) {
    out.need(64 + 2 * name.length + text.length);
    out.begin('C');
    out.at += out.buffer.write('S', out.at, 'latin1');
    out.cString(name);
    out.end();
    out.begin('P');
    out.cString(name);
    out.cString(text);
    out.int2(0);
    out.end();
  }
}

function writeExecute(out: Outgoing): void {
  out.begin('E');
  out.cString('');
  out.at = out.buffer.writeInt32BE(0, out.at);
  out.end();
}

function mostOf(plan: Plan): number {
  let most = 1024;
  for (const [id] of plan.streams) most += 3 * id.length + 64;
  for (const { office, key, streamId } of plan.keys.values()) most += 3 * (office.length + key.length + streamId.length) + 128;
  for (const { office, key } of plan.absent) most += 3 * (office.length + key.length) + 16;
  return most;
}

/** All parameters in binary, in the order of the function. */
function writeCall(out: Outgoing, plan: Plan, believed: HeadRow): void {
  const streams = [...plan.streams];
  const opened = streams.filter(([, growth]) => growth.was === -1);
  const moved = streams.filter(([, growth]) => growth.was !== -1);
  const keys = [...plan.keys.values()];
  out.need(mostOf(plan));
  out.begin('B');
  out.cString('');
  out.cString('take');
  out.int2(1);
  out.int2(1);
  out.int2(parameters);
  for (const value of [believed.size, believed.epoch, plan.size, plan.lastUs]) out.bigint(value);
  out.texts(opened, ([id]) => id);
  out.bigints(opened, ([, growth]) => growth.now);
  out.bigints(opened, ([, growth]) => growth.position);
  out.texts(moved, ([id]) => id);
  out.bigints(moved, ([, growth]) => growth.was);
  out.bigints(moved, ([, growth]) => growth.now);
  out.bigints(moved, ([, growth]) => growth.position);
  out.texts(keys, (k) => k.office);
  out.texts(keys, (k) => k.key);
  out.array('bytea', keys, (buffer, at, k) => buffer.write(k.bodyHash, at, 'hex'));
  out.texts(keys, (k) => k.streamId);
  out.bigints(keys, (k) => k.firstPosition);
  out.array('int4', keys, (buffer, at, k) => buffer.writeInt32BE(k.lastPosition - k.firstPosition + 1, at) - at);
  out.bigints(keys, (k) => k.lastRevision);
  out.bigints(keys, (k) => k.recordedAtUs);
  out.texts(plan.absent, (a) => a.office);
  out.texts(plan.absent, (a) => a.key);
  out.int2(0);
  out.end();
  writeExecute(out);
}

function writeRows(out: Outgoing, { rows }: Plan): void {
  out.need(128);
  out.begin('B');
  out.cString('');
  out.cString('take-rows');
  for (let i = 0; i < 3; i += 1) out.int2(0);
  out.end();
  writeExecute(out);
  out.begin('d');
  out.at += copyHeader.copy(out.buffer, out.at);
  for (const row of rows) {
    const most = mostBytes(row) + copyTrailer.length;
    if (out.length >= chunkBytes || !out.has(most)) {
      out.end();
      out.send();
      out.need(5 + most);
      out.begin('d');
    }
    out.at = encodeRow(out.buffer, out.at, row);
  }
  out.at += copyTrailer.copy(out.buffer, out.at);
  out.end();
  out.need(5);
  out.begin('c');
  out.end();
}
