/** Uploads as they lie on disk: sealed chunk by chunk while they arrive, so that clear bytes never touch the disk. */
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { cipherNamed, ciphers, Tampered, type Cipher, type CipherName } from './cipher';
import type { MasterKeys } from './keys';

/*
 * header : "MZSEAL1\n", one JSON line {cipher, key, salt}
 * chunk  : 4 bytes length, then a sealed chunk bound to its place and to whether it is the last
 * The file's key is derived from the uploads key, its salt, its header and the name it is kept under: a chunk opens in no other
 * file, no other place and no other order, and a file that was cut ends without a last chunk.
 */
const magic = 'MZSEAL1\n';
const chunkBytes = 64 * 1024;
const headerMax = 512;
const sealedMax = chunkBytes + 64;

export interface SealedFile {
  readonly bytes: number;
  /** SHA-256 of the clear bytes, hexadecimal: tells the same file sent twice. */
  readonly sha256: string;
}

const fileKey = (keys: MasterKeys, version: number, salt: Buffer, header: string, name: string): Buffer =>
  Buffer.from(hkdfSync('sha256', keys.derive('uploads', version), salt, `${header}|${name}`, 32));
const boundTo = (index: number, last: boolean): string => `chunk|${String(index)}|${last ? 'last' : 'more'}`;

/** Cuts any stream into chunks of one size; the last may be shorter, and empty where there was nothing. */
async function* chunksOf(source: AsyncIterable<Uint8Array>): AsyncGenerator<{ chunk: Buffer; last: boolean }> {
  let held: Buffer[] = [];
  let size = 0;
  for await (const piece of source) {
    held.push(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength));
    size += piece.byteLength;
    // More than one chunk, so that what remains is never nothing: the last chunk must be known when it is sealed.
    if (size <= chunkBytes) continue;
    let rest: Buffer = Buffer.concat(held);
    while (rest.length > chunkBytes) {
      yield { chunk: rest.subarray(0, chunkBytes), last: false };
      rest = rest.subarray(chunkBytes);
    }
    // A copy: the sender may use its buffer again.
    held = [Buffer.from(rest)];
    size = rest.length;
  }
  yield { chunk: Buffer.concat(held), last: true };
}

function frame(cipher: Cipher, key: Buffer, chunk: Buffer, index: number, last: boolean): Buffer {
  const sealed = cipher.seal(key, chunk, boundTo(index, last));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(sealed.length);
  return Buffer.concat([length, sealed]);
}

/**
 * Writes a stream sealed under `path`, whole or not at all (a draft beside it is renamed when durable). `name` is what it is kept under,
 * such as the upload's id, and is needed to open it. Fails where `path` exists.
 */
export async function sealFile(path: string, name: string, source: AsyncIterable<Uint8Array>, keys: MasterKeys, cipherName: CipherName = 'AES-256-GCM'): Promise<SealedFile> {
  const cipher = ciphers[cipherName];
  const salt = randomBytes(32);
  const header = `${magic}${JSON.stringify({ cipher: cipher.name, key: keys.current, salt: salt.toString('base64') })}\n`;
  const key = fileKey(keys, keys.current, salt, header, name);
  const draft = `${path}.${randomBytes(6).toString('hex')}.draft`;
  const handle = await fs.open(draft, 'wx', 0o600);
  const digest = createHash('sha256');
  let bytes = 0;
  try {
    await handle.appendFile(header);
    let index = 0;
    for await (const { chunk, last } of chunksOf(source)) {
      digest.update(chunk);
      bytes += chunk.length;
      await handle.appendFile(frame(cipher, key, chunk, index, last));
      index += 1;
    }
    await handle.sync();
    await handle.close();
    await fs.link(draft, path);
  } finally {
    await handle.close();
    await fs.unlink(draft);
  }
  return { bytes, sha256: digest.digest('hex') };
}

/** Reads exact numbers of bytes from a stream of pieces. */
class Reader {
  private held: Buffer = Buffer.alloc(0);
  constructor(private readonly pieces: AsyncIterator<Buffer>) {}

  private async fill(count: number): Promise<void> {
    const parts = [this.held];
    for (let size = this.held.length; size < count; ) {
      const next = await this.pieces.next();
      if (next.done) break;
      parts.push(next.value);
      size += next.value.length;
    }
    this.held = Buffer.concat(parts);
  }

  async take(count: number): Promise<Buffer> {
    if (this.held.length < count) await this.fill(count);
    if (this.held.length < count) throw new Tampered('the file was cut');
    const taken = this.held.subarray(0, count);
    this.held = this.held.subarray(count);
    return taken;
  }

  async header(): Promise<string> {
    await this.fill(headerMax);
    const end = this.held.indexOf(10, magic.length);
    if (end < 0 || end > headerMax || this.held.toString('latin1', 0, magic.length) !== magic) throw new Tampered('not a sealed file');
    return (await this.take(end + 1)).toString('latin1');
  }

  async ended(): Promise<boolean> {
    await this.fill(1);
    return this.held.length === 0;
  }
}

function parseHeader(header: string): { cipher: string; key: number; salt: string } {
  try {
    return JSON.parse(header.slice(magic.length)) as { cipher: string; key: number; salt: string };
  } catch {
    throw new Tampered('header');
  }
}

/** The length says how a chunk is cut, the binding whether it is the last: tried as the one the place in the file suggests. */
async function openChunk(reader: Reader, cipher: Cipher, key: Buffer, index: number): Promise<{ chunk: Buffer; last: boolean }> {
  const length = (await reader.take(4)).readUInt32BE();
  if (length > sealedMax) throw new Tampered('chunk length');
  const sealed = await reader.take(length);
  const last = await reader.ended();
  return { chunk: cipher.open(key, sealed, boundTo(index, last)), last };
}

/**
 * The clear bytes of a sealed file, chunk by chunk, each authentic when it is handed on. Ends with `Tampered` where the file was cut, so what
 * was read before counts only when the stream has ended well.
 */
export async function* openSealedFile(path: string, name: string, keys: MasterKeys): AsyncGenerator<Buffer, void, void> {
  const stream = createReadStream(path, { highWaterMark: chunkBytes });
  try {
    const reader = new Reader(stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>);
    const header = await reader.header();
    const said = parseHeader(header);
    if (!keys.has(said.key)) throw new Tampered('sealed under a key that is not in the key file');
    const key = fileKey(keys, said.key, Buffer.from(said.salt, 'base64'), header, name);
    const cipher = cipherNamed(said.cipher);
    for (let index = 0, last = false; !last; index += 1) {
      const opened = await openChunk(reader, cipher, key, index);
      last = opened.last;
      if (opened.chunk.length > 0) yield opened.chunk;
    }
  } finally {
    stream.destroy();
  }
}
