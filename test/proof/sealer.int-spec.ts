/** What the sealer signs is one growing log; what would contradict it is never signed, whatever happens to process, folder or database. */
import { spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { leafHash, leafOf } from '../../src/event-store/leaf';
import { parseCheckpoint } from '../../src/proof/checkpoint';
import { LeafLog } from '../../src/proof/leaf-log';
import { parseNote } from '../../src/proof/note';
import { ProofTables, type SignedCheckpoint } from '../../src/proof/proof-tables';
import { Proofs } from '../../src/proof/proofs';
import { isSignedBy } from '../../src/proof/signer';
import { beginAnew, CannotSettle, settle } from '../../src/proof/settling';
import { extendsTree, rootOver } from '../../src/proof/tree';
import { SealedLedger, until } from './sealed-ledger';

jest.setTimeout(120_000);

const ORIGIN = 'ledger.example.org/test';
let ledger: SealedLedger;
beforeEach(async () => (ledger = await SealedLedger.make()));
afterEach(() => ledger.end());

const size = async (): Promise<number> => (await ledger.store.head()).size;

/** Every checkpoint is signed, has the root of the events before it, and begins the next one. */
async function holdsTogether(): Promise<readonly SignedCheckpoint[]> {
  const hashes = (await ledger.store.readAll(0, 100_000)).map((event) => leafHash(leafOf(event)));
  const checkpoints = await Promise.all((await ledger.tables.sizes()).map(async (each) => await ledger.tables.at(each) as SignedCheckpoint));
  const { key } = ledger.seal().signers[0];
  for (const [index, checkpoint] of checkpoints.entries()) {
    const { text, signatures } = parseNote(checkpoint.note);
    expect(signatures.some((signature) => isSignedBy(key, text, signature))).toBe(true);
    expect(parseCheckpoint(text)).toEqual({ origin: ORIGIN, size: checkpoint.size, root: rootOver(hashes.slice(0, checkpoint.size)) });
    const next = checkpoints[index + 1];
    if (next) expect(extendsTree(checkpoint, next, await new Proofs(ledger.tables).consistency(checkpoint.size, next.size))).toBe(true);
  }
  return checkpoints;
}

const settleAt = async (origin = ORIGIN, anew = false): Promise<void> => {
  const [standing] = await ledger.disagreements.standing();
  const ground = { disagreements: ledger.disagreements, tables: ledger.tables, memory: ledger.memory, leaves: new LeafLog(ledger.folder), keys: ledger.seal(origin) };
  const settlement = { id: standing?.id ?? 0, by: 'administrator', reason: 'looked at', nowUs: 1 };
  await (anew ? beginAnew(ground, settlement) : settle(ground, settlement));
  await ground.leaves.close();
};

async function refuses(kind: string, position: number, origin = ORIGIN): Promise<void> {
  ledger.refused.length = 0;
  ledger.start(origin);
  await until(`refused: ${kind}`, () => ledger.refused.length > 0);
  await until('told', async () => (await ledger.disagreements.standing()).length > 0);
  await ledger.stop();
  expect(ledger.refused[0]).toMatchObject({ kind, position });
  expect(await ledger.disagreements.standing()).toMatchObject([{ kind, position }]);
}

describe('the sealer', () => {
  it('signs one growing log while many append at once, and remembers the last of it', async () => {
    ledger.start();
    await Promise.all(Array.from({ length: 8 }, async (_, client) => { for (let n = 0; n < 12; n += 1) { await ledger.append(20, `c${String(client)}-${String(n)}`); await sleep(20); } }));
    await ledger.proven(await size());
    await ledger.stop();
    const checkpoints = await holdsTogether();
    expect(checkpoints.length).toBeGreaterThan(1);
    expect(ledger.memory.read()?.note).toBe(checkpoints.at(-1)?.note);
    expect([ledger.refused, ledger.troubles]).toEqual([[], []]);
    expect(await ledger.scrub()).toBeUndefined();
  });

  it('signs once a second at most while much is to be caught up, and within a second of the last event', async () => {
    await ledger.append(3_000);
    await ledger.signed();
    expect((await ledger.tables.sizes()).length).toBe(1);
    ledger.start();
    const from = performance.now();
    await ledger.append(1, 'late');
    await ledger.proven(3_001);
    expect(performance.now() - from).toBeLessThan(1_000);
  });

  it('goes on after it was killed at any moment: what was remembered and not told is told, nothing is signed twice otherwise', async () => {
    await ledger.append(200);
    const seen = new Map<number, string>();
    for (let round = 0; round < 6; round += 1) {
      // Killed after it signed everything, the last one left nothing to sign, and this one would say nothing.
      await ledger.append(1, `before-${String(round)}`);
      const child = spawn(process.execPath, ['-r', path.join(__dirname, '..', 'support', 'typescript-child.cjs'), path.join(__dirname, 'sealer-child.ts'), ledger.database.url, ledger.folder, ORIGIN], { stdio: ['ignore', 'pipe', 'inherit'] });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      for (let n = 0; n < 4 + round * 3; n += 1) { await ledger.append(3, `r${String(round)}-${String(n)}`); await sleep(17); }
      child.kill('SIGKILL');
      await ended;
      const { note, checkpoint } = ledger.memory.read()!;
      expect(seen.get(checkpoint.size) ?? note).toBe(note);
      seen.set(checkpoint.size, note);
    }
    await ledger.signed();
    const checkpoints = await holdsTogether();
    for (const { size: each, note } of checkpoints) expect(seen.get(each) ?? note).toBe(note);
    for (const each of seen.keys()) expect(checkpoints.map((checkpoint) => checkpoint.size)).toContain(each);
    expect([ledger.refused, await ledger.scrub()]).toEqual([[], undefined]);
  });

  it.each(['leaves', 'note'])('goes on where it died after its %s were on disk', async (written) => {
    await ledger.append(300);
    await ledger.signed();
    await ledger.append(30);
    const dying = new (class extends ProofTables { override publish(): Promise<void> { return Promise.reject(new Error('the process dies here')); } })(ledger.database.pool);
    ledger.start(ORIGIN, dying);
    await until('it died', () => ledger.troubles.length > 0);
    await ledger.stop();
    if (written === 'leaves') await ledger.memory.write((await ledger.tables.newest())?.note ?? '');
    await ledger.signed();
    expect((await holdsTogether()).map((checkpoint) => checkpoint.size)).toEqual([300, 330]);
    expect(await ledger.scrub()).toBeUndefined();
  });

  it('makes stored tiles and checkpoints anew from the ledger where a copy without them was brought back, and signs nothing else', async () => {
    await ledger.append(700);
    await ledger.signed();
    const before = ledger.memory.read()?.note;
    await ledger.tables.clear();
    await ledger.signed();
    expect((await ledger.tables.newest())?.note).toBe(before);
    expect(await ledger.scrub()).toBeUndefined();
  });

  it('refuses a ledger shorter than what it signed: an older copy', async () => {
    await ledger.append(300);
    await ledger.signed();
    await ledger.tamper('DELETE FROM ledger.event WHERE position >= 250', 'UPDATE ledger.log_head SET size = 250', 'TRUNCATE proof.checkpoint, proof.cosignature, proof.tile');
    await refuses('ledger-shorter', 250);
  });

  it('refuses an older copy that others have written to since, and names the first event that is not the one it signed', async () => {
    await ledger.append(300);
    await ledger.signed();
    await ledger.tamper('DELETE FROM ledger.event WHERE position >= 250', 'UPDATE ledger.log_head SET size = 250', 'TRUNCATE proof.checkpoint, proof.cosignature, proof.tile');
    await ledger.reopen();
    await ledger.append(100, 'other');
    await refuses('root-differs', 250);
  });

  it('refuses to begin from nothing where its memory is gone; settled, it takes up the last checkpoint its key has signed', async () => {
    await ledger.append(300);
    await ledger.signed();
    fs.rmSync(ledger.memory.file);
    await refuses('memory-missing', 300);
    await settleAt();
    await ledger.append(10, 'more');
    await ledger.signed();
    expect((await holdsTogether()).map((checkpoint) => checkpoint.size)).toEqual([300, 310]);
  });

  it('refuses another key than the one it signed with; settled, the same tree is signed with the new one', async () => {
    await ledger.append(300);
    await ledger.signed();
    fs.writeFileSync(path.join(ledger.folder, 'ed25519.pem'), generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }));
    await refuses('key-changed', 300);
    await settleAt();
    await ledger.append(10, 'more');
    await ledger.signed();
    expect((await holdsTogether()).map((checkpoint) => checkpoint.size)).toEqual([300, 310]);
    expect((await ledger.tables.log())?.vkeys).toEqual(ledger.seal().vkeys);
  });

  it('refuses another name, and begins anew where what it signed is lost: under a new name only', async () => {
    await ledger.append(300);
    await ledger.signed();
    await ledger.tamper('DELETE FROM ledger.event WHERE position >= 250', 'UPDATE ledger.log_head SET size = 250');
    await refuses('ledger-shorter', 250);
    await expect(settleAt(ORIGIN, true)).rejects.toThrow(CannotSettle);
    await settleAt();
    await refuses('origin-changed', 300, 'ledger.example.org/second');
    await settleAt('ledger.example.org/second', true);
    ledger.start('ledger.example.org/second');
    await ledger.proven(250);
    expect(parseNote((await ledger.tables.newest())?.note ?? '').text).toMatch(/^ledger\.example\.org\/second\n250\n/);
    expect(fs.readdirSync(ledger.folder).filter((file) => file.startsWith('last-signed.until-'))).toHaveLength(1);
  });

  it('keeps away from a ledger that another key signs, and stops nobody', async () => {
    await ledger.append(300);
    await ledger.signed();
    const stranger = ledger.beside(path.join(ledger.folder, 'elsewhere'));
    stranger.start();
    await until('it saw', () => stranger.troubles.length > 0);
    await stranger.stop();
    expect([String(stranger.troubles[0]), stranger.refused, await ledger.disagreements.standing()]).toEqual([expect.stringContaining('its sealer runs elsewhere'), [], []]);
  });

  it('keeps the newest checkpoints, those a witness has seen, and one an hour of the rest', async () => {
    await ledger.append(1);
    await ledger.signed();
    const { pool } = ledger.database;
    await pool.query(`INSERT INTO proof.checkpoint (size, root, note, signed_us) SELECT n, sha256('x'), 'note', 3600000000::bigint * (n / 100) FROM generate_series(2, 3000) AS n`);
    await pool.query(`INSERT INTO proof.cosignature (size, witness, line, seen_us) VALUES (250, 'w', 'line', 1)`);
    await ledger.tables.thin();
    const sizes = await ledger.tables.sizes();
    expect(sizes.slice(-1_000)).toEqual(Array.from({ length: 1_000 }, (_, n) => 2_001 + n));
    expect(sizes.slice(0, -1_000)).toEqual([1, 99, 199, 250, 299, ...Array.from({ length: 17 }, (_, n) => 399 + n * 100)]);
  });
});
