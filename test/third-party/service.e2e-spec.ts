/** The service itself, verified by golang.org/x/mod: what it answers over HTTP is laid in a folder as it came, and walked. Says so where Go is not at hand. */
import * as fs from 'node:fs';
import type { AddressInfo } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { tilePath, TILE_WIDTH, tileWidth } from '../../src/proof/tiles';
import { testApp, type TestApp } from '../support/app';
import { issue, programme, split } from '../support/county-commands';
import { buildWalk, goIsMissing, walk } from './go';

jest.setTimeout(180_000);

const SPLITS = 700;
const missing = goIsMissing();
let service: TestApp;
let folder: string;
let walker: string;

async function keep(address: string, name = address): Promise<string> {
  const { port } = service.app.getHttpServer().address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${String(port)}/${address}`);
  if (!response.ok) throw new Error(`${address} answered ${String(response.status)}`);
  const file = path.join(folder, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, Buffer.from(await response.arrayBuffer()));
  return file;
}

/** Every tile and bundle of a tree of this size. */
async function keepTiles(size: number): Promise<void> {
  for (let level = 0; tileWidth({ level, index: 0 }, size) > 0; level += 1) {
    for (let index = 0; tileWidth({ level, index }, size) > 0; index += 1) await keep(tilePath(level, index, tileWidth({ level, index }, size)));
  }
  for (let index = 0; index * TILE_WIDTH < size; index += 1) await keep(tilePath('entries', index, Math.min(TILE_WIDTH, size - index * TILE_WIDTH)));
}

async function proven(position: number): Promise<string> {
  const auditor = await service.as('auditor');
  for (let waited = 0; waited < 10_000; waited += 50) {
    const { body } = await auditor.get('/v1/log').expect(200);
    const { proven: so, vkey } = body as { proven: number; vkey: string };
    if (so >= position) return vkey;
    await sleep(50);
  }
  throw new Error(`position ${String(position)} was not proven in time`);
}

beforeAll(async () => {
  if (missing !== undefined) {
    process.stderr.write(`golang.org/x/mod does not check the service here: ${missing}\n`);
    return;
  }
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'served-log-'));
  walker = buildWalk();
  service = await testApp('api,sealer', { MINGZHANG_SM2: 'on', MINGZHANG_ORIGIN: 'ledger.example.org/funds' });
});
afterAll(async () => {
  if (missing !== undefined) return;
  await service.stop();
  for (const one of [folder, path.dirname(walker)]) fs.rmSync(one, { recursive: true, force: true });
});

it('verifies checkpoint, tiles, entries, consistency and proofs as the service answers them', async () => {
  if (missing !== undefined) return;
  const province = await service.as('province@42');
  await province.send('DefineProgramme', 'grain', programme()).expect(201);
  await province.send('IssueAllocation', 'root-1', issue()).expect(201);
  await proven(1);
  await keep('checkpoint', 'checkpoint.older');
  const lines = Array.from({ length: SPLITS }, (_, n) => JSON.stringify({ key: `split-${String(n)}`, type: 'SplitAllocation', id: 'root-1', data: split({ splitId: `s-${String(n)}`, toAllocationId: `county-${String(n)}`, amountFen: 1_00 }) }));
  await province.post('/v1/commands').type('application/x-ndjson').send(lines.join('\n')).expect(200);
  const vkey = await proven(SPLITS + 1);
  await keep('checkpoint');
  const sizeIn = (name: string): number => Number(fs.readFileSync(path.join(folder, name), 'utf8').split('\n')[1]);
  const [older, size] = [sizeIn('checkpoint.older'), sizeIn('checkpoint')];
  await keepTiles(size);
  const consistency = JSON.parse(fs.readFileSync(await keep(`v1/proofs/consistency?from=${String(older)}&to=${String(size)}`, 'consistency.json'), 'utf8')) as { hashes: string[] };
  fs.writeFileSync(path.join(folder, 'consistency'), `${consistency.hashes.join('\n')}\n`);
  const positions = [0, 255, 256, size - 1];
  const proofs: string[] = [];
  for (const position of positions) proofs.push(await keep(`v1/proofs/${String(position)}`, `${String(position)}.tlog-proof`));
  const { code, said } = await walk(walker, [folder, vkey, 'ledger.example.org/funds', ...proofs]);
  expect([code, said.trim().split('\n')]).toEqual([0, [
    `checkpoint of ${String(size)}`, 'tiles', 'entries', `consistency of ${String(older)} with ${String(size)}`, 'the same consistency proof', ...positions.map((position) => `proof of ${String(position)} in ${String(size)}`),
  ]]);
});
