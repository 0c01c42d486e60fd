/** A backup has the root that was signed, when it is taken and when it is brought back; an older copy is refused by the sealer, and where the sealer forgot too, by a witness. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Client } from 'pg';
import { readManifest, type Manifest } from '../../src/backup/manifest';
import { BackupDiffers, restoreBackup } from '../../src/backup/restore-backup';
import { takeBackup, UnsoundLedger } from '../../src/backup/take-backup';
import { leafHash, leafOf } from '../../src/event-store/leaf';
import { knownMigrations, migrate } from '../../src/postgres/migrate';
import { CosignatureTables } from '../../src/proof/cosignature-tables';
import { Cosigning } from '../../src/proof/cosigning';
import { LeafLog } from '../../src/proof/leaf-log';
import { noteText, parseNote } from '../../src/proof/note';
import { parsePolicy } from '../../src/proof/policy';
import { settle } from '../../src/proof/settling';
import { GrowingTree } from '../../src/proof/tiles';
import { logSigner, vkeyOf, witnessSigner } from '../proof/keys';
import { SealedLedger, until } from '../proof/sealed-ledger';
import { startWitness, type RunningWitness } from '../proof/witness-process';
import { freshDatabase, type TestDatabase } from '../support/database';
import { temporaryFolder } from '../support/running-service';

jest.setTimeout(120_000);

let folder: string;
let ledger: SealedLedger;
/** Brought back beside it. */
const others: SealedLedger[] = [];
const databases: TestDatabase[] = [];
const witnesses: RunningWitness[] = [];

beforeEach(async () => {
  folder = temporaryFolder();
  ledger = await SealedLedger.make();
});
afterEach(async () => {
  for (const witness of witnesses.splice(0)) await witness.kill();
  for (const other of others.splice(0)) { await other.stop(); await other.store.close(); }
  for (const database of databases.splice(0)) await database.drop();
  await ledger.end();
  fs.rmSync(folder, { recursive: true, force: true });
});

async function take(of: SealedLedger, name = 'saved'): Promise<Manifest> {
  const client = new Client({ connectionString: of.database.url });
  await client.connect();
  try {
    return await takeBackup(client, path.join(folder, name), '2026-01-01T00:00:00.000Z');
  } finally {
    await client.end();
  }
}

async function emptyDatabase(): Promise<TestDatabase> {
  const database = await freshDatabase('empty');
  databases.push(database);
  return database;
}

async function broughtBack(name = 'saved', seal = ledger.folder): Promise<SealedLedger> {
  const database = await emptyDatabase();
  await restoreBackup(database.url, path.join(folder, name));
  const other = await SealedLedger.on(database, seal);
  others.push(other);
  return other;
}

const change = (position: number): string => `UPDATE ledger.event SET payload = convert_to('{"amountFen":1}', 'UTF8') WHERE position = ${String(position)}`;

async function refused(name: string, restoring: Parameters<typeof restoreBackup>[2], why: RegExp): Promise<void> {
  const { url, pool } = await emptyDatabase();
  await expect(restoreBackup(url, path.join(folder, name), restoring)).rejects.toThrow(BackupDiffers);
  await expect(restoreBackup(url, path.join(folder, name), restoring)).rejects.toThrow(why);
  const { rows: [table] } = await pool.query<{ found: string | null }>(`SELECT to_regclass('ledger.event') AS found`);
  if (table?.found) expect((await pool.query('SELECT FROM ledger.event LIMIT 1')).rowCount).toBe(0);
}

describe('a backup of a signed ledger', () => {
  it('keeps the newest signed checkpoint of its moment, and those that came after it are no part of it', async () => {
    await ledger.append(700);
    await ledger.signed();
    const newest = await ledger.tables.newest();
    await ledger.append(20, 'unsigned');
    expect(await take(ledger)).toMatchObject({ head: { size: 720 }, proof: { size: 700, root: newest?.root.toString('base64'), note: newest?.note } });
    const other = await broughtBack();
    await other.signed();
    expect([await other.tables.provenSize(), other.refused, await other.scrub()]).toEqual([720, [], undefined]);
  });

  it('says that nothing was signed where nothing was', async () => {
    await ledger.append(10);
    expect((await take(ledger)).proof).toBeNull();
    expect((await broughtBack()).refused).toEqual([]);
  });

  it('is taken before an upgrade too, of a ledger without any proof', async () => {
    const { url } = await emptyDatabase();
    await migrate(url, knownMigrations().filter((name) => !name.startsWith('Proof')));
    const client = new Client({ connectionString: url });
    await client.connect();
    const manifest = await takeBackup(client, path.join(folder, 'before'), '2026-01-01T00:00:00.000Z').finally(() => client.end());
    expect([manifest.proof, manifest.tables.some(({ name }) => name.startsWith('proof.'))]).toEqual([null, false]);
    const back = await emptyDatabase();
    await restoreBackup(back.url, path.join(folder, 'before'));
    expect((await back.pool.query('SELECT FROM proof.checkpoint')).rowCount).toBe(0);
  });

  it('is not taken where an event is not the one that was signed, and the first of them is named', async () => {
    await ledger.append(700);
    await ledger.signed();
    await ledger.tamper(change(650), change(300));
    await expect(take(ledger)).rejects.toThrow(UnsoundLedger);
    await expect(take(ledger)).rejects.toThrow(/position 300$/);
    expect(fs.readdirSync(folder)).toEqual([]);
  });

  it('is not taken where the stored tree was made anew to fit, nor where the checkpoint was', async () => {
    await ledger.append(700);
    await ledger.signed();
    await ledger.tamper(change(300));
    const tree = GrowingTree.of();
    const tiles = [...tree.append(Buffer.concat((await ledger.store.readAll(0, 700)).map((event) => leafHash(leafOf(event))))), ...tree.openTiles()];
    await ledger.database.pool.query('DELETE FROM proof.tile');
    await ledger.tables.putTiles(tiles);
    await expect(take(ledger)).rejects.toThrow(/the first 700 events do not have the root that was signed for them$/);
    const newest = await ledger.tables.newest();
    const forged = newest?.note.replace(newest.root.toString('base64'), tree.root().toString('base64'));
    await ledger.database.pool.query('UPDATE proof.checkpoint SET root = $1, note = $2', [tree.root(), forged]);
    await expect(take(ledger)).rejects.toThrow(/not signed by the log's key/);
  });

  it('is not taken of a ledger whose end is gone', async () => {
    await ledger.append(700);
    await ledger.signed();
    await ledger.tamper('DELETE FROM ledger.event WHERE position >= 600', 'UPDATE ledger.log_head SET size = 600', `DELETE FROM ledger.stream WHERE stream_id = 'note-noted-7'`);
    await expect(take(ledger)).rejects.toThrow(/700 events were signed, and there are 600/);
  });

  it('is taken again once a person has accepted a difference, and names it; another change at the same place is another thing', async () => {
    await ledger.append(700);
    await ledger.signed();
    await ledger.tamper(change(300));
    const found = await ledger.scrub();
    if (!found) throw new Error('the scrub found nothing');
    await ledger.disagreements.record(found, 1);
    const [standing] = await ledger.disagreements.standing();
    await expect(take(ledger)).rejects.toThrow(/position 300$/);
    const leaves = new LeafLog(ledger.folder);
    await settle({ disagreements: ledger.disagreements, tables: ledger.tables, memory: ledger.memory, leaves, keys: ledger.seal() }, { id: standing?.id ?? 0, by: 'administrator', reason: 'no copy is left', nowUs: 2 });
    expect((await take(ledger)).proof).toMatchObject({ size: 700, accepted: [{ position: 300, by: 'administrator' }] });
    const other = await broughtBack();
    await other.append(5, 'after');
    await other.signed();
    expect([await other.tables.provenSize(), other.refused]).toEqual([705, []]);
    // Numbers go on where they were: a new finding is not taken for the settled one.
    await other.disagreements.record({ position: 1, kind: 'event-surplus', detail: 'x' }, 3);
    expect(await other.disagreements.standing()).toMatchObject([{ id: (standing?.id ?? 0) + 1, position: 1 }]);
    await ledger.tamper(`UPDATE ledger.event SET salt = '\\x000102030405060708090a0b0c0d0e0f' WHERE position = 300`);
    await expect(take(ledger, 'again')).rejects.toThrow(/position 300$/);
  });
});

describe('a restore', () => {
  const witness = witnessSigner(2);

  /** A backup at 710 events, of which a witness has seen 700. */
  async function cosignedBackup(): Promise<void> {
    await ledger.append(700);
    await ledger.signed();
    const { text } = parseNote((await ledger.tables.newest())?.note ?? '');
    const line = noteText({ text: '', signatures: [witness.cosign(text, 1_767_225_600)] }).slice(1);
    await new CosignatureTables(ledger.database.pool).keep(700, witness.key, line, 1);
    await ledger.append(10, 'more');
    await ledger.signed();
    await take(ledger);
  }
  const policy = (log: string, by = witness): Parameters<typeof restoreBackup>[2] => ({ policy: parsePolicy(`log ${log}\nwitness w ${vkeyOf(by)}\nquorum w\n`) });

  it('brings checkpoints and what witnesses signed back with it, and the tree made anew', async () => {
    await cosignedBackup();
    const other = await broughtBack();
    expect(await other.tables.newestCosigned(1)).toEqual(await ledger.tables.newestCosigned(1));
    expect(await other.tables.cosignatures(700)).toEqual(await ledger.tables.cosignatures(700));
    expect([await other.tables.newest(), await other.scrub()]).toEqual([await ledger.tables.newest(), undefined]);
  });

  it('asks for the signatures a policy names, and leaves nothing behind where they are not there', async () => {
    await cosignedBackup();
    const [own = ''] = ledger.seal().vkeys;
    await refused('saved', policy(own, witnessSigner(3)), /quorum-not-reached/);
    await refused('saved', policy(vkeyOf(logSigner(7, 'ledger.example.org/test'))), /not-signed-by-log/);
    const { url } = await emptyDatabase();
    expect((await restoreBackup(url, path.join(folder, 'saved'), policy(own))).manifest.proof).toMatchObject({ size: 710, cosigned: { size: 700 } });
    const manifest = await readManifest(path.join(folder, 'saved'));
    fs.writeFileSync(path.join(folder, 'saved', 'manifest.json'), JSON.stringify({ ...manifest, proof: null }));
    await refused('saved', policy(own), /nothing was signed/);
  });

  it('refuses events that do not have the root its manifest notes, though every file is as the manifest says', async () => {
    await cosignedBackup();
    const other = await broughtBack();
    await other.tamper(change(300), 'TRUNCATE proof.checkpoint, proof.cosignature');
    await take(other, 'changed');
    const [whole, changed] = [await readManifest(path.join(folder, 'saved')), await readManifest(path.join(folder, 'changed'))];
    fs.writeFileSync(path.join(folder, 'changed', 'manifest.json'), JSON.stringify({ ...changed, proof: whole.proof }));
    await refused('changed', {}, /do not have the root that was signed/);
  });
});

describe('an older copy', () => {
  it('is refused by the sealer that has signed more: it names what is missing, and signs nothing', async () => {
    await ledger.append(300);
    await ledger.signed();
    await take(ledger);
    await ledger.append(45, 'later');
    await ledger.signed();
    const other = await broughtBack();
    other.start();
    await until('refused', async () => (await other.disagreements.standing()).length > 0);
    await other.stop();
    expect(await other.disagreements.standing()).toMatchObject([{ position: 300, kind: 'ledger-shorter', detail: '345 events were signed, the ledger holds 300' }]);
    expect([await other.tables.provenSize(), other.memory.read()?.checkpoint.size]).toEqual([300, 345]);
  });

  it('whose sealer was set back with it goes on signing, and the witness that saw more objects', async () => {
    await ledger.append(300);
    await ledger.signed();
    const [log = ''] = ledger.seal().vkeys;
    const witness = await startWitness(['--dir', path.join(folder, 'witness'), '--name', 'office.example/w', '--log', log]);
    witnesses.push(witness);
    const show = (of: SealedLedger): Promise<unknown> => new Cosigning({
      tables: new CosignatureTables(of.database.pool), policy: parsePolicy(`log ${log}\nwitness w ${witness.vkey} ${witness.url}\nquorum w\n`), everyMs: 50, nowUs: () => 1, answerMs: 5_000, changed: () => undefined, troubled: () => undefined,
    }).round();
    await show(ledger);
    // What the witness signed is in the backup: so far the histories are known to agree.
    await take(ledger);
    const setBack = path.join(folder, 'seal');
    fs.cpSync(ledger.folder, setBack, { recursive: true });
    await ledger.append(45, 'later');
    await ledger.signed();
    await show(ledger);
    expect(await ledger.tables.cosignatures(345)).toHaveLength(1);

    const other = await broughtBack('saved', setBack);
    await other.append(60, 'another');
    await other.signed();
    await show(other);
    expect(other.refused).toEqual([]);
    expect(await other.disagreements.standing()).toMatchObject([{ position: 300, kind: 'witness-refused', detail: expect.stringContaining('has seen 345 entries that ours do not continue') }]);
    expect(await other.tables.cosignatures(360)).toEqual([]);
  });
});
