/** What is chosen from a list and copied between programs is the same with a blank more and in letters of either width. */
import fc from 'fast-check';
import { oneSpelling } from '../../src/identifiers/one-spelling';

it.each(['城关 第2支行', '城关第２支行', ' 城关第2支行\u3000', '城关\u200b第2支行\ufeff'])('%s is one counter', (written) => {
  expect(oneSpelling(written)).toBe('城关第2支行');
});

it('other words stay other words', () => {
  expect(oneSpelling('城关第2支行')).not.toBe(oneSpelling('城关第3支行'));
  expect(oneSpelling('扶贫小额信贷')).not.toBe(oneSpelling('扶贫大额信贷'));
});

it('what is spelt so already stays, whatever it is', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => { expect(oneSpelling(oneSpelling(text))).toBe(oneSpelling(text)); }));
});
