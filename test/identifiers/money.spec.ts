/** Money: text to fen and back, exactly. */
import * as fc from 'fast-check';
import { groupedYuanOf, readMoney, wanOf, yuanOf } from '../../src/identifiers/money';

const seed = Number(process.env.SEED ?? 20180707);
const amounts = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });

describe('money', () => {
  it.each([
    ['1234.56', 123456], ['1,234.56', 123456], ['1,234,567', 123456700], ['0.1', 10], ['12.300', 1230], ['-5', -500], ['0', 0], ['-0.00', 0], ['007', 700],
    ['\u00a51,000.00', 100000], ['\uffe5 12', 1200], ['12元', 1200], ['12.5万元', 12500000], ['3.123456万', 3123456], ['1.5亿元', 15000000000], ['90071992547409.91', 9007199254740991],
  ])('reads %s as %d fen', (text, fen) => {
    expect(readMoney(text)).toEqual({ fen });
  });

  it.each([
    ['', 'empty'], ['12.345', 'below-a-fen'], ['1.2345678万元', 'below-a-fen'], ['1,23.4', 'not-an-amount'], ['12,34,567', 'not-an-amount'], ['abc', 'not-an-amount'],
    ['1.', 'not-an-amount'], ['.5', 'not-an-amount'], ['1e3', 'spoiled'], ['4.2E+10', 'spoiled'], ['90071992547409.92', 'too-large'], ['1'.repeat(40), 'too-large'], ['=1+1', 'not-an-amount'],
  ])('refuses %s as %s', (text, problem) => {
    expect(readMoney(text)).toEqual({ problem });
  });

  it('takes the unit of the column, unless one stands beside the number', () => {
    expect(readMoney('12.5', 'wan')).toEqual({ fen: 12500000 });
    expect(readMoney('12.5元', 'wan')).toEqual({ fen: 1250 });
  });

  it('comes back as it went, in every way of writing it', () => {
    fc.assert(fc.property(amounts, (fen) => {
      const same = fen === 0 ? 0 : fen;
      expect(readMoney(yuanOf(fen))).toEqual({ fen: same });
      expect(readMoney(groupedYuanOf(fen))).toEqual({ fen: same });
      expect(readMoney(`${wanOf(fen)}万元`)).toEqual({ fen: same });
    }), { seed, numRuns: 500 });
  });

  it('writes what people expect', () => {
    expect([yuanOf(5), yuanOf(-123456), groupedYuanOf(123456789), groupedYuanOf(-100000), wanOf(12345678), wanOf(1000000)]).toEqual(['0.05', '-1234.56', '1,234,567.89', '-1,000.00', '12.345678', '1']);
    expect(() => yuanOf(0.5)).toThrow(RangeError);
  });
});
