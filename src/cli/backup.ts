/** `mingzhang backup DIR`: a verified copy of ledger, vault and staged files, taken while the service runs. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Client } from 'pg';
import { takeBackup, UnsoundLedger } from '../backup/take-backup';
import { readConfig } from '../config';
import { holderOf } from '../data-lock';
import { reachDatabase } from '../postgres/reached';
import { BadUse, type Command, type ExitCode, type Given } from './command';

async function run({ words: [given], options, out, tell }: Given): Promise<ExitCode> {
  if (given === undefined) throw new BadUse('name the folder to write the backup to');
  const folder = path.resolve(given);
  if (fs.existsSync(folder)) throw new BadUse(`${folder} exists already: a backup is never written over another`);
  const config = readConfig();
  const { url, leave } = await reachDatabase(config.databaseUrl, holderOf(config.dataDir)?.databaseUrl, config.dataDir, tell);
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const manifest = await takeBackup(client, folder, new Date().toISOString(), tell);
    const key = config.masterKeyFile ?? path.join(config.dataDir, 'keys', 'master.key');
    if (options['json'] === true) out(JSON.stringify({ folder, head: manifest.head, proof: manifest.proof, tables: manifest.tables.map(({ name, rows, sha256 }) => ({ name, rows, sha256 })), keyVersions: manifest.keyVersions }));
    else {
      out(`${folder}: ${String(manifest.head.size)} events, ${String(manifest.tables.length)} tables, each read back and found whole`);
      out(manifest.proof ? `The first ${String(manifest.proof.size)} of them have the root that was signed for them.` : 'Nothing is signed yet: there was nothing to compare the events with.');
      for (const { position, by } of manifest.proof?.accepted ?? []) out(`The event at position ${String(position)} is not the one that was signed; ${by} has accepted it.`);
      out(`The master key is not in it. Keep ${key} apart and safe: without it nobody can be named again.`);
    }
    return 0;
  } catch (error) {
    if (!(error instanceof UnsoundLedger)) throw error;
    tell(`mingzhang: no backup was taken: ${error.message}`);
    return 1;
  } finally {
    await client.end();
    await leave();
  }
}

const backup: Command = { summary: 'save ledger, vault and staged files to a folder, verified, while the service runs', words: 'DIR', run };
export default backup;
