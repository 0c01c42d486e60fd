/** Benefit periods: every way offices write them, and one way back. */
import * as fc from 'fast-check';
import { addMonths, firstDay, lastDay, monthsOf, periodText, periodsOverlap, quarterOf, readPeriod } from '../../src/identifiers/period';

const seed = Number(process.env.SEED ?? 20180707);
const periods = fc.tuple(fc.integer({ min: 1950, max: 2150 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 30 }))
  .map(([year, month, length]) => { const from = `${String(year)}-${String(month).padStart(2, '0')}`; return { from, to: addMonths(from, length) }; });

describe('benefit periods', () => {
  it.each([
    ['2018-07', '2018-07'], ['201807', '2018-07'], ['2018年7月', '2018-07'], ['2018年07月份', '2018-07'], ['2018.7', '2018-07'], ['2018/7', '2018-07'],
    ['2018-Q3', '2018-Q3'], ['2018年第三季度', '2018-Q3'], ['2018年3季度', '2018-Q3'], ['2018年第4季度', '2018-Q4'],
    ['2018', '2018'], ['2018年', '2018'], ['2018年度', '2018'], ['2018年上半年', '2018-01..2018-06'], ['2018年下半年', '2018-07..2018-12'],
    ['2018年1-6月', '2018-01..2018-06'], ['2018年1月至3月', '2018-Q1'], ['2018-01..2018-06', '2018-01..2018-06'], ['2018年11月至2019年2月', '2018-11..2019-02'],
  ])('reads %s as %s', (text, same) => {
    const period = readPeriod(text);
    expect(period && periodText(period)).toBe(same);
  });

  it.each(['', '2018-13', '2018-00', '18-07', '2018年13月', '2018-07..2018-01', '2018-Q5', 'July 2018'])('%s is no period', (text) => {
    expect(readPeriod(text)).toBeUndefined();
  });

  it('comes back as it went, and holds the months it says', () => {
    fc.assert(fc.property(periods, (period) => {
      expect(readPeriod(periodText(period))).toEqual(period);
      const months = monthsOf(period);
      expect([months[0], months.at(-1)]).toEqual([period.from, period.to]);
      expect(new Set(months).size).toBe(months.length);
    }), { seed });
  });

  it('overlaps exactly where it shares a month', () => {
    fc.assert(fc.property(periods, periods, (a, b) => {
      expect(periodsOverlap(a, b)).toBe(monthsOf(a).some((month) => monthsOf(b).includes(month)));
    }), { seed });
  });

  it('knows first and last days and quarters', () => {
    expect([firstDay({ from: '2018-01', to: '2018-02' }), lastDay({ from: '2018-01', to: '2018-02' }), lastDay({ from: '2020-02', to: '2020-02' })]).toEqual(['2018-01-01', '2018-02-28', '2020-02-29']);
    expect(['2018-01', '2018-03', '2018-04', '2018-12'].map(quarterOf)).toEqual(['2018-Q1', '2018-Q1', '2018-Q2', '2018-Q4']);
  });
});
