/** Behaves as a copied Map, and leaves every earlier map as it was. */
import fc from 'fast-check';
import { PersistentMap } from '../../src/domain/persistent-map';
import { seed } from '../support/story';

describe('a persistent map', () => {
  it('holds what a copied Map would hold, at every step', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat()), { maxLength: 100 }), (entries) => {
      const steps: { map: PersistentMap<number>; model: Map<string, number> }[] = [{ map: PersistentMap.empty, model: new Map() }];
      for (const [key, value] of entries) {
        const { map, model } = steps.at(-1)!;
        steps.push({ map: map.with(key, value), model: new Map(model).set(key, value) });
      }
      for (const { map, model } of steps) {
        for (const [key] of entries) expect(map.get(key)).toBe(model.get(key));
        expect(map.toJSON()).toEqual(Object.fromEntries(model));
        expect([...map.values()].sort()).toEqual([...model.values()].sort());
      }
    }), { seed });
  });
});
