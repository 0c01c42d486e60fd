/** The Merkle tree of RFC 6962 §2.1 (hashing as RFC 9162): roots, inclusion and consistency proofs, and how they are checked. */
import { hash } from 'node:crypto';

const NODE_PREFIX = Buffer.from([1]);
const HASH_BYTES = 32;

/** Leaves `[from, until)`. */
export type Range = readonly [from: number, until: number];
/** Hash of the perfect subtree `index` of 2^level leaves. */
export type NodeHash = (level: number, index: number) => Buffer;

export const nodeHash = (left: Buffer, right: Buffer): Buffer => Buffer.from(hash('sha256', Buffer.concat([NODE_PREFIX, left, right]), 'binary'), 'latin1');
/** Root of the tree without leaves. */
export const EMPTY_ROOT = hash('sha256', Buffer.alloc(0), 'buffer');

/** Largest power of two below `count`. */
function splitOf(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

/** Root over hashes of leaves, or of perfect subtrees of one size the last of which may be smaller. */
export function rootOver(hashes: readonly Buffer[]): Buffer {
  const [first] = hashes;
  if (!first) return EMPTY_ROOT;
  if (hashes.length === 1) return first;
  const split = splitOf(hashes.length);
  return nodeHash(rootOver(hashes.slice(0, split)), rootOver(hashes.slice(split)));
}

/** The perfect subtrees a range that begins at a multiple of its largest one consists of, left to right. */
export function subtreesOf([from, until]: Range): (readonly [level: number, index: number])[] {
  const subtrees: (readonly [number, number])[] = [];
  for (let at = from; at < until;) {
    let level = 0;
    let width = 1;
    while (at % (width * 2) === 0 && at + width * 2 <= until) {
      width *= 2;
      level += 1;
    }
    subtrees.push([level, at / width]);
    at += width;
  }
  return subtrees;
}

/** The prefix of a node, and room for both its halves. */
const node = Buffer.concat([NODE_PREFIX, Buffer.alloc(2 * HASH_BYTES)]);

/** `rootOver` a power of two of hashes that lie one after another, in memory that is used again. */
export function perfectRoot(hashes: Buffer): Buffer {
  const joined = Buffer.from(hashes);
  for (let width = hashes.length / HASH_BYTES; width > 1; width /= 2) {
    for (let at = 0; at < width / 2; at += 1) {
      joined.copy(node, NODE_PREFIX.length, at * 2 * HASH_BYTES, (at + 1) * 2 * HASH_BYTES);
      joined.write(hash('sha256', node, 'binary'), at * HASH_BYTES, HASH_BYTES, 'latin1');
    }
  }
  return Buffer.from(joined.subarray(0, HASH_BYTES));
}

/** Root of a range: its subtrees joined from the right. */
export function rangeRoot(range: Range, node: NodeHash): Buffer {
  const hashes = subtreesOf(range).map(([level, index]) => node(level, index));
  return hashes.length === 0 ? EMPTY_ROOT : hashes.reduceRight((right, left) => nodeHash(left, right));
}

/** Ranges whose roots prove that leaf `index` is in the tree of `size`, nearest first (RFC 6962 §2.1.1). */
export function inclusionRanges(index: number, size: number): Range[] {
  const path = (from: number, until: number): Range[] => {
    if (until - from === 1) return [];
    const middle = from + splitOf(until - from);
    return index < middle ? [...path(from, middle), [middle, until]] : [...path(middle, until), [from, middle]];
  };
  if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${String(index)} in a tree of ${String(size)}`);
  return path(0, size);
}

/** Ranges whose roots prove that the tree of `older` leaves begins the one of `newer` (RFC 6962 §2.1.2). */
export function consistencyRanges(older: number, newer: number): Range[] {
  const path = (from: number, until: number, whole: boolean): Range[] => {
    if (older === until) return whole ? [] : [[from, until]];
    const middle = from + splitOf(until - from);
    return older <= middle ? [...path(from, middle, whole), [middle, until]] : [...path(middle, until, false), [from, middle]];
  };
  if (!(older >= 0 && older <= newer)) throw new RangeError(`a tree of ${String(older)} does not begin one of ${String(newer)}`);
  return older === 0 || older === newer ? [] : path(0, newer, true);
}

const areHashes = (...hashes: readonly Buffer[]): boolean => hashes.every((hash) => hash.length === HASH_BYTES);

const half = (value: number): number => Math.floor(value / 2);

/** RFC 9162 §2.1.3.2. */
export function includes(root: Buffer, size: number, index: number, leaf: Buffer, proof: readonly Buffer[]): boolean {
  if (!(index >= 0 && index < size) || !areHashes(root, leaf, ...proof)) return false;
  let [at, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && hash.equals(root);
}

/** RFC 9162 §2.1.4.2. Anything begins with the empty tree; the proof of that, and of a tree with itself, is empty. */
export function extendsTree(older: { readonly size: number; readonly root: Buffer }, newer: { readonly size: number; readonly root: Buffer }, proof: readonly Buffer[]): boolean {
  if (older.size > newer.size || !areHashes(...proof)) return false;
  if (older.size === 0 && !older.root.equals(EMPTY_ROOT)) return false;
  if (older.size === newer.size) return proof.length === 0 && older.root.equals(newer.root);
  if (older.size === 0) return proof.length === 0;
  let [at, last] = [older.size - 1, newer.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // A tree that is a perfect subtree of the newer is its own first hash.
  const path = at === 0 ? [older.root, ...proof] : proof;
  const [first, ...rest] = path;
  if (!first) return false;
  let [old, now] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      old = nodeHash(sibling, old);
      now = nodeHash(sibling, now);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      now = nodeHash(now, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && old.equals(older.root) && now.equals(newer.root);
}
