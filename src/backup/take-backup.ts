/** Takes a backup while the service runs: one snapshot of every table that cannot be derived again, hashed, read back before it counts. */
import * as fs from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Hashed } from './hashed';
import { tableFile, writeManifest, type Manifest, type SavedTable } from './manifest';
import { checkNotes, checkRoots, firstUnlike, NotAsSigned, proofOf, type SavedProof } from './saved-proof';
import { copyOut, savedTables, type TableShape } from './saved-tables';

/** The ledger itself is not what it should be: a backup of it would only hide that. */
export class UnsoundLedger extends Error {}

interface Head { readonly size: string; readonly epoch: string; readonly last_us: string }

/** Dense positions, dense streams: what every ledger must be, asked of the same snapshot that is saved. */
async function soundHead(client: Client): Promise<Manifest['head']> {
  const { rows: [head] } = await client.query<Head>('select size, epoch, last_us from ledger.log_head');
  const { rows: [found] } = await client.query<{ events: string; last: string | null; in_streams: string }>(
    'select count(*) as events, max(position) as last, (select coalesce(sum(revision + 1), 0) from ledger.stream) as in_streams from ledger.event');
  const size = Number(head?.size);
  if (!found || Number(found.events) !== size || Number(found.last ?? -1) !== size - 1 || Number(found.in_streams) !== size) {
    throw new UnsoundLedger(`the head says ${String(size)} events; there are ${String(found?.events)}, the last at ${String(found?.last)}, and streams hold ${String(found?.in_streams)}`);
  }
  return { size, epoch: Number(head?.epoch), lastUs: Number(head?.last_us) };
}

/** Asked of the same snapshot: the events have the root that was signed for them. Null where nothing was signed yet. */
async function soundProof(client: Client, size: number): Promise<SavedProof | null> {
  const proof = await proofOf(client);
  if (!proof) return null;
  if (proof.size > size) throw new UnsoundLedger(`${String(proof.size)} events were signed, and there are ${String(size)}`);
  try {
    await checkNotes(client, proof);
    await checkRoots(client, proof);
  } catch (error) {
    if (!(error instanceof NotAsSigned)) throw error;
    const position = await firstUnlike(client, proof);
    throw new UnsoundLedger(position === undefined ? error.message : `${error.message}; the first that is not as it was signed is at position ${String(position)}`, { cause: error });
  }
  return proof;
}

async function saveTable(client: Client, folder: string, table: TableShape): Promise<SavedTable> {
  const hashed = new Hashed();
  const rows = client.query(copyTo(copyOut(table)));
  const file = tableFile(folder, table.name);
  await pipeline(rows, hashed, createGzip({ level: 1 }), fs.createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }));
  return { ...table, rows: (rows as unknown as { rowCount: number }).rowCount, sha256: hashed.hex() };
}

/** The hash of a saved table as it lies on the disk. */
export async function hashOfFile(folder: string, name: string): Promise<string> {
  const hashed = new Hashed();
  await pipeline(fs.createReadStream(tableFile(folder, name)), createGunzip(), hashed, new Writable({ write: (_chunk, _encoding, done) => { done(); } }));
  return hashed.hex();
}

async function keyVersions(client: Client): Promise<number[]> {
  const { rows } = await client.query<{ version: number }>('select distinct key_version as version from vault.subject union select distinct key_version from vault.scheme union select distinct key_version from intake.attachment order by 1');
  return rows.map(({ version }) => version);
}

async function saveAll(client: Client, folder: string, takenAt: string, progress: (line: string) => void): Promise<Manifest> {
  await client.query('begin transaction isolation level repeatable read, read only');
  const head = await soundHead(client);
  progress('comparing the events with what was signed');
  const proof = await soundProof(client, head.size);
  const { rows: migrations } = await client.query<{ name: string }>('select name from public.migration order by timestamp');
  const { rows: [server] } = await client.query<{ version: string }>(`select current_setting('server_version_num') as version`);
  const tables: SavedTable[] = [];
  for (const table of await savedTables(client)) {
    progress(`saving ${table.name}`);
    tables.push(await saveTable(client, folder, table));
  }
  const versions = await keyVersions(client);
  await client.query('commit');
  return { format: 'mingzhang-backup/1', takenAt, postgres: Number(server?.version), head, migrations: migrations.map(({ name }) => name), keyVersions: versions, proof, tables };
}

/** The folder must not exist; it appears under its name only when everything in it was written, flushed and read back. */
export async function takeBackup(client: Client, folder: string, takenAt: string, progress: (line: string) => void = () => undefined): Promise<Manifest> {
  const partial = `${folder}.partial`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { recursive: true, mode: 0o700 });
  const manifest = await saveAll(client, partial, takenAt, progress).catch((error: unknown) => { fs.rmSync(partial, { recursive: true, force: true }); throw error; });
  for (const { name, sha256 } of manifest.tables) {
    if ((await hashOfFile(partial, name)) !== sha256) throw new Error(`${tableFile(partial, name)} does not read back as it was written: the disk may be failing`);
  }
  await writeManifest(partial, manifest);
  const directory = await open(partial);
  await directory.sync();
  await directory.close();
  await rename(partial, folder);
  return manifest;
}
