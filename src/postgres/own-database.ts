/** A database of one's own in a temporary folder, for work that must touch nothing else; gone when the work is done. */
import * as fs from 'node:fs/promises';
import * as os from 'node:os';
import * as path from 'node:path';
import { Pool } from 'pg';
import { startEmbedded } from './embedded';
import { migrate } from './migrate';

/** Nothing here outlives the command, so nothing is flushed. */
const THROWAWAY = { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' };

export async function onOwnDatabase<T>(tell: (line: string) => void, work: (pool: Pool) => Promise<T>): Promise<T> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'mingzhang-own-'));
  await fs.chmod(folder, 0o755);
  const server = await startEmbedded({ dataDir: path.join(folder, 'data'), say: tell, settings: THROWAWAY });
  const pool = new Pool({ connectionString: server.url, max: 4 });
  pool.on('error', () => undefined);
  try {
    await migrate(server.url);
    return await work(pool);
  } finally {
    await pool.end();
    await server.stop();
    await fs.rm(folder, { recursive: true, force: true });
  }
}
