/** The door of a witness: plain HTTP, what tlog-witness asks for and a page for a person. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { noteText, vkeyText } from './note';
import type { Cosigner } from './signer';
import { REQUEST_BYTES, type Witness } from './witness';
import { originHash, type WitnessMemory } from './witness-memory';

const REQUEST_MS = 10_000;
const KEPT_ALIVE_MS = 60_000;
const CONNECTIONS = 200;
const PLAIN = 'text/plain; charset=utf-8';

export interface Door {
  readonly witness: Witness;
  readonly memory: WitnessMemory;
  readonly cosigner: Pick<Cosigner, 'key'>;
  /** Before every path; empty, or begins with a slash and does not end with one. */
  readonly prefix: string;
  /** Hears of what nobody foresaw, such as a disk that is full. */
  readonly failed: (error: unknown) => void;
}

export interface OpenDoor {
  readonly port: number;
  close(): Promise<void>;
}

interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const TOO_LARGE: Reply = { status: 413, body: `a request has at most ${String(REQUEST_BYTES)} bytes\n`, headers: { connection: 'close' } };

/** Undefined where it is larger than any honest request. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  // What is left unread must not cut the answer off.
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > REQUEST_BYTES) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** For the person who runs it, and whoever telephones to compare. */
function page({ cosigner, memory }: Door): string {
  const seen = memory.all().map(({ checkpoint, atSeconds, note }) => `${checkpoint.origin}\n  ${String(checkpoint.size)} entries, root ${checkpoint.root.toString('base64')}\n  seen ${new Date(atSeconds * 1_000).toISOString()}, ${String(note.signatures.length)} signatures; ${originHash(checkpoint.origin)}/checkpoint`);
  return [`Witness ${cosigner.key.name}`, vkeyText(cosigner.key), '', ...(seen.length > 0 ? seen : ['Nothing seen yet.']), ''].join('\n');
}

async function replyTo(door: Door, request: IncomingMessage): Promise<Reply> {
  const [path = ''] = (request.url ?? '').split('?');
  if (!path.startsWith(`${door.prefix}/`)) return { status: 404, body: 'not here\n' };
  const rest = path.slice(door.prefix.length + 1);
  if (rest === 'add-checkpoint') {
    if (request.method !== 'POST') return { status: 405, body: 'POST a checkpoint\n', headers: { allow: 'POST' } };
    if (Number(request.headers['content-length'] ?? 0) > REQUEST_BYTES) return TOO_LARGE;
    const body = await bodyOf(request);
    return body ? door.witness.add(body) : TOO_LARGE;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, body: 'GET what was seen\n', headers: { allow: 'GET, HEAD' } };
  if (rest === '') return { status: 200, body: page(door) };
  if (rest === 'vkey') return { status: 200, body: `${vkeyText(door.cosigner.key)}\n` };
  const [, hash] = /^([0-9a-f]{64})\/checkpoint$/.exec(rest) ?? [];
  const seen = hash === undefined ? undefined : door.memory.byHash(hash);
  return seen ? { status: 200, body: noteText(seen.note), headers: { 'cache-control': 'no-cache' } } : { status: 404, body: 'nothing seen of that\n' };
}

async function handle(door: Door, request: IncomingMessage, response: ServerResponse): Promise<void> {
  let reply: Reply;
  try {
    reply = await replyTo(door, request);
  } catch (error) {
    // Cut off by the caller: nobody is there to be answered, and nothing went wrong here.
    if (request.destroyed && !request.complete) return;
    door.failed(error);
    reply = { status: 500, body: 'the witness could not keep what it saw, and signed nothing\n' };
  }
  const bytes = Buffer.from(reply.body);
  response.writeHead(reply.status, { 'content-type': reply.type ?? PLAIN, 'content-length': bytes.length, 'x-content-type-options': 'nosniff', ...reply.headers });
  response.end(request.method === 'HEAD' ? undefined : bytes);
}

const closed = (server: Server): Promise<void> => new Promise((resolve) => {
  server.close(() => { resolve(); });
  server.closeIdleConnections();
});

export async function openDoor(door: Door, at: { readonly host: string; readonly port: number }): Promise<OpenDoor> {
  const server = createServer({ requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, keepAliveTimeout: KEPT_ALIVE_MS, connectionsCheckingInterval: 1_000 }, (request, response) => { void handle(door, request, response); });
  server.maxConnections = CONNECTIONS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at.port, at.host, resolve);
  });
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}
