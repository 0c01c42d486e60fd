/** Brings a whole service up in order (folder, database, tables, HTTP) and takes it down in reverse. */
import * as fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Client, Pool } from 'pg';
import { asOurs } from './api/http';
import { AppModule, type Ground } from './app.module';
import type { Config } from './config';
import { holdData, holderOf, type DataLock } from './data-lock';
import { errorShape, makeLogger, nestLogger, type Logger } from './log';
import { startEmbedded } from './postgres/embedded';
import { heard } from './postgres/heard-pool';
import { migrate } from './postgres/migrate';
import { poolsTransactions } from './postgres/pooler';
import { missingRoles, serverVersion } from './postgres/server-check';
import { checkMasterKeys } from './vault/key-check';
import { loadMasterKeys } from './vault/keys';

export interface ServeOptions {
  /** One line for a person. */
  readonly say: (line: string) => void;
  /** Aborted = stop as soon as the step in hand is done. */
  readonly signal: AbortSignal;
  /** The database went away for good: the service cannot go on. */
  readonly onLost: (why: string) => void;
}

export interface Service {
  readonly url: string;
  readonly app: NestExpressApplication;
  readonly ground: Ground;
  readonly log: Logger;
  stop(): Promise<void>;
}

/** Asked to stop while still starting. */
export class StoppedEarly extends Error {}

/** What is up so far, taken down last first; one failing does not keep the others up. */
class Standing {
  private readonly parts: { readonly name: string; readonly down: () => Promise<void> | void }[] = [];
  constructor(private readonly signal: AbortSignal, private readonly log: Logger) {}

  add(name: string, down: () => Promise<void> | void): void {
    this.parts.push({ name, down });
    if (this.signal.aborted) throw new StoppedEarly();
  }

  async takeDown(): Promise<void> {
    for (let part = this.parts.pop(); part; part = this.parts.pop()) {
      try {
        await part.down();
      } catch (error) {
        this.log.error({ part: part.name, error: errorShape(error) }, 'could not be stopped cleanly');
      }
    }
  }
}

async function database(config: Config, standing: Standing, options: ServeOptions): Promise<string> {
  if (config.databaseUrl !== undefined) return config.databaseUrl;
  const { say, onLost } = options;
  const embedded = await startEmbedded({ dataDir: config.dataDir, say, onLost });
  standing.add('database', () => embedded.stop());
  return embedded.url;
}

/** Refused or warned about now, in one line, instead of failing somewhere later. */
async function checkServer(config: Config, url: string, say: (line: string) => void): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  // Lost between two questions, it is told by the next; without a listener it would end the process instead of the start.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (cause) {
    throw new Error(`the database does not answer (${(cause as NodeJS.ErrnoException).code ?? 'no code'}): check DATABASE_URL and that the server runs`, { cause });
  }
  try {
    const version = await serverVersion(client);
    if (version < 15) throw new Error(`PostgreSQL ${String(version)} is too old: 15 or later is needed`);
    if (await poolsTransactions(client, url)) throw new Error('DATABASE_URL leads to a pooler that shares sessions between transactions (PgBouncer in transaction mode): set it to the server itself, or use session mode');
    await migrate(url);
    const missing = await missingRoles(client);
    if (missing.length === 0) return;
    const line = `the database roles ${missing.join(', ')} are missing and could not be made`;
    if (config.profile === 'production') throw new Error(`${line}: production needs them; let the database's owner create them`);
    say(`Warning: ${line}; the ledger is guarded by triggers only`);
  } finally {
    await client.end();
  }
}

/** Longer than anything here thinks between two statements. */
const SILENT_MS = 30_000;
const closeConnectionsAfterMs = 5_000;

/** Requests in hand are finished; who holds a line open longer is cut. */
async function closeApp(app: NestExpressApplication): Promise<void> {
  const cut = setTimeout(() => { app.getHttpServer().closeAllConnections(); }, closeConnectionsAfterMs);
  try {
    await app.close();
  } finally {
    clearTimeout(cut);
  }
}

async function listen(app: NestExpressApplication, config: Config): Promise<string> {
  try {
    await app.listen(config.port, config.host);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new Error(`port ${String(config.port)} is taken: set PORT to another, or to 0 for any`, { cause });
    throw cause;
  }
  const { port } = app.getHttpServer().address() as AddressInfo;
  const host = ['0.0.0.0', '::', '127.0.0.1'].includes(config.host) ? 'localhost' : config.host;
  return `http://${host}:${String(port)}`;
}

/** One that was just told to stop needs a moment: waited for, then refused. */
async function holdDataPatiently(dataDir: string): Promise<DataLock> {
  for (let waited = 0; waited < 3_000 && holderOf(dataDir); waited += 100) await sleep(100);
  return holdData(dataDir);
}

async function bringUp(config: Config, standing: Standing, options: ServeOptions, log: Logger): Promise<Omit<Service, 'stop'>> {
  fs.mkdirSync(config.dataDir, { recursive: true, mode: 0o711 });
  const lock = await holdDataPatiently(config.dataDir);
  standing.add('folder', () => { lock.release(); });
  const databaseUrl = await database(config, standing, options);
  await checkServer(config, databaseUrl, options.say);
  // A process that was stopped in the middle of a transaction holds up those of the other processes: the server ends it.
  const pool = new Pool({ connectionString: databaseUrl, max: 20, idle_in_transaction_session_timeout: SILENT_MS });
  // Once the pool is ending, connections are meant to go.
  heard(pool, (error) => { if (!pool.ending) log.warn({ error: errorShape(error) }, 'a database connection was lost'); });
  standing.add('pool', () => pool.end());
  await checkMasterKeys(pool, loadMasterKeys({ file: config.masterKeyFile, dataDir: config.dataDir, profile: config.profile }));
  const ground: Ground = { config, pool, databaseUrl };
  const app = await NestFactory.create<NestExpressApplication>(AppModule.on(ground), { bodyParser: false, abortOnError: false, logger: nestLogger(log) });
  standing.add('application', () => closeApp(app));
  asOurs(app, log);
  const url = await listen(app, config);
  lock.note({ url, ...(config.databaseUrl === undefined ? { databaseUrl } : {}) });
  return { url, app, ground, log };
}

export async function serve(config: Config, options: ServeOptions): Promise<Service> {
  const log = makeLogger(config.profile);
  const standing = new Standing(options.signal, log);
  try {
    const up = await bringUp(config, standing, options, log);
    if (options.signal.aborted) throw new StoppedEarly();
    return { ...up, stop: () => standing.takeDown() };
  } catch (error) {
    await standing.takeDown();
    throw error;
  }
}
