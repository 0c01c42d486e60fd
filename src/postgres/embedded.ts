/** Runs the embedded PostgreSQL: makes the cluster once, starts it, finds it again after a crash, stops it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import * as net from 'node:net';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { canEnter, outsideFolder, programsFor, serverAccount, tiedToUs, type Account } from './binaries';
import { clearOrphan } from './orphan';

export interface EmbeddedOptions {
  /** DATA_DIR: the cluster, its password and its port live here. */
  readonly dataDir: string;
  /** One line for a person, where something is not as one would expect. */
  readonly say: (line: string) => void;
  /** Extra server settings; tests turn fsync off. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called when the server ends without being asked to. */
  readonly onLost?: (why: string) => void;
}

export interface Embedded {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Where the cluster stands; not below dataDir when the server's account cannot enter that. */
  readonly folder: string;
  stop(): Promise<void>;
}

interface Place {
  readonly account: Account | undefined;
  readonly programs: string;
  readonly home: string;
  readonly cluster: string;
  readonly password: string;
}

const databaseUser = 'mingzhang';
const databaseName = 'mingzhang';

/** Error messages of the server quote rows; none of that may reach a log file. `log` leaves out errors, keeps start, stop and fatal ones. */
const quietLog = { log_min_error_statement: 'panic', log_error_verbosity: 'terse', log_statement: 'none', log_min_messages: 'log' };

function own(account: Account | undefined, file: string): void {
  if (account) fs.chownSync(file, account.uid, account.gid);
}

function chooseHome(dataDir: string, account: Account | undefined, say: (line: string) => void): string {
  if (!fs.existsSync(dataDir)) {
    fs.mkdirSync(dataDir, { recursive: true });
    fs.chmodSync(dataDir, 0o711);
  }
  if (canEnter(account, dataDir)) return path.join(dataDir, 'postgres');
  const mark = createHash('sha256').update(fs.realpathSync(dataDir)).digest('hex').slice(0, 12);
  const home = path.join(outsideFolder(`mingzhang-data-${mark}`), 'postgres');
  say(`user ${String(account?.name)} cannot enter ${dataDir}: the database is kept in ${home}`);
  return home;
}

function passwordOf(dataDir: string): string {
  const file = path.join(dataDir, 'keys', 'postgres-password');
  if (fs.existsSync(file)) return fs.readFileSync(file, 'utf8').trim();
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  fs.writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  return fs.readFileSync(file, 'utf8').trim();
}

function prepare(options: EmbeddedOptions): Place {
  const account = serverAccount();
  const home = chooseHome(path.resolve(options.dataDir), account, options.say);
  const programs = programsFor(account, options.say);
  if (!fs.existsSync(home)) fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  own(account, home);
  return { account, programs, home, cluster: path.join(home, 'cluster'), password: passwordOf(path.resolve(options.dataDir)) };
}

/** Built beside its final name and renamed, so that a crash in the middle leaves no half-made cluster. */
function makeCluster(place: Place, fast: boolean): void {
  const partial = path.join(place.home, 'cluster-in-making');
  const passwordFile = path.join(place.home, 'password-for-initdb');
  fs.rmSync(partial, { recursive: true, force: true });
  fs.writeFileSync(passwordFile, place.password, { mode: 0o600 });
  own(place.account, passwordFile);
  const made = spawnSync(path.join(place.programs, 'initdb'), [
    `--pgdata=${partial}`, `--username=${databaseUser}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--data-checksums',
    '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--set', 'timezone=UTC', '--set', 'log_timezone=UTC',
    ...(fast ? ['--no-sync'] : []),
  ], { encoding: 'utf8', cwd: place.home, env: { ...process.env, TZ: 'UTC' }, ...(place.account ? { uid: place.account.uid, gid: place.account.gid } : {}) });
  fs.rmSync(passwordFile, { force: true });
  if (made.status !== 0) throw new Error(`PostgreSQL could not make its folder ${partial}: ${(made.error?.message ?? made.stderr).trim()}`);
  fs.renameSync(partial, place.cluster);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer().once('error', () => { resolve(false); });
    probe.listen(port, '127.0.0.1', () => probe.close(() => { resolve(true); }));
  });
}

function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => { resolve(port); });
    });
  });
}

/** The port of last time if it is still free, so that a noted URL stays good. */
async function choosePort(home: string): Promise<number> {
  const file = path.join(home, 'port');
  const last = fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : 0;
  const port = last > 0 && (await isFree(last)) ? last : await anyFreePort();
  fs.writeFileSync(file, `${String(port)}\n`);
  return port;
}

/** Detached: Ctrl-C goes to our process group only, and we stop the server after everything that uses it. */
function launch(place: Place, port: number, settings: Readonly<Record<string, string>>): ChildProcess {
  const log = path.join(place.home, 'server.log');
  const tie = tiedToUs(place.account);
  const settled = { ...quietLog, ...settings, port: String(port), listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC' };
  const words = [...tie, path.join(place.programs, 'postgres'), '-D', place.cluster, ...Object.entries(settled).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const output = fs.openSync(log, 'w', 0o600);
  try {
    const as = place.account && tie.length === 0 ? { uid: place.account.uid, gid: place.account.gid } : {};
    return spawn(String(words[0]), words.slice(1), { detached: true, stdio: ['ignore', output, output], cwd: place.home, env: { ...process.env, TZ: 'UTC' }, ...as });
  } finally {
    fs.closeSync(output);
  }
}

const logTail = (home: string): string => fs.readFileSync(path.join(home, 'server.log'), 'utf8').trim().split('\n').slice(-3).join(' | ');

/** The server writes `ready` into its pid file when it takes connections; crash recovery may take a while before. */
async function untilReady(child: ChildProcess, place: Place): Promise<void> {
  let failed: Error | undefined;
  child.once('error', (error) => (failed = error));
  const pidFile = path.join(place.cluster, 'postmaster.pid');
  for (let waited = 0; waited < 300_000; waited += 20) {
    if (failed) throw failed;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`PostgreSQL did not start: ${logTail(place.home)}`);
    const lines = fs.existsSync(pidFile) ? fs.readFileSync(pidFile, 'utf8').split('\n') : [];
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return;
    await sleep(20);
  }
  throw new Error(`PostgreSQL was not ready within five minutes: ${logTail(place.home)}`);
}

async function startOnce(place: Place, settings: Readonly<Record<string, string>>): Promise<{ child: ChildProcess; port: number }> {
  await clearOrphan(place.cluster);
  const port = await choosePort(place.home);
  const child = launch(place, port, settings);
  await untilReady(child, place);
  return { child, port };
}

/** After a crash the dead server's last backends may hold its memory for a moment: tried three times. */
async function startPatiently(place: Place, settings: Readonly<Record<string, string>>): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(place, settings);
    } catch (error) {
      if (attempt === 3) throw error;
      await sleep(400 * attempt);
    }
  }
}

async function makeDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url.replace(/\/[^/]*$/, '/postgres') });
  await client.connect();
  try {
    const found = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (found.rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}

/** SIGINT is PostgreSQL's fast shutdown: clients are cut, everything is flushed. */
async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => { resolve(); }));
  child.kill('SIGINT');
  const hard = setTimeout(() => child.kill('SIGQUIT'), 30_000);
  await ended;
  clearTimeout(hard);
}

export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const place = prepare(options);
  if (!fs.existsSync(place.cluster)) makeCluster(place, options.settings?.['fsync'] === 'off');
  const { child, port } = await startPatiently(place, options.settings ?? {});
  const url = `postgresql://${databaseUser}:${place.password}@127.0.0.1:${String(port)}/${databaseName}`;
  let asked = false;
  child.once('exit', () => {
    if (!asked) options.onLost?.(logTail(place.home));
  });
  const stop = async (): Promise<void> => {
    asked = true;
    await stopServer(child);
  };
  try {
    await makeDatabase(url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, port, pid: Number(child.pid), folder: place.home, stop };
}
