/** Brings a backup into an empty database: checked before anything is written, loaded in one transaction, compared row for row after. */
import * as fs from 'node:fs';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { knownMigrations, migrate } from '../postgres/migrate';
import { Hashed } from './hashed';
import { readManifest, tableFile, UnreadableBackup, type Manifest, type SavedTable } from './manifest';
import { copyIn, copyOut } from './saved-tables';
import { hashOfFile } from './take-backup';

/** The answer is no: the files are not what the manifest says, or came out of the database otherwise than they went in. */
export class BackupDiffers extends Error {}

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

async function loadAll(client: Client, folder: string, manifest: Manifest, progress: (line: string) => void): Promise<void> {
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
  // Whoever wrote to the ledger this was taken from must not go on writing here as if nothing had happened.
  await client.query('update ledger.log_head set epoch = epoch + 1');
  await client.query('delete from work.follower');
  const { command } = await client.query('commit');
  if (command !== 'COMMIT') throw new Error(`COMMIT was answered ${command}`);
}

/** Errors: UnreadableBackup, NotEmpty, BackupDiffers; after each the database is as it was, but for empty tables. */
export async function restoreBackup(url: string, folder: string, progress: (line: string) => void = () => undefined): Promise<Manifest> {
  const manifest = await readManifest(folder);
  await checkFiles(folder, manifest, progress);
  await makeTables(url, manifest);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await loadAll(client, folder, manifest, progress);
  } finally {
    await client.end();
  }
  await migrate(url);
  return manifest;
}
