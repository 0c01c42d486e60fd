/** Canonical JSON: one value, one sequence of bytes. */
import fc from 'fast-check';
import { canonicalJson } from '../../src/event-store/canonical-json';

const seed = Number(process.env['SEED'] ?? 20_181_231);

describe('canonical JSON', () => {
  test.each<[string, unknown, string]>([
    ['members in order of UTF-16 code units', { '€': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, 'ö': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}'],
    ['numbers as ECMAScript writes them', [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0, 9_007_199_254_740_991],
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0,9007199254740991]'],
    ['strings with the shortest escapes', '€$\u000f\nA\'B"\\\\"/', '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'],
    ['nesting', { b: [{ z: null, a: true }], a: {} }, '{"a":{},"b":[{"a":true,"z":null}]}'],
    ['members that are undefined left out', { a: undefined, b: 1, c: undefined }, '{"b":1}'],
  ])('writes %s', (_, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  test.each<[string, unknown]>([
    ['NaN', Number.NaN], ['infinity', -Infinity], ['a big integer', 1n], ['undefined', undefined], ['a hole', [undefined]],
    ['a date', new Date(0)], ['bytes', Buffer.from('x')], ['a map', new Map()], ['a function', () => 1], ['a lone surrogate', '\udc00'],
    ['a lone surrogate in a name', { '\ud800': 1 }],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });

  it('says again what it said: writing, reading and writing gives the same bytes, and the same value', () => {
    const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 });
    fc.assert(fc.property(json, (value) => {
      const once = canonicalJson(value);
      expect(canonicalJson(JSON.parse(once))).toBe(once);
      expect(JSON.parse(once)).toEqual(JSON.parse(JSON.stringify(value)));
    }), { seed, numRuns: 2_000 });
  });

  it('does not depend on the order in which members were set', () => {
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: 'binary' }), fc.integer()), (object) => {
      expect(canonicalJson(Object.fromEntries(Object.entries(object).reverse()))).toBe(canonicalJson(object));
    }), { seed, numRuns: 1_000 });
  });

  it('is well-formed UTF-8 for any string', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(JSON.parse(Buffer.from(canonicalJson(text), 'utf8').toString('utf8'))).toBe(text);
    }), { seed, numRuns: 10_000 });
  });
});
