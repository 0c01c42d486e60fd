/** Identity numbers: the published vectors, and the properties every number keeps. */
import * as fc from 'fast-check';
import { eighteenDigits, idCardCheckDigit, maskIdNumber, readIdCard } from '../../src/identifiers/id-card';
import { daysInMonth } from '../../src/identifiers/period';

const seed = Number(process.env.SEED ?? 20180707);
const two = (value: number): string => String(value).padStart(2, '0');
const numbers = fc
  .tuple(fc.integer({ min: 1900, max: 2025 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }), fc.integer({ min: 0, max: 999 }))
  .map(([year, month, day, serial]) => {
    const first = `422801${String(year)}${two(month)}${two(Math.min(day, daysInMonth(year, month)))}${String(serial).padStart(3, '0')}`;
    return first + idCardCheckDigit(first);
  });

describe('identity numbers', () => {
  it.each(['422801190001010017', '422801190001010025', '422801190001010033'])('%s is valid, only implausibly old', (number) => {
    expect(readIdCard(number, '2018-07-01')).toMatchObject({ valid: true, problems: [], warnings: ['age-over-110'], birthDate: '1900-01-01' });
    expect(readIdCard(number).warnings).toEqual([]);
  });

  it('has a right check digit on 30 February and is still invalid', () => {
    expect(readIdCard('421126190002300014').problems).toEqual(['birth-date']);
  });

  it('reads the sex from the seventeenth digit', () => {
    expect(readIdCard('422801190001010017').sex).toBe('male');
    expect(readIdCard('422801190001010025').sex).toBe('female');
  });

  it('writes a lower-case x in upper case', () => {
    const first = [...Array(1000).keys()].map((n) => `42280119780305${String(n).padStart(3, '0')}`).find((n) => idCardCheckDigit(n) === 'X') ?? '';
    expect(readIdCard(` ${first}x `)).toMatchObject({ valid: true, number: `${first}X` });
  });

  it.each([
    ['422801190001010017', 'full-width'],
    ['4.22801E+17', 'spoiled'],
    ['', 'empty'],
    ['42280119000101001', 'length'],
    ['42280119000101OO17', 'characters'],
    ['4228011900010100X7', 'characters'],
  ])('%s is refused as %s', (text, problem) => {
    const given = problem === 'full-width' ? [...text].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('') : text;
    expect(readIdCard(given)).toMatchObject({ valid: false, problems: [problem] });
  });

  it('recognises fifteen digits as an old number of its century', () => {
    expect(readIdCard('422801780305001')).toMatchObject({ valid: true, old: true, warnings: ['old-number'], birthDate: '1978-03-05', sex: 'male' });
    expect(readIdCard(eighteenDigits('422801780305001'))).toMatchObject({ valid: true, old: false, birthDate: '1978-03-05' });
  });

  it('warns of someone born after the date it is judged at, and of no such province', () => {
    expect(readIdCard('422801190001010017', '1899-12-31').warnings).toEqual(['born-later']);
    const odd = '99280119780305001';
    expect(readIdCard(odd + idCardCheckDigit(odd)).warnings).toEqual(['unknown-province']);
  });

  it('accepts every number made by the rule and no number with one digit changed', () => {
    fc.assert(fc.property(numbers, fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
      expect(readIdCard(number).valid).toBe(true);
      const changed = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
      expect(readIdCard(changed).problems).toContain('check-digit');
    }), { seed });
  });

  it('notices two neighbouring digits swapped', () => {
    fc.assert(fc.property(numbers, fc.integer({ min: 0, max: 15 }), (number, at) => {
      const [a = '', b = ''] = [number[at], number[at + 1]];
      fc.pre(a !== b);
      expect(readIdCard(number.slice(0, at) + b + a + number.slice(at + 2)).valid).toBe(false);
    }), { seed });
  });

  it('never shows the birth date of a masked number', () => {
    expect(maskIdNumber('422801190001010017')).toBe('422801********0017');
    expect(maskIdNumber('422801780305001')).toBe('422801******001');
    fc.assert(fc.property(numbers, (number) => {
      expect(maskIdNumber(number)).toHaveLength(18);
      expect(maskIdNumber(number).slice(6, 14)).toBe('********');
    }), { seed });
  });
});
