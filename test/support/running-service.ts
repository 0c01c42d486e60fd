/** Runs `mingzhang start` as a process of its own, as a person would, and tells what it said and how it ended. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = path.resolve(__dirname, '..', '..');
const program = path.join(root, 'bin', 'mingzhang.js');

export interface RunningService {
  readonly url: string;
  readonly process: ChildProcess;
  /** Everything said so far, both streams. */
  said(): string;
  /** Sends the signal and waits for the end: exit code, or the signal it died of. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** A folder every account may enter, removed by the caller. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-run-'));
  fs.chmodSync(folder, 0o755);
  return folder;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings of whoever runs the tests must not leak in. */
const cleanEnvironment = (extra: Environment): NodeJS.ProcessEnv => {
  const own = Object.entries(process.env).filter(([name]) => !/^(MINGZHANG_|PORT$|HOST$|DATA_DIR$|DATABASE_URL$|EVENT_STORE$|MASTER_KEY_FILE$)/.test(name));
  return { ...Object.fromEntries(own), PORT: '0', MINGZHANG_DEMO: 'off', ...extra };
};

/** A command that answers and ends. */
export async function runMingzhang(args: readonly string[], environment: Environment = {}): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [program, ...args], { env: cleanEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number>((resolve) => child.once('close', (status) => { resolve(status ?? -1); }));
  return { code, said };
}

/** As README says it: the process is npm's, the service its child. */
export const startByNpm = (environment: Environment): Promise<RunningService> => startService(environment, ['npm', 'start']);

/** The whole run builds first; a single file run by itself must not count the build as part of the start. */
let built = false;
function buildOnce(): void {
  if (!built) execFileSync(process.execPath, [path.join(root, 'bin', 'build.js')], { stdio: 'ignore' });
  built = true;
}

export async function startService(environment: Environment, command: readonly string[] = [process.execPath, program, 'start']): Promise<RunningService> {
  buildOnce();
  const child = spawn(String(command[0]), command.slice(1), { cwd: root, env: cleanEnvironment(environment), stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let ended: number | NodeJS.Signals | undefined;
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const end = new Promise<number | NodeJS.Signals>((resolve) => child.once('exit', (code, signal) => { resolve((ended = code ?? signal ?? -1)); }));
  for (let waited = 0; waited < 50_000; waited += 50) {
    const url = /明账 is at (http:\S+)/.exec(said)?.[1];
    if (url) return { url, process: child, said: () => said, end: (signal) => { child.kill(signal); return end; } };
    if (ended !== undefined) throw new Error(`the service ended (${String(ended)}) before it served: ${said}`);
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`the service did not serve in time: ${said}`);
}
