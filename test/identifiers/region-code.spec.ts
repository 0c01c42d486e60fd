/** Region codes: levels, parents, containment, and the counties without a prefecture. */
import * as fc from 'fast-check';
import { isRegionCode, parentRegion, regionAtLevel, regionChain, regionContains, regionLevel, townshipKind, unpadRegion, villageKind } from '../../src/identifiers/region-code';

const seed = Number(process.env.SEED ?? 20180707);
const counties = fc.oneof(fc.constantFrom('422801', '422828', '429004', '429005', '429006', '429021', '421071', '421171'),
  fc.integer({ min: 110000, max: 659999 }).map(String));
const villages = fc.tuple(counties, fc.integer({ min: 1, max: 599 }), fc.integer({ min: 1, max: 599 }))
  .map(([county, town, village]) => county + String(town).padStart(3, '0') + String(village).padStart(3, '0'));

describe('region codes', () => {
  it('names the level by length', () => {
    expect(['00', '42', '4228', '422801', '422801102', '422801102203'].map(regionLevel)).toEqual(['central', 'province', 'prefecture', 'county', 'township', 'village']);
    expect(['', '4', '422', '42280', '4228011', 'abc', '4290'].map(regionLevel)).toEqual(Array(7).fill(undefined));
  });

  it.each(['429004', '429005', '429006', '429021'])('%s hangs directly under its province', (county) => {
    expect(parentRegion(county)).toBe('42');
    expect(regionAtLevel(`${county}001001`, 'prefecture')).toBeUndefined();
    expect(regionChain(`${county}001001`)).toEqual([`${county}001001`, `${county}001`, county, '42']);
  });

  it('counts the pseudo-counties of the statistics as counties', () => {
    expect(regionChain('421071')).toEqual(['421071', '4210', '42']);
    expect(isRegionCode('421171')).toBe(true);
  });

  it('leads every village up to its province through regions that contain it', () => {
    fc.assert(fc.property(villages, (village) => {
      const chain = regionChain(village);
      expect(chain.at(-1)).toBe(village.slice(0, 2));
      for (const above of chain) expect(regionContains(above, village)).toBe(true);
      expect(regionContains(village, chain.at(-1) ?? '')).toBe(false);
      expect(regionContains('00', village)).toBe(true);
    }), { seed });
  });

  it('cuts the zeros codes are padded with', () => {
    expect(['420000', '422800', '422801000000', '429000', '422801102000', '422801102203'].map(unpadRegion)).toEqual(['42', '4228', '422801', '42', '422801102', '422801102203']);
    fc.assert(fc.property(villages, (village) => { for (const code of regionChain(village)) if (!code.endsWith('00')) expect(unpadRegion(code.padEnd(12, '0'))).toBe(code); }), { seed });
  });

  it('tells streets from towns and residents from villagers', () => {
    expect(['422801001', '422801102', '422801200', '422801401', '422801600'].map(townshipKind)).toEqual(['sub-district', 'town', 'township', 'like-township', undefined]);
    expect(['422801102001', '422801102203', '422801102498', '422801102'].map(villageKind)).toEqual(['residents-committee', 'villagers-committee', 'like-village', undefined]);
  });
});
