/** What a backup says of itself: from which ledger, of which shape, and the hash of every table. */
import * as fs from 'node:fs/promises';
import * as path from 'node:path';
import type { SavedProof } from './saved-proof';

export interface SavedTable {
  /** With its schema, e.g. `ledger.event`. */
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns the rows are ordered by, so that the same rows give the same bytes. */
  readonly order: readonly string[];
  readonly rows: number;
  /** Of the COPY BINARY stream before it was packed, hexadecimal. */
  readonly sha256: string;
}

export interface Manifest {
  readonly format: 'mingzhang-backup/1';
  readonly takenAt: string;
  readonly postgres: number;
  readonly head: { readonly size: number; readonly epoch: number; readonly lastUs: number };
  /** Names of the migrations that made the tables, in order. */
  readonly migrations: readonly string[];
  /** Versions of the master key that open the vault; the key itself is never in a backup. */
  readonly keyVersions: readonly number[];
  /** The newest signed checkpoint of that moment; null where nothing was signed yet, absent in backups of versions that did not look. */
  readonly proof?: SavedProof | null;
  readonly tables: readonly SavedTable[];
}

/** The folder holds no backup this program can read; said in one line. */
export class UnreadableBackup extends Error {}

const fileName = 'manifest.json';

export const tableFile = (folder: string, name: string): string => path.join(folder, `${name}.copy.gz`);

export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const file = await fs.open(path.join(folder, fileName), 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function readManifest(folder: string): Promise<Manifest> {
  let found: Partial<Manifest>;
  try {
    found = JSON.parse(await fs.readFile(path.join(folder, fileName), 'utf8')) as Partial<Manifest>;
  } catch (cause) {
    throw new UnreadableBackup(`${folder} holds no backup: there is no readable ${fileName}`, { cause });
  }
  if (found.format !== 'mingzhang-backup/1' || !Array.isArray(found.tables)) throw new UnreadableBackup(`${folder} was written by another version: its format is ${String(found.format)}`);
  return found as Manifest;
}
