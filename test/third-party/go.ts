/** Go with golang.org/x/mod as Debian packages it, where the machine has it: an implementation of notes and trees that shares nothing with ours. */
import { execFile, execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const SOURCES = '/usr/share/gocode';
const ENVIRONMENT = { ...process.env, GOPATH: SOURCES, GO111MODULE: 'off', GOFLAGS: '', CGO_ENABLED: '0' };

/** Why it cannot be had; undefined where it can. */
export function goIsMissing(): string | undefined {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
  } catch {
    return 'go is not installed (Debian: golang-go)';
  }
  return fs.existsSync(path.join(SOURCES, 'src/golang.org/x/mod/sumdb/tlog')) ? undefined : 'golang.org/x/mod is not installed (Debian: golang-golang-x-mod-dev)';
}

/** Builds the walker; answers its file. */
export function buildWalk(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'walk-'));
  execFileSync('go', ['build', '-o', path.join(folder, 'walk'), '.'], { cwd: path.join(__dirname, 'walk'), env: { ...ENVIRONMENT, GOCACHE: path.join(folder, 'cache') }, stdio: ['ignore', 'ignore', 'inherit'] });
  return path.join(folder, 'walk');
}

export const walk = (file: string, args: readonly string[]): Promise<{ code: number; said: string }> =>
  new Promise((resolve) => {
    execFile(file, [...args], (error, stdout, stderr) => { resolve({ code: error ? Number(error.code ?? 1) : 0, said: stdout + stderr }); });
  });
