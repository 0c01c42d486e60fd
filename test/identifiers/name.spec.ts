/** Names: compared by form, shown by the first character. */
import * as fc from 'fast-check';
import { comparableName, maskName, sameName } from '../../src/identifiers/name';

const seed = Number(process.env.SEED ?? 20180707);

describe('names', () => {
  it.each(['\u00b7', '\u2022', '\uff0e', '\u30fb', '\u2027', ' \u00b7 '])('takes %j for the middle dot', (dot) => {
    expect(sameName(`阿卜杜拉${dot}买买提`, '阿卜杜拉\u00b7买买提')).toBe(true);
  });

  it('ignores full-width spaces and decomposed letters, and nothing that makes another person', () => {
    expect(sameName('张\u3000三', '张三')).toBe(true);
    expect(sameName('Jose\u0301', 'JOSÉ')).toBe(true);
    expect(sameName('张三', '张叁')).toBe(false);
  });

  it('keeps rare characters outside the basic plane whole', () => {
    expect(comparableName('\u{20BB7}田')).toBe('\u{20BB7}田');
    expect(maskName('\u{20BB7}田')).toBe('\u{20BB7}*');
  });

  it('is stable when applied twice', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (name) => { expect(comparableName(comparableName(name))).toBe(comparableName(name)); }), { seed });
  });

  it('masks all but the first character', () => {
    expect(['张三', '欧阳 修文', '李', ''].map(maskName)).toEqual(['张*', '欧***', '李*', '']);
  });
});
