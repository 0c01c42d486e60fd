/** The embedded PostgreSQL through the life and sudden death of the service, with real processes and fsync on. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { runMingzhang, startByNpm, startService, temporaryFolder, type RunningService } from '../support/running-service';

jest.setTimeout(180_000);

let folder: string;
let services: RunningService[];

beforeEach(() => {
  folder = temporaryFolder();
  services = [];
});

afterEach(async () => {
  for (const service of services) if (service.process.exitCode === null && service.process.signalCode === null) await service.end('SIGTERM');
  for (const pid of serversIn(folder)) process.kill(pid, 'SIGKILL');
  await until(() => serversIn(folder).length === 0);
  fs.rmSync(folder, { recursive: true, force: true });
});

const dataDir = (): string => path.join(folder, 'data');

async function start(environment: Record<string, string> = {}): Promise<RunningService> {
  const service = await startService({ DATA_DIR: dataDir(), ...environment });
  services.push(service);
  return service;
}

/** Postmasters and their backends work inside the cluster's folder. */
function serversIn(place: string): number[] {
  const pids = fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`).startsWith(`${place}/`);
    } catch {
      return false; // Gone meanwhile, or another user's.
    }
  }).map(Number);
}

async function until(done: () => boolean, ms = 15_000): Promise<void> {
  for (let waited = 0; waited < ms && !done(); waited += 50) await sleep(50);
}

const databaseUrl = (): string => (JSON.parse(fs.readFileSync(path.join(dataDir(), 'service.json'), 'utf8')) as { databaseUrl: string }).databaseUrl;

async function ask<T extends object>(statement: string): Promise<T[]> {
  const client = new Client({ connectionString: databaseUrl() });
  await client.connect();
  try {
    return (await client.query<T>(statement)).rows;
  } finally {
    await client.end();
  }
}

const remember = async (n: number): Promise<unknown> => ask(`create table if not exists kept (n int); insert into kept values (${n})`);
const remembered = async (): Promise<number[]> => (await ask<{ n: number }>('select n from kept order by n')).map((row) => row.n);

const postmaster = (): number => Number(fs.readFileSync(path.join(dataDir(), 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]);

/** A PATH on which the tool that ties the server to us is not found, as on other systems. */
function withoutTie(): Record<string, string> {
  const bin = path.join(folder, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  return { PATH: bin };
}

describe('a clean stop', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('on %s leaves no process and no pid file, exits 0, and the next start finds the data and the port again', async (signal) => {
    const service = await start();
    await remember(1);
    const url = databaseUrl();
    const ended = await service.end(signal);
    // What it said tells why, where it did not end well.
    expect({ ended, said: ended === 0 ? '' : service.said() }).toEqual({ ended: 0, said: '' });
    expect(serversIn(folder)).toEqual([]);
    expect(fs.existsSync(path.join(dataDir(), 'postgres', 'cluster', 'postmaster.pid'))).toBe(false);
    expect(fs.existsSync(path.join(dataDir(), 'service.json'))).toBe(false);
    await start();
    expect(databaseUrl()).toBe(url);
    expect(await remembered()).toEqual([1]);
  });
});

describe('kill -9 of the service', () => {
  it('takes the server with it, and the next start has every committed row', async () => {
    const service = await start();
    await remember(7);
    expect(await service.end('SIGKILL')).toBe('SIGKILL');
    await until(() => serversIn(folder).length === 0);
    expect(serversIn(folder)).toEqual([]);
    await start();
    expect(await remembered()).toEqual([7]);
  });

  it('with a server that lives on: the next start stops the orphan and takes over', async () => {
    const service = await start(withoutTie());
    await remember(8);
    const orphan = postmaster();
    await service.end('SIGKILL');
    await sleep(300);
    expect(serversIn(folder)).toContain(orphan);
    await start();
    expect(serversIn(folder)).not.toContain(orphan);
    expect(await remembered()).toEqual([8]);
  });

  it('and of the server: the next start recovers at once', async () => {
    const service = await start(withoutTie());
    await remember(9);
    const server = postmaster();
    process.kill(service.process.pid ?? 0, 'SIGKILL');
    process.kill(server, 'SIGKILL');
    await start();
    expect(await remembered()).toEqual([9]);
  });

  it('and a pid file that now names a stranger: the stranger is left alone', async () => {
    const service = await start(withoutTie());
    await remember(10);
    const server = postmaster();
    process.kill(service.process.pid ?? 0, 'SIGKILL');
    process.kill(server, 'SIGKILL');
    await until(() => serversIn(folder).length === 0);
    const pidFile = path.join(dataDir(), 'postgres', 'cluster', 'postmaster.pid');
    const lines = fs.readFileSync(pidFile, 'utf8').split('\n');
    fs.writeFileSync(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    await start();
    expect(await remembered()).toEqual([10]);
  });
});

describe('npm start', () => {
  it.each(['SIGTERM', 'SIGKILL'] as const)('ended by %s to npm alone leaves neither service nor server', async (signal) => {
    const service = await startByNpm({ DATA_DIR: dataDir() });
    services.push(service);
    await service.end(signal);
    await until(() => serversIn(folder).length === 0);
    expect(serversIn(folder)).toEqual([]);
    await until(() => !fs.existsSync(path.join(dataDir(), 'service.json')));
    expect(fs.existsSync(path.join(dataDir(), 'service.json'))).toBe(false);
  });
});

describe('two services', () => {
  it('do not share a folder: the second is refused with one clear line, the first goes on', async () => {
    const service = await start();
    const second = await runMingzhang(['start'], { DATA_DIR: dataDir() });
    expect(second.code).toBe(2);
    expect(second.said).toMatch(/^mingzhang: another service \(process \d+\) already runs on .*\n$/);
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  });

  it('started together on a new folder: one serves, one is refused', async () => {
    const both = await Promise.allSettled([start(), start()]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('the folder', () => {
  it('keeps passwords and keys to their owner', async () => {
    const service = await start();
    await service.end('SIGTERM');
    const keys = fs.readdirSync(path.join(dataDir(), 'keys'));
    expect(keys).toContain('postgres-password');
    expect(keys.filter((name) => (fs.statSync(path.join(dataDir(), 'keys', name)).mode & 0o077) !== 0)).toEqual([]);
  });

  it('below a private home: the database goes where its account can enter, and that is said', async () => {
    const home = path.join(folder, 'private');
    fs.mkdirSync(home, { mode: 0o700 });
    const service = await startService({ DATA_DIR: path.join(home, 'data') });
    services.push(service);
    const moved = /the database is kept in (\S+)/.exec(service.said())?.[1];
    expect(await service.end('SIGTERM')).toBe(0);
    // Only root needs another account for the server.
    if (process.getuid?.() !== 0) expect(moved).toBeUndefined();
    else {
      expect(moved).toMatch(/^\/var\/tmp\/mingzhang-data-/);
      fs.rmSync(path.dirname(String(moved)), { recursive: true });
    }
  });

  it('is made anew when the first start was killed half-way', async () => {
    fs.mkdirSync(path.join(dataDir(), 'postgres', 'cluster-in-making', 'base'), { recursive: true });
    const service = await start();
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  });
});

describe('the server', () => {
  it('listens on this machine only, by password, and its log quotes no data', async () => {
    await start();
    const rows = await ask<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('listen_addresses', 'unix_socket_directories', 'fsync', 'data_checksums', 'password_encryption') order by name`,
    );
    expect(Object.fromEntries(rows.map((row) => [row.name, row.setting]))).toEqual({
      data_checksums: 'on', fsync: 'on', listen_addresses: '127.0.0.1', password_encryption: 'scram-sha-256', unix_socket_directories: '',
    });
    await expect(ask(`select 'Secret-Wang-Xiaoming'::int`)).rejects.toThrow();
    await expect(ask(`do $$ begin raise exception 'boom'; end $$`)).rejects.toThrow();
    const log = fs.readFileSync(path.join(dataDir(), 'postgres', 'server.log'), 'utf8');
    expect(log).not.toContain('Secret-Wang-Xiaoming');
  });

  it('ending by itself ends the service with a word and exit code 2', async () => {
    const service = await start();
    const ended = new Promise((resolve) => service.process.once('exit', resolve));
    process.kill(postmaster(), 'SIGINT');
    expect(await ended).toBe(2);
    expect(service.said()).toContain('The database ended by itself');
  });
});

/** Ctrl-C reaches the whole group of the terminal: the server is not of that group. */
it('Ctrl-C does not reach the server directly', async () => {
  await start();
  const groupOf = (pid: number): string => execFileSync('ps', ['-o', 'pgid=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  expect(groupOf(postmaster())).not.toBe(groupOf(process.pid));
});
