/** `mingzhang restore DIR`: brings a backup into an empty database, checked before and compared after. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Pool } from 'pg';
import { BackupDiffers, NotEmpty, restoreBackup } from '../backup/restore-backup';
import { UnreadableBackup } from '../backup/manifest';
import { readConfig, type Config } from '../config';
import { holderOf } from '../data-lock';
import { reachDatabase } from '../postgres/reached';
import { loadMasterKeys } from '../vault/keys';
import { Vault } from '../vault/vault';
import { BadUse, type Command, type ExitCode, type Given } from './command';

/** One sealed block is opened: a wrong key would otherwise be found out by the first auditor who needs a name. */
async function keyOpensVault(url: string, config: Config): Promise<boolean> {
  const pool = new Pool({ connectionString: url, max: 2 });
  try {
    const { rows: [one] } = await pool.query<{ ref: string }>('select ref from vault.subject order by ref limit 1');
    if (!one) return true;
    // Asking for the key would make a new one where there is none.
    if (config.masterKeyFile === undefined && !fs.existsSync(path.join(config.dataDir, 'keys', 'master.key'))) return false;
    const keys = loadMasterKeys({ file: config.masterKeyFile, dataDir: config.dataDir, profile: config.profile });
    return await new Vault(pool, keys).reveal([one.ref]).then(() => true, () => false);
  } finally {
    await pool.end();
  }
}

async function run({ words: [given], options, out, tell }: Given): Promise<ExitCode> {
  if (given === undefined) throw new BadUse('name the folder of the backup');
  const config = readConfig();
  const holder = holderOf(config.dataDir);
  if (holder) throw new BadUse(`a service (process ${String(holder.pid)}) runs on ${config.dataDir}: stop it first`);
  const { url, leave } = await reachDatabase(config.databaseUrl, undefined, config.dataDir, tell);
  try {
    const manifest = await restoreBackup(url, path.resolve(given), tell);
    const keyFits = await keyOpensVault(url, config);
    if (options['json'] === true) out(JSON.stringify({ head: manifest.head, takenAt: manifest.takenAt, tables: manifest.tables.length, keyFits }));
    else out(`${String(manifest.head.size)} events of ${manifest.takenAt}, ${String(manifest.tables.length)} tables, each compared after loading; facts and flags are derived anew at the next start`);
    if (!keyFits) tell(`mingzhang: the master key does not open this vault: put the key of the backup (version ${manifest.keyVersions.join(', ')}) in place before starting`);
    return keyFits ? 0 : 2;
  } catch (error) {
    if (error instanceof NotEmpty || error instanceof UnreadableBackup) throw new BadUse(error.message);
    if (!(error instanceof BackupDiffers)) throw error;
    tell(`mingzhang: nothing was restored: ${error.message}`);
    return 1;
  } finally {
    await leave();
  }
}

const restore: Command = { summary: 'bring a backup into an empty database, checked before and compared after', words: 'DIR', run };
export default restore;
