/** Single cells: amounts agree with the one reader of money there is, quantities are exact, garbled text is seen. */
import fc from 'fast-check';
import { readMoney, yuanOf } from '../../src/identifiers/money';
import { textCell, trimmed } from '../../src/intake/cell';
import { isGarbled, readAmount, storable } from '../../src/intake/cell-reading';
import { plainNumber, productIs, readDecimal } from '../../src/intake/number-text';

const seed = Number(process.env['SEED'] ?? 20_260_103);

test('an amount reads as money reads it', () => {
  fc.assert(fc.property(fc.oneof(fc.integer({ min: 1, max: 9_999_999_999 }).map(yuanOf), fc.stringMatching(/^\d{1,9}(\.\d{0,3})?$/)), (text) => {
    const [amount, money] = [readAmount(textCell(text), 'yuan'), readMoney(text)];
    expect(amount.value).toBe(money.fen !== undefined && money.fen <= 10_000_000_000 ? money.fen : undefined);
    expect(amount.faults.length === 0).toBe(amount.value !== undefined);
  }), { seed, numRuns: 500 });
});

test.each([
  ['1250.0999999999999', '1250.1'], ['4.2280119000101E+17', '422801190001010000'], ['1E-2', '0.01'], ['0.1', '0.1'], ['-3.50', '-3.5'], ['100', '100'], ['00012', '12'],
  ['999999999999999.9', '1000000000000000'], ['0', '0'], ['-0.0', '0'], ['1.5e3', '1500'], ['abc', undefined], ['', undefined], ['1e999', undefined],
])('the number cell %s shows %s', (raw, shown) => {
  expect(plainNumber(raw)).toBe(shown);
});

test('a whole number of fen survives the way a spreadsheet stores it', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 999_999_999_999 }), (fen) => {
    expect(readMoney(plainNumber(String(fen / 100)) ?? '').fen).toBe(fen);
  }), { seed, numRuns: 1_000 });
});

test.each([['2.5', '100.25', 25_063, true], ['2.5', '100.25', 25_062, true], ['2.5', '100.25', 25_064, false], ['3', '33.3333', 10_000, true], ['1', '50', 4_999, false]])(
  '%s × %s against %i fen: %s', (quantity, standard, fen, equal) => {
    expect(productIs(readDecimal(quantity)!, readDecimal(standard)!, fen)).toBe(equal);
  });

test('what is stored can be stored anywhere', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', '\u0000', '\ud83d', '\ude00', '\ufffd', '\t', '户', '\u007f') }), (text) => {
    const kept = storable(text);
    expect(kept.isWellFormed()).toBe(true);
    expect(kept).not.toContain('\u0000');
    if (!isGarbled(text)) expect(kept).toBe(text);
  }), { seed, numRuns: 500 });
});

test('blanks of every kind are taken off the ends only', () => {
  for (const blank of [' ', '\t', '\u3000', '\u00a0', '\u200b', '\ufeff']) expect(trimmed(`${blank}张 三${blank}`)).toBe('张 三');
});
