/** `mingzhang restore DIR`: brings a backup into an empty database, checked before and compared after. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Pool } from 'pg';
import { BackupDiffers, NotEmpty, restoreBackup } from '../backup/restore-backup';
import { UnreadableBackup, type Manifest } from '../backup/manifest';
import { readConfig, type Config } from '../config';
import { holderOf } from '../data-lock';
import { ErasureList, NoErasureList, readErasures } from '../erasure-list';
import { reachDatabase } from '../postgres/reached';
import { parsePolicy, type Policy } from '../proof/policy';
import { SealMemory } from '../proof/seal-memory';
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

/** Of this machine, and of a file that was brought along. */
function erasuresAtHand(options: Given['options'], { dataDir }: Config): readonly string[] {
  const brought = options['erasures'];
  try {
    return [...new Set([...new ErasureList(dataDir).read(), ...(typeof brought === 'string' ? readErasures(path.resolve(brought)) : [])])];
  } catch (error) {
    throw error instanceof NoErasureList ? new BadUse(error.message) : error;
  }
}

function policyAtHand(options: Given['options']): Policy | undefined {
  const file = options['policy'];
  if (typeof file !== 'string') return undefined;
  try {
    return parsePolicy(fs.readFileSync(path.resolve(file), 'utf8'));
  } catch (error) {
    throw new BadUse(`--policy ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** What the sealer will say at the next start, said now. */
function sealerSays({ head, proof }: Manifest, folder: string, signed: number | undefined): string | undefined {
  if (signed === undefined) return proof ? `the sealer's folder is not here (${folder}): nothing will be signed until it is (MINGZHANG_SEAL_DIR)` : undefined;
  return signed > head.size ? `this is an older copy: ${String(signed)} events were signed and it holds ${String(head.size)}; the sealer will refuse it, and nothing can be written` : undefined;
}

async function run({ words: [given], options, out, tell }: Given): Promise<ExitCode> {
  if (given === undefined) throw new BadUse('name the folder of the backup');
  const config = readConfig();
  const holder = holderOf(config.dataDir);
  if (holder) throw new BadUse(`a service (process ${String(holder.pid)}) runs on ${config.dataDir}: stop it first`);
  const restoring = { policy: policyAtHand(options), erasures: erasuresAtHand(options, config) };
  const { folder: sealFolder } = config.seal;
  // A memory that cannot be read is found out before anything is done.
  const signed = new SealMemory(sealFolder).read()?.checkpoint.size;
  const { url, leave } = await reachDatabase(config.databaseUrl, undefined, config.dataDir, tell);
  try {
    const { manifest, erasedAgain } = await restoreBackup(url, path.resolve(given), restoring, tell);
    const keyFits = await keyOpensVault(url, config);
    if (options['json'] === true) out(JSON.stringify({ head: manifest.head, takenAt: manifest.takenAt, tables: manifest.tables.length, proven: manifest.proof?.size ?? null, erasedAgain, keyFits }));
    else {
      out(`${String(manifest.head.size)} events of ${manifest.takenAt}, ${String(manifest.tables.length)} tables, each compared after loading; facts and flags are derived anew at the next start`);
      out(manifest.proof ? `The first ${String(manifest.proof.size)} events have the root that was signed for them.` : 'Nothing was signed when this backup was taken: there was nothing to compare the events with.');
      for (const { position, by } of manifest.proof?.accepted ?? []) out(`The event at position ${String(position)} is not the one that was signed; ${by} has accepted it.`);
      if (erasedAgain > 0) out(`Erased again: ${String(erasedAgain)} whom the backup still held.`);
    }
    const warning = sealerSays(manifest, sealFolder, signed);
    if (warning !== undefined) tell(`mingzhang: ${warning}`);
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

const OPTIONS = {
  policy: { type: 'string', meaning: 'policy file that its signed checkpoint must satisfy' },
  erasures: { type: 'string', meaning: 'list of who was erased since, from another DATA_DIR: they are erased again' },
} as const;

const restore: Command = { summary: 'bring a backup into an empty database, checked before and compared after', words: 'DIR', options: OPTIONS, run };
export default restore;
