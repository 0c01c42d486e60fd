/** How alike two names of projects are: by pairs of neighbouring characters, whatever signs and numbers of parts are in them. */
import { pairsOf } from '../../projections/facts/project';

describe('pairs of a name', () => {
  it('are its neighbouring characters', () => {
    expect(pairsOf('村道硬化')).toEqual(['村道', '道硬', '硬化']);
    expect(pairsOf('A路Ｂ')).toEqual(['a路', '路b']);
    expect(pairsOf('路')).toEqual(['路']);
  });

  it('are a set, though a pair comes again', () => {
    expect(pairsOf('张张张')).toEqual(['张张', '张张2']);
  });

  it.each(['村道硬化(一期)', '村道硬化 第2期', '村道硬化三标段', '村道硬化-第十一批', '村道硬化12标'])('of %s know nothing of the part', (name) => {
    expect(pairsOf(name)).toEqual(pairsOf('村道硬化'));
  });

  it('of a name that is nothing but the number of a part are those of the number', () => {
    expect(pairsOf('一期')).toEqual(['一期']);
    expect(pairsOf('……')).toEqual([]);
  });
});
