/** The tree against the definition of RFC 6962, for every small size, and at random for larger ones. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { leafHash } from '../../src/event-store/leaf';
import { GrowingTree, nodesFrom, openTilesAt, tilesOf, tileWidth, indexOfPath, indexPath, tilePath, TILE_WIDTH, type Tile } from '../../src/proof/tiles';
import { consistencyRanges, EMPTY_ROOT, extendsTree, includes, inclusionRanges, nodeHash, rangeRoot, rootOver } from '../../src/proof/tree';

/** MTH of RFC 6962 §2.1, word for word. */
function naiveRoot(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return createHash('sha256').digest();
  if (hashes.length === 1) return hashes[0] as Buffer;
  let split = 1;
  while (split < hashes.length - split) split *= 2;
  return nodeHash(naiveRoot(hashes.slice(0, split)), naiveRoot(hashes.slice(split)));
}

const leaves = Array.from({ length: 1_025 }, (_, index) => leafHash(Buffer.from(`leaf ${String(index)}`)));
const grown = (count: number, pages: readonly number[] = [count]): { tree: GrowingTree; tiles: Tile[] } => {
  const tree = GrowingTree.of();
  const tiles: Tile[] = [];
  for (let from = 0, turn = 0; from < count; turn += 1) {
    const until = Math.min(count, from + (pages[turn % pages.length] as number));
    tiles.push(...tree.append(Buffer.concat(leaves.slice(from, until))));
    from = until;
  }
  return { tree, tiles: [...tiles, ...tree.openTiles()] };
};

// RFC 6962 test vectors as published with Certificate Transparency: leaves and the roots of the first one to eight of them.
const VECTOR_LEAVES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'].map((hex) => leafHash(Buffer.from(hex, 'hex')));
const VECTOR_ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77', 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4', '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c', '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

describe('the tree', () => {
  it('has the roots published for RFC 6962', () => {
    expect(VECTOR_ROOTS.map((_, at) => rootOver(VECTOR_LEAVES.slice(0, at + 1)).toString('hex'))).toEqual(VECTOR_ROOTS);
    expect(EMPTY_ROOT.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  it('grows to the root of the definition at every size to 1,025, whatever it is fed in', () => {
    for (const pages of [[1], [7, 500], [2_000]]) {
      const tree = GrowingTree.of();
      let turn = 0;
      for (let from = 0; from < leaves.length;) {
        const until = Math.min(leaves.length, from + (pages[turn % pages.length] as number));
        tree.append(Buffer.concat(leaves.slice(from, until)));
        from = until;
        turn += 1;
        expect(tree.root()).toEqual(naiveRoot(leaves.slice(0, from)));
      }
    }
  });

  it('begins again from its open tiles as if it had never stopped', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1_025 }), fc.integer({ min: 0, max: 1_025 }), (one, other) => {
      const [from, until] = [Math.min(one, other), Math.max(one, other)];
      const resumed = GrowingTree.of(from, grown(from).tree.openTiles());
      resumed.append(Buffer.concat(leaves.slice(from, until)));
      expect(resumed.root()).toEqual(naiveRoot(leaves.slice(0, until)));
      expect(resumed.openTiles()).toEqual(grown(until).tree.openTiles());
    }));
  });

  it('proves every leaf of every tree to 70, and none but it', () => {
    for (let size = 1; size <= 70; size += 1) {
      const node = nodesFrom(grown(size).tiles);
      const root = naiveRoot(leaves.slice(0, size));
      for (let index = 0; index < size; index += 1) {
        const proof = inclusionRanges(index, size).map((range) => rangeRoot(range, node));
        expect(includes(root, size, index, leaves[index] as Buffer, proof)).toBe(true);
        expect(includes(root, size, index, leaves[index + 1] as Buffer, proof)).toBe(false);
        expect(includes(root, size, (index + 1) % size, leaves[index] as Buffer, proof)).toBe(size === 1);
        expect(includes(root, size, index, leaves[index] as Buffer, [...proof, root])).toBe(false);
      }
    }
  });

  it('proves that each tree to 70 begins each larger one, and that no other does', () => {
    for (let newer = 0; newer <= 70; newer += 1) {
      const node = nodesFrom(grown(newer).tiles);
      const after = { size: newer, root: naiveRoot(leaves.slice(0, newer)) };
      for (let older = 0; older <= newer; older += 1) {
        const before = { size: older, root: naiveRoot(leaves.slice(0, older)) };
        const proof = consistencyRanges(older, newer).map((range) => rangeRoot(range, node));
        expect(extendsTree(before, after, proof)).toBe(true);
        expect(extendsTree({ size: older, root: leafHash(before.root) }, after, proof)).toBe(false);
        expect(extendsTree(before, { size: newer, root: leafHash(after.root) }, proof)).toBe(older === 0 && newer > 0);
        if (proof.length > 0) expect(extendsTree(before, after, proof.slice(1))).toBe(false);
      }
    }
  });

  it('finds a single bit changed in a proof', () => {
    fc.assert(fc.property(fc.integer({ min: 2, max: 1_025 }), fc.nat(), fc.nat(), (size, which, bit) => {
      const node = nodesFrom(grown(size).tiles);
      const index = which % size;
      const proof = inclusionRanges(index, size).map((range) => Buffer.from(rangeRoot(range, node)));
      const at = bit % (proof.length * 256);
      const spoilt = proof[Math.floor(at / 256)] as Buffer;
      spoilt[Math.floor((at % 256) / 8)]! ^= 1 << (at % 8);
      expect(includes(naiveRoot(leaves.slice(0, size)), size, index, leaves[index] as Buffer, proof)).toBe(false);
    }));
  });
});

describe('tiles', () => {
  it('are named as the specification names them', () => {
    expect(indexPath(1_234_067)).toBe('x001/x234/067');
    expect(tilePath(0, 5, 17)).toBe('tile/0/005.p/17');
    expect(tilePath('entries', 1_000, TILE_WIDTH)).toBe('tile/entries/x001/000');
    expect([indexOfPath('x001/x234/067'), indexOfPath('x000/001'), indexOfPath('1'), indexOfPath('001/002')]).toEqual([1_234_067, undefined, undefined, undefined]);
  });

  it('are as wide as the tree has nodes', () => {
    expect([tileWidth({ level: 0, index: 0 }, 70_000), tileWidth({ level: 0, index: 273 }, 70_000), tileWidth({ level: 1, index: 1 }, 70_000), tileWidth({ level: 2, index: 0 }, 70_000), tileWidth({ level: 2, index: 1 }, 70_000)]).toEqual([256, 112, 17, 1, 0]);
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_025 }), (size) => {
      expect(openTilesAt(size).map(({ level, index, width }) => [level, index, width])).toEqual(grown(size).tree.openTiles().map(({ level, index, hashes }) => [level, index, hashes.length / 32]));
    }));
  });

  it('that a proof needs are few, and all named beforehand', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_025 }), fc.nat(), (size, which) => {
      const ranges = inclusionRanges(which % size, size);
      const { tiles } = grown(size);
      const needed = tilesOf(ranges).map((id) => tiles.find((tile) => tile.level === id.level && tile.index === id.index) as Tile);
      const node = nodesFrom(needed);
      expect(includes(naiveRoot(leaves.slice(0, size)), size, which % size, leaves[which % size] as Buffer, ranges.map((range) => rangeRoot(range, node)))).toBe(true);
    }));
  });
});
