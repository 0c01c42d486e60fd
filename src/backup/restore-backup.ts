/** Brings a backup into an empty database: checked before anything is written, loaded in one transaction, compared row for row after. */
import * as fs from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { knownMigrations, migrate } from '../postgres/migrate';
import type { Policy } from '../proof/policy';
import { ProofTables } from '../proof/proof-tables';
import { eraseAgain, sweep } from '../vault/erasure';
import { Hashed } from './hashed';
import { readManifest, tableFile, UnreadableBackup, type Manifest, type SavedTable } from './manifest';
import { checkNotes, checkPolicy, checkRoots, NotAsSigned } from './saved-proof';
import { copyIn, copyOut, numberOn } from './saved-tables';
import { hashOfFile } from './take-backup';

/** The answer is no: the files are not what the manifest says, or came out of the database otherwise than they went in. */
export class BackupDiffers extends Error {}

export interface Restoring {
  /** Whose signatures the checkpoint must bear. */
  readonly policy?: Policy | undefined;
  /** References of subjects that were erased, perhaps after the backup was taken. */
  readonly erasures?: readonly string[];
}

export interface Restored {
  readonly manifest: Manifest;
  /** Subjects the backup held that were erased again. */
  readonly erasedAgain: number;
}

/** A ledger stands there already: nothing is ever written over one. */
export class NotEmpty extends Error {}

async function checkFiles(folder: string, manifest: Manifest, progress: (line: string) => void): Promise<void> {
  for (const { name, sha256 } of manifest.tables) {
    progress(`checking ${name}`);
    const found = await hashOfFile(folder, name).catch((cause: unknown) => { throw new BackupDiffers(`${tableFile(folder, name)} is missing or damaged`, { cause }); });
    if (found !== sha256) throw new BackupDiffers(`${tableFile(folder, name)} is not what was saved: sha256 ${found}, in the manifest ${sha256}`);
  }
}

/** The tables as they were when the backup was taken; migrations since then run on the restored rows. */
async function makeTables(url: string, { migrations }: Manifest): Promise<void> {
  const unknown = migrations.filter((name) => !knownMigrations().includes(name));
  if (unknown.length > 0) throw new UnreadableBackup(`the backup is of a newer version of this program: it knows no migration ${unknown.join(', ')}`);
  await migrate(url, migrations);
}

async function refuseUsed(client: Client, tables: readonly SavedTable[]): Promise<void> {
  for (const name of ['ledger.event', 'ledger.append_key', 'vault.subject'].filter((one) => tables.some((table) => table.name === one))) {
    const { rowCount } = await client.query(`select from ${name} limit 1`);
    if (rowCount !== 0) throw new NotEmpty(`${name} already has rows: a backup is restored into an empty database only`);
  }
}

async function load(client: Client, folder: string, table: SavedTable): Promise<void> {
  // What migrations put there by themselves (a head row, an epoch) gives way to what was saved.
  const { rowCount } = await client.query(`select from ${table.name} limit 1`);
  if (rowCount !== 0) await client.query(`delete from ${table.name}`);
  const rows = client.query(copyFrom(copyIn(table)));
  await pipeline(fs.createReadStream(tableFile(folder, table.name)), createGunzip(), rows);
}

async function compare(client: Client, table: SavedTable): Promise<void> {
  const hashed = new Hashed();
  await pipeline(client.query(copyTo(copyOut(table))), hashed, new Writable({ write: (_chunk, _encoding, done) => { done(); } }));
  const found = hashed.hex();
  if (found !== table.sha256) throw new BackupDiffers(`${table.name} came out of the database otherwise than it was saved: sha256 ${found}, in the manifest ${table.sha256}`);
}

function checkSigned(manifest: Manifest, policy: Policy | undefined): void {
  if (!policy) return;
  if (!manifest.proof) throw new BackupDiffers('the policy asks for a signed checkpoint, and nothing was signed when this backup was taken');
  checkPolicy(manifest.proof, policy);
}

/** The tree is made anew from the events, and is the one that was signed. */
async function proveAgain(client: Client, { proof, head }: Manifest): Promise<void> {
  if (!proof) return;
  if (proof.size > head.size) throw new NotAsSigned(`${String(proof.size)} events were signed, and it holds ${String(head.size)}`);
  await checkNotes(client, proof);
  const tables = new ProofTables(client);
  await checkRoots(client, proof, (tiles) => tables.putTiles(tiles));
}

/** Answers how many subjects were erased again: in the same transaction, so that nobody ever sees them. */
async function loadAll(client: Client, folder: string, manifest: Manifest, erasures: readonly string[], progress: (line: string) => void): Promise<number> {
  await client.query('begin');
  await refuseUsed(client, manifest.tables);
  for (const table of manifest.tables) {
    progress(`loading ${table.name}`);
    await load(client, folder, table);
  }
  for (const table of manifest.tables) {
    progress(`comparing ${table.name}`);
    await compare(client, table);
  }
  progress('comparing the events with what was signed');
  await proveAgain(client, manifest);
  await numberOn(client);
  const erasedAgain = await eraseAgain(client, erasures);
  // Whoever wrote to the ledger this was taken from must not go on writing here as if nothing had happened.
  await client.query('update ledger.log_head set epoch = epoch + 1');
  await client.query('delete from work.follower');
  const { command } = await client.query('commit');
  if (command !== 'COMMIT') throw new Error(`COMMIT was answered ${command}`);
  if (erasedAgain > 0) await sweep(client);
  return erasedAgain;
}

/** Errors: UnreadableBackup, NotEmpty, BackupDiffers; after each the database is as it was, but for empty tables. */
export async function restoreBackup(url: string, folder: string, { policy, erasures = [] }: Restoring = {}, progress: (line: string) => void = () => undefined): Promise<Restored> {
  const manifest = await readManifest(folder);
  await checkFiles(folder, manifest, progress);
  const client = new Client({ connectionString: url });
  try {
    checkSigned(manifest, policy);
    await makeTables(url, manifest);
    await client.connect();
    const erasedAgain = await loadAll(client, folder, manifest, erasures, progress);
    await migrate(url);
    return { manifest, erasedAgain };
  } catch (error) {
    throw error instanceof NotAsSigned ? new BackupDiffers(error.message, { cause: error }) : error;
  } finally {
    await client.end();
  }
}
