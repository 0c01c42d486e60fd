/** Starts `mingzhang witness` in a process of its own, and asks it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as path from 'node:path';
import { createInterface } from 'node:readline';

export interface RunningWitness {
  readonly process: ChildProcess;
  readonly name: string;
  readonly vkey: string;
  readonly url: string;
  kill(): Promise<void>;
}

export const spawnWitness = (args: readonly string[]): ChildProcess =>
  spawn(process.execPath, ['-r', path.join(__dirname, '..', 'support', 'typescript-child.cjs'), path.join(__dirname, 'witness-child.ts'), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });

export async function startWitness(args: readonly string[]): Promise<RunningWitness> {
  const child = spawnWitness([...args, '--port', '0', '--json']);
  const first = once(createInterface({ input: child.stdout as NonNullable<typeof child.stdout> }), 'line') as Promise<[string]>;
  const [line] = await Promise.race([first, once(child, 'exit').then(([code]) => { throw new Error(`the witness ended with ${String(code)}`); })]);
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return { process: child, kill, ...(JSON.parse(line) as { name: string; vkey: string; url: string }) };
}
