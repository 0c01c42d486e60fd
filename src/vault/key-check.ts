/** Turns a process away whose master keys are not those the database was begun with: it would open nothing, and give known people new references. */
import { createHmac } from 'node:crypto';
import type { Pool } from 'pg';
import type { MasterKeys } from './keys';

/** Whoever reads it can open nothing: it is made with a key derived for this alone. */
const proofOf = (master: MasterKeys, version: number): Buffer => createHmac('sha256', master.derive('check', version)).update('mingzhang master key').digest();

/** The first process to come with a version says what it is; of two at once one does. */
export async function checkMasterKeys(pool: Pick<Pool, 'query'>, master: MasterKeys): Promise<void> {
  for (const version of master.versions) {
    const proof = proofOf(master, version);
    await pool.query('INSERT INTO vault.key_check (key_version, proof) VALUES ($1, $2) ON CONFLICT DO NOTHING', [version, proof]);
    const { rows } = await pool.query<{ proof: Buffer }>('SELECT proof FROM vault.key_check WHERE key_version = $1', [version]);
    if (rows[0]?.proof.equals(proof)) continue;
    throw new Error(`this database was begun with another master key (version ${String(version)}): set MASTER_KEY_FILE to the same file for every process on it; the first one made its own under DATA_DIR/keys/master.key`);
  }
}
