/** A line between a client and its server that can be cut in the middle: at the next message of either side, after a number of bytes, or dead. */
import * as net from 'node:net';

type Way = 'request' | 'answer';

export class Wire {
  /** Cuts once when told, before the server has had the message or before the client has had the answer. */
  cut: Way | 'never' = 'never';
  /** Refuse new connections. */
  dead = false;
  /** Only connections of this `application_name`; undefined: all. */
  only: string | undefined;
  /** Passes so many bytes of requests on from now and then none, the line staying up, until `release`. */
  stallAfterBytes: number | undefined;
  readonly stalled: Promise<void>;
  private stalling: () => void = () => undefined;
  private held: { readonly far: net.Socket; readonly bytes: Buffer }[] = [];
  private readonly sockets = new Set<net.Socket>();
  private readonly server: net.Server;

  constructor(target: URL) {
    this.stalled = new Promise((resolve) => (this.stalling = resolve));
    this.server = net.createServer((near) => {
      if (this.dead) {
        near.destroy();
        return;
      }
      this.join(near, net.connect(Number(target.port), target.hostname));
    });
  }

  private join(near: net.Socket, far: net.Socket): void {
    const both = [near, far];
    let name: string | undefined;
    const end = (): void => both.forEach((socket) => {
      this.sockets.delete(socket);
      socket.destroy();
    });
    for (const socket of both) {
      this.sockets.add(socket);
      socket.on('error', end).on('close', end);
    }
    const cuts = (way: Way): boolean => this.cut === way && (this.only === undefined || name === this.only);
    near.on('data', (bytes) => {
      name ??= /application_name\0([^\0]*)/.exec(bytes.toString('latin1'))?.[1];
      if (cuts('request')) this.now(end);
      else this.pass(far, bytes);
    });
    far.on('data', (bytes) => {
      if (cuts('answer')) this.now(end);
      else near.write(bytes);
    });
  }

  private pass(far: net.Socket, bytes: Buffer): void {
    if (this.stallAfterBytes === undefined) {
      far.write(bytes);
      return;
    }
    const passed = bytes.subarray(0, this.stallAfterBytes);
    this.stallAfterBytes -= passed.length;
    if (passed.length > 0) far.write(passed);
    if (passed.length === bytes.length) return;
    this.held.push({ far, bytes: bytes.subarray(passed.length) });
    this.stalling();
  }

  /** What was held back goes on its way, as from a process that was asleep. */
  release(): void {
    this.stallAfterBytes = undefined;
    for (const { far, bytes } of this.held.splice(0)) far.write(bytes);
  }

  private now(end: () => void): void {
    this.cut = 'never';
    end();
  }

  async open(url: string): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const through = new URL(url);
    through.hostname = '127.0.0.1';
    through.port = String((this.server.address() as net.AddressInfo).port);
    return through.href;
  }

  /** Whether the server knows one of our lines by this port. */
  holds(port: number): boolean {
    return [...this.sockets].some((socket) => socket.localPort === port);
  }

  /** Every line up now. */
  cutAll(): void {
    this.sockets.forEach((socket) => socket.destroy());
  }

  close(): void {
    this.cutAll();
    this.server.close();
  }
}
