/** One service per DATA_DIR: a file that names the process holding it, and where its doors are. */
import * as fs from 'node:fs';
import * as path from 'node:path';

export interface Holder {
  readonly pid: number;
  /** Tells the process from a later one with the same pid; empty where the system does not say. */
  readonly born: string;
  readonly url?: string;
  readonly databaseUrl?: string;
}

/** Field 22 of /proc/<pid>/stat: ticks since boot. Counted after the name, which may hold blanks. */
function bornOf(pid: number): string {
  const stat = `/proc/${String(pid)}/stat`;
  if (!fs.existsSync(stat)) return '';
  try {
    const text = fs.readFileSync(stat, 'utf8');
    return `${fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${String(text.slice(text.lastIndexOf(')') + 2).split(' ')[19])}`;
  } catch {
    return ''; // It ended between the two looks.
  }
}

function lives({ pid, born }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return born === '' || bornOf(pid) === born;
}

function read(file: string): Holder | undefined {
  if (!fs.existsSync(file)) return undefined;
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined; // Written by halves before a crash: nobody holds it.
  }
}

const fileIn = (dataDir: string): string => path.join(dataDir, 'service.json');

/** The living service on this folder, if there is one. */
export function holderOf(dataDir: string): Holder | undefined {
  const holder = read(fileIn(dataDir));
  return holder && lives(holder) ? holder : undefined;
}

export interface DataLock {
  /** Says where the service is reached, for `mingzhang config`. */
  note(doors: Pick<Holder, 'url' | 'databaseUrl'>): void;
  release(): void;
}

const taken = (dataDir: string) => (pid: number): string =>
  `another service (process ${String(pid)}) already runs on ${dataDir}: stop it, or set DATA_DIR to another folder (and MASTER_KEY_FILE to one file for both, where they share a database)`;

/** Linking a finished file is the one step that either takes the name or fails: two that start together cannot both have it. */
export function holdData(dataDir: string, refusal = taken(dataDir)): DataLock {
  const file = fileIn(dataDir);
  const mine: Holder = { pid: process.pid, born: bornOf(process.pid) };
  const own = `${file}.${String(process.pid)}`;
  const write = (holder: Holder): void => { fs.writeFileSync(own, `${JSON.stringify(holder)}\n`, { mode: 0o600 }); };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const holder = holderOf(dataDir);
    if (holder) throw new Error(refusal(holder.pid));
    fs.rmSync(file, { force: true });
    write(mine);
    try {
      fs.linkSync(own, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      continue;
    } finally {
      fs.rmSync(own, { force: true });
    }
    if (read(file)?.pid !== process.pid) continue;
    return {
      note: (doors) => { write({ ...mine, ...doors }); fs.renameSync(own, file); },
      release: () => { fs.rmSync(file, { force: true }); },
    };
  }
  throw new Error(`${file} is being taken by another service: try again`);
}
