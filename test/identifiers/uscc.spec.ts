/** Unified social credit codes: published and synthetic vectors, the zero case, the kinds. */
import * as fc from 'fast-check';
import { readUscc, usccCheckDigit, usccKind } from '../../src/identifiers/uscc';

const seed = Number(process.env.SEED ?? 20180707);
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const first17 = fc.array(fc.constantFrom(...alphabet), { minLength: 17, maxLength: 17 }).map((characters) => characters.join(''));

describe('unified social credit codes', () => {
  it.each([
    ['91350100M000100Y43', 'company'],
    ['11422801000000000F', 'organ'],
    ['91422801MA0000000A', 'company'],
    ['93422801MA00000004', 'co-operative'],
  ])('%s holds and is a %s', (code, kind) => {
    expect(readUscc(code)).toMatchObject({ wellFormed: true, warnings: [], kind });
  });

  it.each([
    ['11', 'organ'], ['12', 'public-institution'], ['51', 'social-organisation'], ['52', 'private-non-enterprise'], ['54', 'village-committee'],
    ['91', 'company'], ['92', 'individual-business'], ['93', 'co-operative'], ['N1', 'rural-collective'], ['N3', 'rural-collective'], ['Y1', 'other'],
  ])('prefix %s is %s', (prefix, kind) => {
    expect(usccKind(`${prefix}4228010000000000`)).toBe(kind);
  });

  it('gives 0 where the sum is 0 modulo 31', () => {
    expect(usccCheckDigit('00000000000000000')).toBe('0');
    fc.assert(fc.property(first17, (first) => { expect(alphabet).toContain(usccCheckDigit(first)); expect(usccCheckDigit(first)).toHaveLength(1); }), { seed });
  });

  it('only warns of a wrong check digit, whichever character is changed', () => {
    fc.assert(fc.property(first17, fc.integer({ min: 0, max: 16 }), fc.constantFrom(...alphabet), (first, at, other) => {
      const code = first + usccCheckDigit(first);
      expect(readUscc(code).warnings).toEqual([]);
      fc.pre(other !== code[at]);
      expect(readUscc(code.slice(0, at) + other + code.slice(at + 1))).toMatchObject({ wellFormed: true, warnings: ['check-digit'] });
    }), { seed });
  });

  it.each(['91422801MA000000A', 'I1422801MA0000000A', ''])('%s is no such code', (code) => {
    expect(readUscc(code).wellFormed).toBe(false);
  });

  it('reads small letters and spaces as people type them', () => {
    expect(readUscc(' 91350100 m000100y43 ').code).toBe('91350100M000100Y43');
  });
});
