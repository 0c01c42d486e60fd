/** Sealed uploads: the same bytes come back, and anything done to the file is noticed. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { Tampered, type CipherName } from '../../src/vault/cipher';
import { parseMasterKeys } from '../../src/vault/keys';
import { openSealedFile, sealFile } from '../../src/vault/sealed-file';

const seed = Number(process.env.SEED ?? 20180707);
const keys = parseMasterKeys(`1 ${'ab'.repeat(32)}`);
const secret = '422801190001010017 张三 6217000000000000004\n';
let folder: string;
let count = 0;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sealed-'))));
afterEach(() => fs.rmSync(folder, { recursive: true }));

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  await Promise.resolve();
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const newPath = (): string => path.join(folder, `upload-${String((count += 1))}`);
async function sealed(bytes: Buffer, name = 'upload-1', cipher?: CipherName): Promise<string> {
  const file = newPath();
  await sealFile(file, name, pieces(bytes, 5000), keys, cipher);
  return file;
}
async function opened(file: string, name = 'upload-1'): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of openSealedFile(file, name, keys)) parts.push(part);
  return Buffer.concat(parts);
}
/** The file as header and frames, to be put together again otherwise. */
function frames(file: string): Buffer[] {
  const bytes = fs.readFileSync(file);
  let at = bytes.indexOf(10, 8) + 1;
  const parts = [bytes.subarray(0, at)];
  while (at < bytes.length) {
    const end = at + 4 + bytes.readUInt32BE(at);
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}
const long = Buffer.from(secret.repeat(5000));

describe('a sealed file', () => {
  it('gives back the bytes that came, however they came', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 200_000 }), fc.integer({ min: 1000, max: 150_000 }), async (length, size) => {
      const bytes = Buffer.alloc(length, secret);
      const file = newPath();
      const { bytes: said } = await sealFile(file, 'x', pieces(bytes, size), keys);
      expect(said).toBe(length);
      expect((await opened(file, 'x')).equals(bytes)).toBe(true);
    }), { seed, numRuns: 25, examples: [[0, 1000], [65536, 65536], [65537, 65536], [131072, 1000]] });
  });

  it('says the hash of the clear bytes, and holds none of them', async () => {
    const file = newPath();
    const said = await sealFile(file, 'upload-1', pieces(Buffer.from('abc'), 1), keys);
    expect(said).toEqual({ bytes: 3, sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad' });
    const other = fs.readFileSync(await sealed(long)).toString('latin1');
    expect(other).not.toContain('422801190001010017');
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(folder).filter((name) => name.endsWith('.draft'))).toEqual([]);
  });

  it('opens under the national algorithms too', async () => {
    expect((await opened(await sealed(long, 'upload-1', 'SM4-CTR+HMAC-SM3'))).equals(long)).toBe(true);
  });

  it('notices that it was cut, at a chunk or inside one', async () => {
    const file = await sealed(long);
    const parts = frames(file);
    expect(parts.length).toBeGreaterThan(3);
    for (const kept of [parts.slice(0, -1), parts.slice(0, 2), parts.slice(0, 1)]) {
      fs.writeFileSync(file, Buffer.concat(kept));
      await expect(opened(file)).rejects.toThrow(Tampered);
    }
    fs.writeFileSync(file, Buffer.concat(parts).subarray(0, -1));
    await expect(opened(file)).rejects.toThrow(Tampered);
  });

  it('notices chunks exchanged, repeated, added or taken from another file', async () => {
    const file = await sealed(long);
    const other = frames(await sealed(long));
    const [header, a, b, ...rest] = frames(file) as [Buffer, Buffer, Buffer, ...Buffer[]];
    for (const parts of [[header, b, a, ...rest], [header, a, a, b, ...rest], [header, a, ...rest], [header, a, b, ...rest, a], [header, other[1] as Buffer, b, ...rest], [other[0] as Buffer, a, b, ...rest]]) {
      fs.writeFileSync(file, Buffer.concat(parts));
      await expect(opened(file)).rejects.toThrow(Tampered);
    }
  });

  it('notices any one bit changed', async () => {
    const file = await sealed(Buffer.from(secret.repeat(20)));
    const whole = fs.readFileSync(file);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: whole.length * 8 - 1 }), async (bit) => {
      const changed = Buffer.from(whole);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      fs.writeFileSync(file, changed);
      await expect(opened(file)).rejects.toThrow(Tampered);
    }), { seed, numRuns: 60 });
  });

  it('opens under no other name and overwrites nothing', async () => {
    const file = await sealed(long);
    await expect(opened(file, 'upload-2')).rejects.toThrow(Tampered);
    await expect(sealFile(file, 'upload-1', pieces(long, 5000), keys)).rejects.toThrow('EEXIST');
  });

  it('leaves nothing behind when the sender breaks off', async () => {
    const broken = async function* (): AsyncGenerator<Buffer> { yield* pieces(long, 5000); throw new Error('connection lost'); };
    await expect(sealFile(path.join(folder, 'broken'), 'x', broken(), keys)).rejects.toThrow('connection lost');
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});
