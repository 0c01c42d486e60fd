/** Account numbers: Luhn for cards, nothing of the kind for passbooks. */
import * as fc from 'fast-check';
import { luhnDigit, maskAccountNumber, passesLuhn, readAccountNumber } from '../../src/identifiers/bank-account';

const seed = Number(process.env.SEED ?? 20180707);
const cards = fc.tuple(fc.integer({ min: 15, max: 18 }), fc.integer({ min: 0, max: 999999999 })).map(([length, serial]) => {
  const before = `6217${String(serial).padStart(length - 4, '0')}`.slice(0, length);
  return before + luhnDigit(before);
});

describe('account numbers', () => {
  it.each(['6217000000000000004', '6220000000000000016'])('%s is a valid card', (number) => {
    expect(readAccountNumber(number, 'card')).toMatchObject({ valid: true, warnings: [] });
  });

  it('refuses a wrong Luhn digit on a card, accepts it on a passbook, warns where nobody said', () => {
    const number = '6217000000000000005';
    expect(readAccountNumber(number, 'card').problems).toEqual(['luhn']);
    expect(readAccountNumber(number, 'passbook')).toMatchObject({ valid: true, warnings: [] });
    expect(readAccountNumber(number, 'corporate')).toMatchObject({ valid: true, warnings: [] });
    expect(readAccountNumber(number)).toMatchObject({ valid: true, warnings: ['luhn-unless-passbook'] });
  });

  it('notices any one digit changed on a card', () => {
    fc.assert(fc.property(cards, fc.integer({ min: 0, max: 15 }), fc.integer({ min: 1, max: 9 }), (card, at, by) => {
      expect(passesLuhn(card)).toBe(true);
      expect(passesLuhn(card.slice(0, at) + String((Number(card[at]) + by) % 10) + card.slice(at + 1))).toBe(false);
    }), { seed });
  });

  it('reads grouped digits, and names a number spoiled by a spreadsheet', () => {
    expect(readAccountNumber('6217 0000 0000 0000 004').number).toBe('6217000000000000004');
    expect(readAccountNumber('6.217E+18').problems).toEqual(['spoiled']);
    expect(readAccountNumber('6217张三').problems).toEqual(['characters']);
    expect(readAccountNumber('621700', 'card').problems).toEqual(['length']);
    expect(readAccountNumber('').problems).toEqual(['empty']);
  });

  it('shows four digits at most', () => {
    expect(maskAccountNumber('6217000000000000004')).toBe('****0004');
    expect(maskAccountNumber('1234')).toBe('****');
  });
});
