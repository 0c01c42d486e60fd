/** Tiles of height eight (c2sp.org/tlog-tiles): where a node of the tree lies, how a tile is named, and the tree that grows by whole tiles. */
import { DIGEST_BYTES } from '../event-store/leaf';
import { perfectRoot, rootOver, subtreesOf, type NodeHash, type Range } from './tree';

export const TILE_HEIGHT = 8;
export const TILE_WIDTH = 256;

export interface TileId {
  readonly level: number;
  readonly index: number;
}

export interface Tile extends TileId {
  /** 1 to 256 hashes, one after the other. */
  readonly hashes: Buffer;
}

export const widthOf = (hashes: Buffer): number => hashes.length / DIGEST_BYTES;
export const hashAt = (hashes: Buffer, index: number): Buffer => hashes.subarray(index * DIGEST_BYTES, (index + 1) * DIGEST_BYTES);
const hashesIn = (hashes: Buffer): Buffer[] => Array.from({ length: widthOf(hashes) }, (_, index) => hashAt(hashes, index));

/** Hashes a tile holds in a tree of `size`: 256, fewer at the right edge, none beyond. */
export function tileWidth({ level, index }: TileId, size: number): number {
  const nodes = Math.floor(size / TILE_WIDTH ** level);
  return Math.max(0, Math.min(TILE_WIDTH, nodes - index * TILE_WIDTH));
}

/** `1234067` → `x001/x234/067`. */
export function indexPath(index: number): string {
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  return groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join('/');
}

/** The number such a path names, or undefined where it is not written as it must be. */
export function indexOfPath(path: string): number | undefined {
  if (!/^(x\d{3}\/)*\d{3}$/.test(path)) return undefined;
  const index = Number(path.replaceAll(/[x/]/g, ''));
  return Number.isSafeInteger(index) && indexPath(index) === path ? index : undefined;
}

/** Path of a tile under the log's address; `entries` for the leaves themselves. */
export const tilePath = (level: number | 'entries', index: number, width = TILE_WIDTH): string => `tile/${String(level)}/${indexPath(index)}${width < TILE_WIDTH ? `.p/${String(width)}` : ''}`;

/** Before each entry of a bundle. */
export const LENGTH_BYTES = 2;

/** Each entry after its length in two bytes, as the specification has it. */
export function entryBundle(leaves: readonly Buffer[]): Buffer {
  return Buffer.concat(leaves.flatMap((leaf) => {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt16BE(leaf.length);
    return [length, leaf];
  }));
}

/** The tile in which a node lies, and the hashes of it the node is the root of. */
function placeOf(level: number, index: number): TileId & { readonly from: number; readonly count: number } {
  const tileLevel = Math.floor(level / TILE_HEIGHT);
  const count = 2 ** (level % TILE_HEIGHT);
  const first = index * count;
  return { level: tileLevel, index: Math.floor(first / TILE_WIDTH), from: first % TILE_WIDTH, count };
}

/** Tiles that hold all subtrees of these ranges, each once. */
export function tilesOf(ranges: readonly Range[]): TileId[] {
  const tiles = new Map<string, TileId>();
  for (const range of ranges) {
    for (const [level, index] of subtreesOf(range)) {
      const place = placeOf(level, index);
      tiles.set(`${String(place.level)}/${String(place.index)}`, { level: place.level, index: place.index });
    }
  }
  return [...tiles.values()];
}

/** Nodes read from tiles at hand; throws where a tile is missing or too short. */
export function nodesFrom(tiles: readonly Tile[]): NodeHash {
  const known = new Map(tiles.map((tile) => [`${String(tile.level)}/${String(tile.index)}`, tile.hashes]));
  return (level, index) => {
    const place = placeOf(level, index);
    const hashes = known.get(`${String(place.level)}/${String(place.index)}`);
    if (!hashes || widthOf(hashes) < place.from + place.count) throw new Error(`tile ${tilePath(place.level, place.index)} does not hold node ${String(index)} of level ${String(level)}`);
    return rootOver(Array.from({ length: place.count }, (_, at) => hashAt(hashes, place.from + at)));
  };
}

/** The tree as far as it has grown: the open tile of each level. Whole tiles are handed out once and forgotten. */
export class GrowingTree {
  private constructor(private readonly edge: Buffer[][], private leaves: number) {}

  /** Begins with nothing, or with the open tiles of a tree of `size`. */
  static of(size = 0, open: readonly Tile[] = []): GrowingTree {
    const edge: Buffer[][] = [];
    for (let level = 0, nodes = size; nodes > 0; level += 1, nodes = Math.floor(nodes / TILE_WIDTH)) {
      const width = nodes % TILE_WIDTH;
      const tile = open.find((one) => one.level === level && one.index === Math.floor(nodes / TILE_WIDTH));
      if (width > 0 && (!tile || widthOf(tile.hashes) < width)) throw new Error(`tile ${tilePath(level, Math.floor(nodes / TILE_WIDTH), width)} is missing`);
      edge.push(tile ? hashesIn(tile.hashes).slice(0, width) : []);
    }
    return new GrowingTree(edge, size);
  }

  get size(): number {
    return this.leaves;
  }

  /** Takes hashes of leaves, one after the other; answers the tiles that became whole. */
  append(leafHashes: Buffer): Tile[] {
    const whole: Tile[] = [];
    const width = widthOf(leafHashes);
    for (let at = 0; at < width;) {
      const isOpen = (this.edge[0]?.length ?? 0) > 0;
      if (!isOpen && at + TILE_WIDTH <= width) {
        this.close(0, Buffer.from(leafHashes.subarray(at * DIGEST_BYTES, (at + TILE_WIDTH) * DIGEST_BYTES)), whole);
        at += TILE_WIDTH;
      } else {
        this.push(0, Buffer.from(hashAt(leafHashes, at)), whole);
        at += 1;
      }
    }
    this.leaves += width;
    return whole;
  }

  root(): Buffer {
    let below: Buffer | undefined;
    for (const hashes of this.edge) {
      const all = below ? [...hashes, below] : hashes;
      if (all.length > 0) below = rootOver(all);
    }
    return below ?? rootOver([]);
  }

  /** The tiles at the right edge that are not whole yet. */
  openTiles(): Tile[] {
    return this.edge.flatMap((hashes, level) => (hashes.length === 0 ? [] : [{ level, index: Math.floor(this.leaves / TILE_WIDTH ** (level + 1)), hashes: Buffer.concat(hashes) }]));
  }

  private push(level: number, hash: Buffer, whole: Tile[]): void {
    const hashes = (this.edge[level] ??= []);
    hashes.push(hash);
    if (hashes.length < TILE_WIDTH) return;
    this.edge[level] = [];
    this.close(level, Buffer.concat(hashes), whole);
  }

  /** A tile that is whole, on a level whose open one is empty. */
  private close(level: number, hashes: Buffer, whole: Tile[]): void {
    this.edge[level] ??= [];
    whole.push({ level, index: this.counts(level), hashes });
    this.push(level + 1, perfectRoot(hashes), whole);
  }

  /** Whole tiles of a level so far: as many as the level above has nodes. */
  private counts(level: number): number {
    let nodes = 0;
    for (let above = this.edge.length - 1; above > level; above -= 1) nodes = nodes * TILE_WIDTH + (this.edge[above]?.length ?? 0);
    return nodes;
  }
}

/** Tiles at the right edge of a tree of `size` that are not whole. */
export function openTilesAt(size: number): (TileId & { readonly width: number })[] {
  const tiles: (TileId & { width: number })[] = [];
  for (let level = 0, nodes = size; nodes > 0; level += 1, nodes = Math.floor(nodes / TILE_WIDTH)) {
    if (nodes % TILE_WIDTH > 0) tiles.push({ level, index: Math.floor(nodes / TILE_WIDTH), width: nodes % TILE_WIDTH });
  }
  return tiles;
}

export interface TilePath extends Omit<TileId, 'level'> {
  readonly level: number | 'entries';
  readonly width: number;
}

/** What the path of a tile under the log's address asks for; undefined where it is not written as it must be. */
export function parseTilePath(path: string): TilePath | undefined {
  const [, level = '', indexText = '', widthText = String(TILE_WIDTH)] = /^tile\/(entries|0|[1-9]\d?)\/([x\d/]+?)(?:\.p\/([1-9]\d{0,2}))?$/.exec(path) ?? [];
  const [index, width] = [indexOfPath(indexText), Number(widthText)];
  if (index === undefined || width > TILE_WIDTH || Number(level) > 63 || (width === TILE_WIDTH && path.includes('.p/'))) return undefined;
  return { level: level === 'entries' ? level : Number(level), index, width };
}
