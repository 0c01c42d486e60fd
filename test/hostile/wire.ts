/** HTTP byte by byte over a socket of its own, so that a test may send what no client library would, and see what became of the connection. */
import { connect, type Socket } from 'node:net';

export interface WireRequest {
  /** Head and body, exactly as they go out. */
  readonly head: string;
  readonly body?: Buffer;
  /** Only so many bytes of the body are sent; then the sender says no more. */
  readonly cutAt?: number;
  readonly method: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
  /** Neither side said that this was the last exchange of the connection. */
  readonly keptOpen: boolean;
}

/** Answers of this size are a flood. */
const ANSWER_BYTES_MAX = 48 * 1_048_576;
const PATIENCE_MS = 30_000;

const HEAD_END = Buffer.from('\r\n\r\n');

interface Head {
  readonly status: number;
  readonly headers: Map<string, string>;
  readonly bodyFrom: number;
}

function headOf(bytes: Buffer): Head | undefined {
  const end = bytes.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(first)?.[1]);
  if (!status) throw new Error(`no HTTP answer: ${first.slice(0, 80)}`);
  const headers = new Map(lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
  // What was said before the real answer (100 Continue) is passed over.
  if (status >= 200) return { status, headers, bodyFrom: end + 4 };
  const real = headOf(bytes.subarray(end + 4));
  return real && { ...real, bodyFrom: real.bodyFrom + end + 4 };
}

/** The chunks put together once the last has come; undefined while it has not. */
function dechunked(bytes: Buffer): Buffer | undefined {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const line = bytes.indexOf('\r\n', at);
    if (line < 0) return undefined;
    const size = parseInt(bytes.toString('latin1', at, line), 16);
    if (size === 0) return bytes.length >= line + 4 ? Buffer.concat(parts) : undefined;
    if (bytes.length < line + 2 + size + 2) return undefined;
    parts.push(bytes.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
}

/** The body, where all of it is there; `ended` says that nothing more will come. */
function bodyOf(bytes: Buffer, head: Head, method: string, ended: boolean): Buffer | undefined {
  const rest = bytes.subarray(head.bodyFrom);
  const { status, headers } = head;
  if (method === 'HEAD' || status === 204 || status === 304) return Buffer.alloc(0);
  // A stream of events has no end: what came with its head is looked at.
  if (headers.get('content-type')?.startsWith('text/event-stream') === true) return rest;
  if (headers.get('transfer-encoding') === 'chunked') return dechunked(rest) ?? (ended ? rest : undefined);
  const length = headers.get('content-length');
  if (length !== undefined) return rest.length >= Number(length) ? rest.subarray(0, Number(length)) : ended ? rest : undefined;
  return ended ? rest : undefined;
}

function put(socket: Socket, { head, body, cutAt }: WireRequest): void {
  socket.write(head, 'latin1');
  if (body) socket.write(cutAt === undefined ? body : body.subarray(0, cutAt));
  if (cutAt !== undefined) socket.end();
}

/** One exchange on a socket that is open. Undefined where the server closed without an answer. */
function exchange(socket: Socket, request: WireRequest): Promise<WireAnswer | undefined> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0);
    let parts: Buffer[] = [];
    const finish = (outcome: WireAnswer | undefined | Error): void => {
      clearTimeout(timer);
      socket.off('data', onData).off('close', onClose).off('error', onClose);
      if (outcome instanceof Error) reject(outcome);
      else resolve(outcome);
    };
    const timer = setTimeout(() => { finish(new Error(`no answer within ${String(PATIENCE_MS / 1000)} s`)); }, PATIENCE_MS);
    const look = (ended: boolean): void => {
      if (parts.length > 0) bytes = Buffer.concat([bytes, ...parts]);
      parts = [];
      const head = headOf(bytes);
      const body = head && bodyOf(bytes, head, request.method, ended);
      if (head && body) finish({ status: head.status, headers: head.headers, body, keptOpen: !ended && head.headers.get('connection')?.toLowerCase() !== 'close' });
      else if (ended) finish(head ? new Error('the answer was cut') : undefined);
    };
    let held = 0;
    const onData = (chunk: Buffer): void => {
      parts.push(chunk);
      held += chunk.length;
      if (held > ANSWER_BYTES_MAX) finish(new Error('the answer never ends'));
      else look(false);
    };
    const onClose = (): void => { look(true); };
    socket.on('data', onData).once('close', onClose).once('error', onClose);
    put(socket, request);
  });
}

export interface Exchanged {
  readonly answer: WireAnswer | undefined;
  /** Status of a plain request sent after it on the same connection, where that was left open. */
  readonly after: number | undefined;
}

/** Sends one request and, where the connection was left open, a plain one behind it. */
export async function speak(port: number, request: WireRequest): Promise<Exchanged> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.setNoDelay(true);
  try {
    await new Promise<void>((resolve, reject) => { socket.once('connect', resolve).once('error', reject); });
    const answer = await exchange(socket, request);
    if (!answer?.keptOpen || request.cutAt !== undefined || answer.headers.get('content-type')?.startsWith('text/event-stream') === true) return { answer, after: undefined };
    const plain = await exchange(socket, { method: 'GET', head: 'GET /health/live HTTP/1.1\r\nHost: local\r\n\r\n' });
    return { answer, after: plain?.status };
  } finally {
    socket.destroy();
  }
}
