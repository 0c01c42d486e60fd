/** Clears what a killed service left in the cluster's folder: a server that lives on, its last backends, a pid file that points nowhere. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const linkOf = (file: string): string | undefined => {
  try {
    return fs.readlinkSync(file);
  } catch {
    return undefined; // Gone meanwhile, or not ours to look at.
  }
};

/** Every server process works inside the cluster's folder; that is how one is told from a stranger with a reused pid. */
const worksIn = (pid: number | string, cluster: string): boolean => linkOf(`/proc/${String(pid)}/cwd`) === fs.realpathSync(cluster);

const backendsIn = (cluster: string): string[] => fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name) && worksIn(name, cluster));

async function until(done: () => boolean, ms: number): Promise<boolean> {
  for (let waited = 0; waited < ms; waited += 50) {
    if (done()) return true;
    await sleep(50);
  }
  return done();
}

/** Only called by the one service that holds the folder, so a live server here is nobody's. */
export async function clearOrphan(cluster: string): Promise<void> {
  const pidFile = path.join(cluster, 'postmaster.pid');
  if (!fs.existsSync(pidFile)) return;
  const pid = Math.abs(Number(fs.readFileSync(pidFile, 'utf8').split('\n')[0]));
  const onLinux = fs.existsSync('/proc/self/cwd');
  if (pid > 0 && isAlive(pid) && (!onLinux || worksIn(pid, cluster))) {
    process.kill(pid, 'SIGINT');
    if (!(await until(() => !isAlive(pid), 20_000))) {
      process.kill(pid, 'SIGQUIT');
      await until(() => !isAlive(pid), 5_000);
    }
  }
  if (!onLinux) return;
  // PostgreSQL itself judges a pid file whose process is gone; it cannot judge one whose pid now belongs to a stranger.
  await until(() => backendsIn(cluster).length === 0, 5_000);
  if (fs.existsSync(pidFile) && isAlive(pid) && backendsIn(cluster).length === 0) fs.rmSync(pidFile);
}
