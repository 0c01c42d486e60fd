/** A database server and services on it, real processes all, to be killed one at a time and brought back. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Client, Pool } from 'pg';
import { startEmbedded, type Embedded } from '../../src/postgres/embedded';
import { migrate } from '../../src/postgres/migrate';
import { temporaryFolder } from '../support/running-service';
import { Wire } from '../support/wire';

const root = path.resolve(__dirname, '..', '..');

export interface Server {
  readonly folder: string;
  url(database: string): string;
  pid(): number;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  remove(): Promise<void>;
}

/** On real flushes: what is answered must have reached the disk. `place`: where its folder is made. */
export async function startServer(place: () => string = temporaryFolder, settings: Readonly<Record<string, string>> = {}): Promise<Server> {
  const folder = place();
  let server: Embedded | undefined;
  const start = async (): Promise<void> => {
    server = await startEmbedded({ dataDir: path.join(folder, 'server'), say: () => undefined, settings: { fsync: 'on', max_connections: '200', ...settings } });
  };
  await start();
  const stop = async (): Promise<void> => server?.stop();
  return {
    folder, start, stop,
    url: (database) => (server?.url ?? '').replace(/[^/]*$/, database),
    pid: () => server?.pid ?? 0,
    kill: async () => {
      process.kill(server?.pid ?? 0, 'SIGKILL');
      await start();
    },
    remove: async () => {
      await stop();
      fs.rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function freshOn(server: Server, name: string): Promise<Pool> {
  const owner = new Client({ connectionString: server.url('postgres') });
  await owner.connect();
  await owner.query(`CREATE DATABASE ${name}`);
  await owner.end();
  await migrate(server.url(name));
  const pool = new Pool({ connectionString: server.url(name), max: 3 });
  // The server is killed under it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => { client.on('error', () => undefined); });
  return pool;
}

/** One service, behind a line of its own to the database. */
export class RunningPart {
  private child: ChildProcess | undefined;
  private door: string | undefined;
  private said = '';
  private expected = true;
  private coming: Promise<void> | undefined;

  constructor(readonly name: string, readonly roles: string, readonly wire: Wire, private readonly environment: NodeJS.ProcessEnv) {}

  get url(): string | undefined {
    return this.door;
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Resolves when it serves; it may be killed before that and begun again. */
  start(): Promise<void> {
    this.said = '';
    const child = spawn(process.execPath, [path.join(root, 'dist', 'src', 'main.js')], { cwd: root, env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child = child;
    this.expected = false;
    this.coming = new Promise((resolve, reject) => {
      const hear = (bytes: Buffer): void => {
        this.said += bytes.toString();
        const url = /明账 is at (http:\S+)/.exec(this.said)?.[1];
        if (url === undefined || this.door !== undefined || this.child !== child) return;
        this.door = url.replace('localhost', '127.0.0.1');
        resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('exit', (code, signal) => {
        this.door = undefined;
        if (this.expected) return;
        // While the database is away a start fails in one line, as it should; whoever runs it starts it again.
        if (/^mingzhang: /m.test(this.said) || signal !== null) {
          this.start().then(resolve, reject);
          return;
        }
        reject(new Error(`${this.name} ended (${String(code ?? signal)}): ${this.said.slice(-2_000)}`));
      });
    });
    this.coming.catch(() => undefined);
    return this.coming;
  }

  up(): Promise<void> {
    return this.coming ?? Promise.reject(new Error('not started'));
  }

  signal(name: NodeJS.Signals): void {
    this.child?.kill(name);
  }

  /** Killed, and at once begun again. */
  async killed(): Promise<void> {
    const { child } = this;
    this.expected = true;
    this.door = undefined;
    const gone = new Promise<void>((resolve) => child?.once('exit', () => { resolve(); }));
    child?.kill('SIGKILL');
    await gone;
    void this.start();
  }

  async ended(): Promise<number | null> {
    const { child } = this;
    this.expected = true;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    return gone;
  }

  /** Leaves nothing running, however it went. */
  abandon(): void {
    this.expected = true;
    this.child?.kill('SIGKILL');
    this.wire.close();
  }
}

let built = false;

export async function startParts(server: Server, database: string, roles: readonly string[]): Promise<RunningPart[]> {
  if (!built) execFileSync(process.execPath, [path.join(root, 'bin', 'build.js')], { stdio: 'ignore' });
  built = true;
  const keyFile = path.join(server.folder, 'master.key');
  if (!fs.existsSync(keyFile)) fs.writeFileSync(keyFile, `1 ${randomBytes(32).toString('hex')}\n`, { mode: 0o600 });
  const parts: RunningPart[] = [];
  for (const [number, each] of roles.entries()) {
    const name = `${each.replace(',', '-')}-${String(number)}`;
    const wire = new Wire(new URL(server.url(database)));
    const environment = {
      PATH: process.env['PATH'], PORT: '0', HOST: '127.0.0.1', MINGZHANG_DEMO: 'off', MINGZHANG_ROLES: each, MASTER_KEY_FILE: keyFile,
      DATA_DIR: path.join(server.folder, `${database}-${name}`), DATABASE_URL: await wire.open(server.url(database)),
    };
    parts.push(new RunningPart(name, each, wire, environment));
  }
  await Promise.all(parts.map((part) => part.start()));
  return parts;
}
