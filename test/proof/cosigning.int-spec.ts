/** The service shows its checkpoints to witnesses over HTTP and keeps what they sign; a witness that saw another history is told of. */
import * as fs from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { CosignatureTables, witnessId } from '../../src/proof/cosignature-tables';
import { Cosigning } from '../../src/proof/cosigning';
import { judgeCheckpoint, parsePolicy } from '../../src/proof/policy';
import { noteText, parseNote } from '../../src/proof/note';
import { Witness } from '../../src/proof/witness';
import { WitnessMemory } from '../../src/proof/witness-memory';
import { openDoor, type OpenDoor } from '../../src/proof/witness-server';
import { freshDatabase, type TestDatabase } from '../support/database';
import { GrownLog } from './grown-log';
import { logSigner, vkeyOf, witnessSigner } from './keys';

const log = logSigner(1);
const history = new GrownLog(log, 700);
const NOW_US = 1_767_225_600_000_000;

interface Office {
  readonly byte: number;
  readonly door: OpenDoor;
  readonly url: string;
  readonly dir: string;
}

describe('the collection of cosignatures', () => {
  let database: TestDatabase;
  const offices: Office[] = [];
  const servers: Server[] = [];
  const collections: Cosigning[] = [];
  let told: string[];

  beforeEach(async () => {
    database = await freshDatabase();
    told = [];
  });
  afterEach(async () => {
    for (const each of collections.splice(0)) await each.stop();
    for (const { door, dir } of offices.splice(0)) {
      await door.close();
      fs.rmSync(dir, { recursive: true, force: true });
    }
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
    await database.drop();
  });

  /** What the sealer would have written. */
  async function publish(of: GrownLog, size: number): Promise<void> {
    for (const { level, index, hashes } of of.tiles(size)) {
      await database.pool.query('INSERT INTO proof.tile VALUES ($1, $2, $3) ON CONFLICT (level, index) DO UPDATE SET hashes = excluded.hashes', [level, index, hashes]);
    }
    await database.pool.query('INSERT INTO proof.checkpoint VALUES ($1, $2, $3, $4)', [size, of.root(size), of.checkpoint(size), NOW_US]);
  }

  async function office(byte: number): Promise<Office> {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'witness-'));
    const cosigner = witnessSigner(byte);
    const memory = WitnessMemory.open(dir, cosigner.key);
    const door = await openDoor({ witness: new Witness({ cosigner, logs: [log.key], memory, nowSeconds: () => 1_767_225_600 }), memory, cosigner, prefix: '', failed: () => undefined }, { host: '127.0.0.1', port: 0 });
    const one = { byte, door, dir, url: `http://127.0.0.1:${String(door.port)}` };
    offices.push(one);
    return one;
  }

  /** A witness that answers as it likes. */
  async function liar(answer: (body: string) => { status: number; type?: string; body: string } | undefined): Promise<string> {
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => { body += part.toString(); });
      request.on('end', () => {
        const said = answer(body);
        if (!said) return;
        response.writeHead(said.status, { 'content-type': said.type ?? 'text/plain' }).end(said.body);
      });
    });
    servers.push(server);
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
  }

  function collect(addresses: readonly (readonly [byte: number, url: string | undefined])[], quorum = 'all'): { cosigning: Cosigning; policyText: string } {
    const names = addresses.map(([byte]) => `w${String(byte)}`);
    const policyText = `log ${vkeyOf(log)}\n${addresses.map(([byte, url]) => `witness w${String(byte)} ${vkeyOf(witnessSigner(byte))} ${url ?? ''}`).join('\n')}\ngroup g ${quorum} ${names.join(' ')}\nquorum g\n`;
    const cosigning = new Cosigning({ tables: new CosignatureTables(database.pool), policy: parsePolicy(policyText), everyMs: 50, nowUs: () => NOW_US, answerMs: 1_000, changed: (witness, standing, why) => told.push(`${witness.split('+')[0] ?? ''} ${standing} ${why}`.trim()), troubled: (error) => told.push(String(error)) });
    collections.push(cosigning);
    return { cosigning, policyText };
  }

  async function kept(size: number): Promise<string[]> {
    return (await database.pool.query<{ line: string }>('SELECT line FROM proof.cosignature WHERE size = $1 ORDER BY witness', [size])).rows.map(({ line }) => line);
  }
  async function disagreements(): Promise<{ position: number; detail: string }[]> {
    return (await database.pool.query<{ position: string; kind: string; detail: string }>('SELECT position, kind, detail FROM proof.disagreement ORDER BY id')).rows.map(({ position, kind, detail }) => ({ position: Number(position), detail: `${kind}: ${detail}` }));
  }

  it('keeps what two witnesses sign, checkpoint after checkpoint, so that the policy is satisfied', async () => {
    const [one, two] = [await office(2), await office(3)];
    const { cosigning, policyText } = collect([[2, one.url], [3, `${two.url}/`]]);
    await cosigning.round();
    for (const size of [5, 300, 700]) {
      await publish(history, size);
      await cosigning.round();
      const lines = await kept(size);
      expect(lines).toHaveLength(2);
      const note = history.checkpoint(size) + lines.join('');
      expect(judgeCheckpoint(note, parsePolicy(policyText)).objection).toBeUndefined();
      expect(judgeCheckpoint(history.checkpoint(size), parsePolicy(policyText)).objection).toBe('quorum-not-reached');
    }
    await cosigning.round();
    expect(told.sort()).toEqual(['office.example/w2 signs', 'office.example/w3 signs']);
  });

  it('goes on by itself', async () => {
    const one = await office(2);
    const { cosigning } = collect([[2, one.url]]);
    cosigning.start();
    await publish(history, 5);
    while ((await kept(5)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await publish(history, 300);
    while ((await kept(300)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  });

  it('learns from a witness how far it has seen, whatever is known here', async () => {
    const one = await office(2);
    await publish(history, 300);
    await collect([[2, one.url]]).cosigning.round();
    // Somebody else showed it a newer one, and our memory of it is lost.
    await fetch(`${one.url}/add-checkpoint`, { method: 'POST', body: history.request(300, 400) });
    await database.pool.query('TRUNCATE proof.cosignature');
    await publish(history, 700);
    await collect([[2, one.url]]).cosigning.round();
    expect(await kept(700)).toHaveLength(1);
    expect(await disagreements()).toEqual([]);
  });

  it('is not held up by one that is down, slow, or signs for nothing', async () => {
    const good = await office(2);
    const stolen = witnessSigner(9);
    const slow = await liar(() => undefined);
    const wrongKey = await liar((body) => ({ status: 200, body: noteText({ text: '', signatures: [stolen.cosign(parseNote(body.slice(body.indexOf('\n\n') + 2)).text, 1_767_225_600)] }).slice(1) }));
    const wrongText = await liar(() => ({ status: 200, body: noteText({ text: '', signatures: [witnessSigner(5).cosign('another text\n', 1_767_225_600)] }).slice(1) }));
    const noise = await liar(() => ({ status: 200, body: 'OK' }));
    const endless = await liar(() => ({ status: 200, body: 'x'.repeat(200_000) }));
    const fickle = await liar((body) => ({ status: 409, type: 'text/x.tlog.size', body: body.startsWith('old 1\n') ? '2\n' : '1\n' }));
    const boastful = await liar(() => ({ status: 409, type: 'text/x.tlog.size', body: '999999\n' }));
    const denying = await liar(() => ({ status: 422, body: 'no' }));
    const bytes = [4, 5, 6, 7, 8, 10, 11, 12, 14];
    const { cosigning } = collect([[2, good.url], ...[wrongKey, wrongText, noise, endless, slow, fickle, boastful, 'http://127.0.0.1:1', denying].map((url, at) => [bytes[at] as number, url] as const), [13, undefined]], 'any');
    await publish(history, 300);
    await cosigning.round();
    expect(await kept(300)).toHaveLength(1);
    expect(await disagreements()).toEqual([]);
    expect(told.sort()).toEqual([
      'office.example/w10 fails names another size each time', 'office.example/w11 fails says that it has seen 999999 entries, more than there are, and shows none that this log has signed', expect.stringMatching(/^office.example\/w12 fails does not answer/),
      'office.example/w14 fails says that ours does not continue what it has seen, and shows no other history that this log has signed',
      'office.example/w2 signs', 'office.example/w4 fails signs with another key than the policy names', 'office.example/w5 fails answers with a signature that is not its own',
      'office.example/w6 fails answers with something that is no signature', expect.stringMatching(/^office.example\/w7 fails does not answer/), expect.stringMatching(/^office.example\/w8 fails does not answer/),
    ]);
  }, 20_000);

  it('takes it up again with a witness that was down', async () => {
    const one = await office(2);
    await publish(history, 5);
    const { cosigning } = collect([[2, one.url]]);
    await one.door.close();
    await cosigning.round();
    const cosigner = witnessSigner(2);
    const memory = WitnessMemory.open(one.dir, cosigner.key);
    offices[0] = { ...one, door: await openDoor({ witness: new Witness({ cosigner, logs: [log.key], memory, nowSeconds: () => 1_767_225_600 }), memory, cosigner, prefix: '', failed: () => undefined }, { host: '127.0.0.1', port: one.door.port }) };
    await cosigning.round();
    expect([told, (await kept(5)).length]).toEqual([[expect.stringMatching(/w2 fails does not answer/), 'office.example/w2 signs'], 1]);
  });

  it('is told where a witness saw another history, once, with the first position that may be wrong', async () => {
    const one = await office(2);
    await publish(history, 200);
    const { cosigning } = collect([[2, one.url]]);
    await cosigning.round();
    // The rest was shown to the witness as it was; then somebody rewrote what stands from 250 on, hashes and all.
    await fetch(`${one.url}/add-checkpoint`, { method: 'POST', body: history.request(200, 300) });
    await publish(new GrownLog(log, 700, { from: 250 }), 400);
    await cosigning.round();
    await cosigning.round();
    const detail = `witness-refused: ${witnessId(witnessSigner(2).key)} has seen 300 entries that ours do not continue`;
    expect(await disagreements()).toEqual([{ position: 200, detail }]);
    expect(told.at(-1)).toBe(`office.example/w2 objects ${detail.replace('witness-refused: ', '')}`);
    expect(await kept(400)).toEqual([]);
    // What a person has settled is not told again.
    await database.pool.query(`UPDATE proof.disagreement SET settled_us = 1, settled_by = 'somebody', reason = 'looked at'`);
    await cosigning.round();
    expect(await disagreements()).toHaveLength(1);
  });

  it('is told where the end of the ledger is gone, by what the log itself had signed', async () => {
    const one = await office(2);
    await fetch(`${one.url}/add-checkpoint`, { method: 'POST', body: history.request(0, 700) });
    await publish(history, 300);
    await collect([[2, one.url]]).cosigning.round();
    expect(await disagreements()).toEqual([{ position: 300, detail: `witness-refused: ${witnessId(witnessSigner(2).key)} shows 700 entries that this log has signed; here are 300` }]);
  });
});
