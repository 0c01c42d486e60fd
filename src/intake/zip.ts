/** Reads a zip held in memory part by part, trusting no size it declares. */
import { crc32, createInflateRaw } from 'node:zlib';
import { fileRefused } from './file-refusals';
import type { Limits } from './limits';

export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly packedBytes: number;
  readonly headerAt: number;
  readonly crc: number;
  readonly encrypted: boolean;
}

const endSignature = 0x06054b50;
const centralSignature = 0x02014b50;
const localSignature = 0x04034b50;
const ratioFromBytes = 1024 * 1024;

function findEnd(bytes: Buffer): number {
  // The end record may be followed by a comment of up to 65,535 bytes.
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at -= 1) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  throw fileRefused('file-damaged', 'zip');
}

/** The parts by name, slashes forward. */
export function listZip(bytes: Buffer, limits: Limits): ReadonlyMap<string, ZipEntry> {
  const end = findEnd(bytes);
  const count = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  if (count > limits.zipEntries) throw fileRefused('file-unpacks-too-large');
  const entries = new Map<string, ZipEntry>();
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== centralSignature) throw fileRefused('file-damaged', 'zip');
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/');
    entries.set(name, {
      name,
      encrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      packedBytes: bytes.readUInt32LE(at + 20),
      headerAt: bytes.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function packedBytesOf(bytes: Buffer, entry: ZipEntry): Buffer {
  if (entry.encrypted) throw fileRefused('file-encrypted');
  const { headerAt } = entry;
  if (headerAt + 30 > bytes.length || bytes.readUInt32LE(headerAt) !== localSignature) throw fileRefused('file-damaged', entry.name);
  const from = headerAt + 30 + bytes.readUInt16LE(headerAt + 26) + bytes.readUInt16LE(headerAt + 28);
  if (from + entry.packedBytes > bytes.length) throw fileRefused('file-damaged', entry.name);
  return bytes.subarray(from, from + entry.packedBytes);
}

/** Bytes unpacked so far over all parts of one file. */
export class UnpackBudget {
  private spent = 0;

  constructor(private readonly limits: Limits) {}

  spend(bytes: number, ofPart: number, packed: number): void {
    this.spent += bytes;
    const tooMuch = this.spent > this.limits.unpackedBytes;
    if (tooMuch || (ofPart > ratioFromBytes && ofPart > packed * this.limits.zipRatio)) throw fileRefused('file-unpacks-too-large');
  }
}

async function* inflate(packed: Buffer, name: string): AsyncGenerator<Buffer> {
  const inflater = createInflateRaw({ chunkSize: 64 * 1024 });
  inflater.end(packed);
  try {
    for await (const chunk of inflater) yield chunk as Buffer;
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_')) throw fileRefused('file-damaged', name);
    throw error;
  }
}

/** Streams one part. The checksum is compared at the end: a part changed on the way is damaged, however well it inflates. */
export async function* unpack(bytes: Buffer, entry: ZipEntry, budget: UnpackBudget): AsyncGenerator<Buffer> {
  const packed = packedBytesOf(bytes, entry);
  if (entry.method !== 0 && entry.method !== 8) throw fileRefused('file-damaged', entry.name);
  let sum = 0;
  let produced = 0;
  const chunks = entry.method === 0 ? [packed] : inflate(packed, entry.name);
  for await (const chunk of chunks) {
    produced += chunk.length;
    budget.spend(chunk.length, produced, packed.length);
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (sum !== entry.crc) throw fileRefused('file-damaged', entry.name);
}
