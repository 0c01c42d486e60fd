/** What a connection may cost before it is a request: time to send, size of headers; and the same shape of answer where Node itself says no. */
import { STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ofStatus, problemBody } from './problem';

const HEADERS_MS = 15_000;
/** Longer than the idle time of usual proxies, so that it is they who close. */
const KEEP_ALIVE_MS = 75_000;
/** How often slow senders are looked for. */
const LOOK_MS = 2_000;
const HEADERS_MAX = 200;

const STATUS_OF: Readonly<Record<string, number>> = { HPE_HEADER_OVERFLOW: 431, HPE_CHUNK_EXTENSIONS_OVERFLOW: 413, ERR_HTTP_REQUEST_TIMEOUT: 408 };

/** Bytes of a whole answer, for a connection that has no request to answer with. */
function lastAnswer(status: number): string {
  const body = JSON.stringify(problemBody(ofStatus(status), 'zh'));
  const head = [
    `HTTP/1.1 ${String(status)} ${STATUS_CODES[status] ?? ''}`, 'Content-Type: application/problem+json; charset=utf-8', `Content-Length: ${String(Buffer.byteLength(body))}`,
    'Content-Language: zh', 'X-Content-Type-Options: nosniff', 'Cache-Control: no-store', 'Connection: close', '', '',
  ];
  return head.join('\r\n') + body;
}

/** Before it listens. */
export function limitConnections(server: Server, requestSeconds: number): void {
  server.headersTimeout = Math.min(HEADERS_MS, requestSeconds * 1_000);
  server.requestTimeout = requestSeconds * 1_000;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.maxHeadersCount = HEADERS_MAX;
  // Both are options of its constructor in the types, and read from here when it listens and when a request comes. A missing host is refused by us, in words.
  Object.assign(server, { connectionsCheckingInterval: Math.min(LOOK_MS, requestSeconds * 500), requireHostHeader: false });
  const answering = new WeakMap<Duplex, ServerResponse>();
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    if (response.socket) answering.set(response.socket, response);
    // No other protocol is spoken here; Node reads no further request behind one that asked for it.
    if (request.headers.upgrade !== undefined) response.shouldKeepAlive = false;
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Duplex) => {
    const pending = answering.get(socket);
    const refuse = (): void => { socket.end(lastAnswer(STATUS_OF[error.code ?? ''] ?? 400), () => { socket.destroy(); }); };
    // Nobody is there any more: nothing can be said.
    if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
    // A whole request came before what is wrong: its own answer goes first, or it would be done and look refused.
    else if (pending?.req.complete === true && !pending.writableFinished) pending.once('finish', refuse);
    // Half an answer has left.
    else if (pending?.headersSent === true && !pending.writableFinished) socket.destroy();
    else refuse();
  });
  // What else was sent is read and dropped: a socket nobody reads from never hears that the other side has gone.
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    response.socket?.end(lastAnswer(417));
    request.resume();
  });
  server.on('connect', (_: IncomingMessage, socket: Duplex) => {
    socket.end(lastAnswer(405));
    socket.resume();
  });
}
