/** A whole export: files from which the signed root is derived again, by us and by whoever reads c2sp.org/tlog-tiles; and what is found when they were altered. */
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { exportLedger, LedgerDiffers } from '../../src/pack/export-ledger';
import { exitCodeOf, type Verification } from '../../src/pack/finding';
import { sealedTree } from '../../src/pack/sealed-tree';
import { main, verify } from '../../src/pack/verifier';
import { testApp, type TestApp } from '../support/app';
import { issue } from '../support/county-commands';
import { fundCounty } from '../support/funded-county';
import { POLICY, seal } from '../support/sealed-ledger';

jest.setTimeout(120_000);

let service: TestApp;
let folder: string;
let policy: string;
let older: string;

const inFolder = (...names: string[]): string => path.join(folder, ...names);
const verified = (...words: string[]): Verification => verify({ words, policy });
const first = (found: Verification): object | undefined => found.findings[0];

async function take(to: string): Promise<void> {
  const client = await service.database.pool.connect();
  try {
    await exportLedger(client, (await sealedTree(service.database.pool))!, to, POLICY);
  } finally {
    client.release();
  }
}

/** A copy to be altered. */
function copied(change: (copy: string) => void): Verification {
  const copy = fs.mkdtempSync(inFolder('copy-'));
  fs.cpSync(inFolder('whole'), copy, { recursive: true });
  change(copy);
  return verified(copy);
}

beforeAll(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mingzhang-export-'));
  policy = inFolder('policy');
  older = inFolder('older');
  fs.writeFileSync(policy, POLICY);
  service = await testApp('api');
  await fundCounty(service);
  const province = await service.as('province@42');
  await seal(service.database.pool);
  fs.writeFileSync(older, (await sealedTree(service.database.pool))!.note);
  const commands = Array.from({ length: 300 }, (_, n) => JSON.stringify({ key: `more-${String(n)}`, type: 'IssueAllocation', id: `more-${String(n)}`, data: issue({ documentNumber: `鄂财农发〔2018〕${String(100 + n)}号` }) }));
  await province.post('/v1/commands').set('Content-Type', 'application/x-ndjson').send(commands.join('\n')).expect(200);
  await seal(service.database.pool);
  await take(inFolder('whole'));
});
afterAll(async () => {
  await service.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

describe('a whole export', () => {
  it('gives the signed root', () => {
    const found = verified(inFolder('whole'));
    expect(found.findings).toEqual([]);
    expect(found.events).toBe(found.size);
    expect(found.size).toBeGreaterThan(300);
  });

  it('is laid out as the specification has it: 256 entries a bundle, each after its length, and the tile of their hashes', () => {
    const bundle = fs.readFileSync(inFolder('whole', 'tile/entries/000'));
    const length = bundle.readUInt16BE(0);
    const hash = createHash('sha256').update(Buffer.concat([Buffer.from([0]), bundle.subarray(2, 2 + length)])).digest();
    expect(fs.readFileSync(inFolder('whole', 'tile/0/000')).subarray(0, 32)).toEqual(hash);
    expect(fs.readdirSync(inFolder('whole', 'tile')).sort()).toEqual(['0', '1', 'entries']);
  });

  it('shows that what was signed before is how it begins; a checkpoint it does not begin with, it does not', () => {
    const newer = inFolder('whole', 'checkpoint');
    expect(verify({ words: ['consistency', older, newer], policy, export: inFolder('whole') }).findings).toEqual([]);
    const other = fs.readFileSync(newer, 'utf8').split('\n');
    const text = fs.readFileSync(older, 'utf8').split('\n');
    fs.writeFileSync(inFolder('forged'), [text[0], text[1], other[2], ...text.slice(3)].join('\n'));
    const found = verify({ words: ['consistency', inFolder('forged'), newer], policy, export: inFolder('whole') });
    expect(found.findings.map(({ code }) => code)).toEqual(['checkpoint-not-signed', 'not-continued']);
    expect(verify({ words: ['consistency', newer, older], policy, export: inFolder('whole') }).findings.map(({ code }) => code)).toEqual(['shrunk']);
  });

  it('with an event edited, an entry edited, an event missing or a tile missing says where', () => {
    const events = 'events/000.jsonl';
    const edited = copied((copy) => {
      const lines = fs.readFileSync(path.join(copy, events), 'utf8').split('\n');
      const line = JSON.parse(lines[17]!) as { payload: string };
      lines[17] = JSON.stringify({ ...line, payload: Buffer.from(Buffer.from(line.payload, 'base64').toString('utf8').replace(/\d/, '7').replace(/"amountFen":\d+/, '"amountFen":1')).toString('base64') });
      fs.writeFileSync(path.join(copy, events), lines.join('\n'));
    });
    expect(exitCodeOf(edited)).toBe(1);
    expect(first(edited)).toMatchObject({ code: 'event-differs', position: 17 });
    const entry = copied((copy) => {
      const bundle = fs.readFileSync(path.join(copy, 'tile/entries/000'));
      bundle[5 * 83 + 60]! ^= 1;
      fs.writeFileSync(path.join(copy, 'tile/entries/000'), bundle);
    });
    expect(first(entry)).toMatchObject({ code: 'event-differs', position: 5 });
    expect(entry.findings).toContainEqual(expect.objectContaining({ code: 'tile-differs', position: 5, file: 'tile/0/000' }));
    expect(entry.findings).toContainEqual(expect.objectContaining({ code: 'root-differs' }));
    const dropped = copied((copy) => { fs.writeFileSync(path.join(copy, events), fs.readFileSync(path.join(copy, events), 'utf8').split('\n').filter((_, at) => at !== 9).join('\n')); });
    expect(dropped.findings).toContainEqual(expect.objectContaining({ grade: 'incomplete', code: 'event-missing', position: 9 }));
    const missing = copied((copy) => { fs.rmSync(path.join(copy, 'tile/0/000')); });
    expect(exitCodeOf(missing)).toBe(2);
  });

  it('is malformed without its checkpoint or a bundle, which is exit code 3', () => {
    const said: string[] = [];
    const copy = fs.mkdtempSync(inFolder('copy-'));
    expect(main([copy], (line) => said.push(line), (line) => said.push(line))).toBe(3);
    expect(said.join('\n')).toContain('checkpoint');
  });

  it('is not made of a ledger that is not the one that was signed', async () => {
    await service.database.pool.query(`alter table ledger.event disable trigger all; update ledger.event set payload = payload || ' '::bytea where position = 4`);
    await expect(take(inFolder('differs'))).rejects.toThrow(LedgerDiffers);
  });
});
