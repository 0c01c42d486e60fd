/** Reads the log over HTTP as somebody would who has none of our code: tiles, entries, notes and proofs by their published formats alone. */
import { createHash, createPublicKey, verify } from 'node:crypto';

export type Fetch = (path: string) => Promise<{ readonly status: number; readonly bytes: Buffer; readonly headers: Headers }>;

export const fetching = (url: string): Fetch => async (path) => {
  const answer = await fetch(`${url}${path}`);
  return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()), headers: answer.headers };
};

const sha256 = (...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
export const hashOfLeaf = (leaf: Buffer): Buffer => sha256(Buffer.from([0]), leaf);
const hashOfNode = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.from([1]), left, right);

/** MTH of RFC 6962 §2.1. */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return sha256();
  if (hashes.length === 1) return hashes[0] as Buffer;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return hashOfNode(rootOf(hashes.slice(0, split)), rootOf(hashes.slice(split)));
}

export interface Head {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** A checkpoint whose Ed25519 signature by this vkey holds. */
export function opened(note: string, vkey: string): Head {
  const end = note.indexOf('\n\n');
  const text = note.slice(0, end + 1);
  // Base64 has plus signs of its own.
  const [name = '', id = '', ...rest] = vkey.split('+');
  const public32 = Buffer.from(rest.join('+'), 'base64').subarray(1);
  const spki = createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), public32]), format: 'der', type: 'spki' });
  const line = note.slice(end + 2).split('\n').find((one) => one.startsWith(`— ${name} `) && Buffer.from(one.split(' ')[2] ?? '', 'base64').subarray(0, 4).toString('hex') === id);
  if (line === undefined || !verify(null, Buffer.from(text), spki, Buffer.from(line.split(' ')[2] ?? '', 'base64').subarray(4))) throw new Error('not signed by this key');
  const [origin = '', size = '', root = ''] = text.split('\n');
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') };
}

const path3 = (n: number): string => {
  const groups = [String(n % 1000).padStart(3, '0')];
  for (let rest = Math.floor(n / 1000); rest > 0; rest = Math.floor(rest / 1000)) groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return groups.join('/');
};

/** Every tile of a level in a tree of this size, as paths with their widths. */
export function tilesOfLevel(level: number | 'entries', size: number): { readonly path: string; readonly width: number }[] {
  const nodes = Math.floor(size / 256 ** (level === 'entries' ? 0 : level));
  return Array.from({ length: Math.ceil(nodes / 256) }, (_, n) => {
    const width = Math.min(256, nodes - n * 256);
    return { path: `/tile/${String(level)}/${path3(n)}${width < 256 ? `.p/${String(width)}` : ''}`, width };
  });
}

/** All leaves the log holds, from its entries. */
export async function leavesOf(get: Fetch, size: number): Promise<Buffer[]> {
  const leaves: Buffer[] = [];
  for (const { path } of tilesOfLevel('entries', size)) {
    const { status, bytes } = await get(path);
    if (status !== 200) throw new Error(`${path}: ${String(status)}`);
    for (let at = 0; at < bytes.length;) {
      const length = bytes.readUInt16BE(at);
      leaves.push(bytes.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return leaves;
}

/** Root that the hashes of an inclusion proof lead to (RFC 9162 §2.1.3.2). */
export function rootByProof(index: number, size: number, leaf: Buffer, proof: readonly Buffer[]): Buffer {
  let [fn, sn, r] = [index, size - 1, hashOfLeaf(leaf)];
  for (const p of proof) {
    if (fn % 2 === 1 || fn === sn) {
      r = hashOfNode(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1];
    } else r = hashOfNode(r, p);
    [fn, sn] = [fn >> 1, sn >> 1];
  }
  if (sn !== 0) throw new Error('the proof is too short');
  return r;
}
