/** What we write is verified by others: golang.org/x/mod walks a log of ours from its files, and OpenSSL checks the SM2 signature. Each says so where it is not at hand. */
import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { leafHash, leafOf } from '../../src/event-store/leaf';
import { checkpointText } from '../../src/proof/checkpoint';
import { noteText } from '../../src/proof/note';
import { sm2Signer } from '../../src/proof/signer';
import { GrowingTree, hashAt, nodesFrom, tilePath, TILE_WIDTH, widthOf, type Tile } from '../../src/proof/tiles';
import { tlogProofText } from '../../src/proof/tlog-proof';
import { consistencyRanges, inclusionRanges, rangeRoot } from '../../src/proof/tree';
import { logSigner, vkeyOf, witnessSigner } from '../proof/keys';
import { buildWalk, goIsMissing, walk } from './go';

const SIZE = 70_000;
const OLDER = 1_025;
const log = logSigner(1);

const leaves = Array.from({ length: SIZE }, (_, at) => leafOf({ headerBytes: Buffer.from(`{"position":"${String(at)}"}`), payloadBytes: Buffer.from(`{"amountFen":"${String(at)}"}`), salt: Buffer.alloc(16, at % 251) }));

function grown(size: number): { tiles: Tile[]; root: Buffer } {
  const tree = GrowingTree.of();
  const tiles = tree.append(Buffer.concat(leaves.slice(0, size).map(leafHash)));
  return { tiles: [...tiles, ...tree.openTiles()], root: tree.root() };
}

function write(dir: string, name: string, bytes: Buffer | string): void {
  const file = path.join(dir, name);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, bytes);
}

/** Signed by the log, by SM2 beside it, and by a witness: whoever does not know these passes them over. */
function signed(size: number, root: Buffer): string {
  const text = checkpointText({ origin: log.key.name, size, root });
  const sm2 = sm2Signer(log.key.name, generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey);
  return noteText({ text, signatures: [sm2.sign(text), log.sign(text), witnessSigner(2).cosign(text, 1_767_225_600)] });
}

const PROVEN = [0, 1, 255, 256, 65_535, 65_536, SIZE - 1];

function writeLog(dir: string): string[] {
  const { tiles, root } = grown(SIZE);
  for (const { level, index, hashes } of tiles) write(dir, tilePath(level, index, widthOf(hashes)), hashes);
  for (let index = 0; index * TILE_WIDTH < SIZE; index += 1) {
    const bundle = leaves.slice(index * TILE_WIDTH, (index + 1) * TILE_WIDTH);
    write(dir, tilePath('entries', index, bundle.length), Buffer.concat(bundle.flatMap((leaf) => [Buffer.from([leaf.length >> 8, leaf.length & 0xff]), leaf])));
  }
  const checkpoint = signed(SIZE, root);
  write(dir, 'checkpoint', checkpoint);
  write(dir, 'checkpoint.older', signed(OLDER, grown(OLDER).root));
  const node = nodesFrom(tiles);
  write(dir, 'consistency', `${consistencyRanges(OLDER, SIZE).map((range) => rangeRoot(range, node).toString('base64')).join('\n')}\n`);
  return PROVEN.map((index) => {
    const hashes = inclusionRanges(index, SIZE).map((range) => rangeRoot(range, node));
    write(dir, `${String(index)}.tlog-proof`, tlogProofText({ extra: leaves[index], index, hashes, checkpoint }));
    return path.join(dir, `${String(index)}.tlog-proof`);
  });
}

describe('golang.org/x/mod', () => {
  const missing = goIsMissing();
  let dir: string;
  let walker: string;
  let proofs: string[];
  beforeAll(() => {
    if (missing !== undefined) {
      process.stderr.write(`golang.org/x/mod does not check us here: ${missing}\n`);
      return;
    }
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'log-'));
    walker = buildWalk();
    proofs = writeLog(dir);
  }, 180_000);
  afterAll(() => {
    if (missing === undefined) for (const folder of [dir, path.dirname(walker)]) fs.rmSync(folder, { recursive: true, force: true });
  });

  const walked = (): Promise<{ code: number; said: string }> => walk(walker, [dir, vkeyOf(log), log.key.name, ...proofs]);

  /** Changes one byte of a file for a while. */
  async function spoilt(name: string, at: number): Promise<{ code: number; said: string }> {
    const file = path.join(dir, name);
    const kept = fs.readFileSync(file);
    const changed = Buffer.from(kept);
    changed[at] = (changed[at] as number) ^ 1;
    fs.writeFileSync(file, changed);
    const outcome = await walked();
    fs.writeFileSync(file, kept);
    return outcome;
  }

  it('verifies checkpoint, tiles, entries, consistency and proofs of a log of ours', async () => {
    if (missing !== undefined) return;
    const { code, said } = await walked();
    expect([code, said.trim().split('\n')]).toEqual([0, ['checkpoint of 70000', 'tiles', 'entries', 'consistency of 1025 with 70000', 'the same consistency proof', ...PROVEN.map((index) => `proof of ${String(index)} in 70000`)]]);
  });

  it.each([['checkpoint', 30, 'note'], ['tile/0/100', 40, 'tiles|entries'], ['tile/1/000', 40, 'tiles|entries|consistency'], ['tile/entries/100', 40, 'entries'], ['tile/entries/273.p/112', 5, 'entries'], ['65535.tlog-proof', 300, 'proof|note'], ['checkpoint.older', 28, 'note'], ['consistency', 3, 'consistency']])('finds a bit changed in %s', async (name, at, where) => {
    if (missing !== undefined) return;
    const { code, said } = await spoilt(name, at);
    expect([code, said]).toEqual([1, expect.stringMatching(new RegExp(`(${where}): `))]);
  });
});

describe('OpenSSL', () => {
  const at = (): string | undefined => {
    try {
      return execFileSync('openssl', ['version'], { encoding: 'utf8' });
    } catch {
      return undefined;
    }
  };

  it('verifies the SM2 signature of a checkpoint, with an empty identifier', () => {
    const version = at();
    if (version?.startsWith('OpenSSL 3') !== true) {
      process.stderr.write('OpenSSL 3 is not installed and does not check our SM2 signatures here\n');
      return;
    }
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'sm2-'));
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'SM2' });
    const text = checkpointText({ origin: log.key.name, size: 3, root: hashAt(leafHash(Buffer.from('x')), 0) });
    write(dir, 'text', text);
    write(dir, 'signature', sm2Signer(log.key.name, privateKey).sign(text).signature);
    write(dir, 'key.pem', createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }));
    const checked = execFileSync('openssl', ['pkeyutl', '-verify', '-pubin', '-inkey', path.join(dir, 'key.pem'), '-in', path.join(dir, 'text'), '-sigfile', path.join(dir, 'signature'), '-rawin', '-digest', 'sm3', '-pkeyopt', 'distid:'], { encoding: 'utf8' });
    expect(checked.trim()).toBe('Signature Verified Successfully');
    fs.rmSync(dir, { recursive: true, force: true });
  });
});
