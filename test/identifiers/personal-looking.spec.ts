/** What counts as a personal number in a text, and what merely has many digits. */
import { looksPersonal, withoutNumbers } from '../../src/identifiers/personal-looking';

describe('a text', () => {
  it.each([
    ['an identity number', '422899199502240019'], ['one with a slip in its check digit', '收款人422899199502240012'], ['one glued to letters, right', 'B422826190001010014'],
    ['a card', '卡号 6217000422899000012。'], ['a card with a slip', '6217000422899000011'], ['a mobile number', '电话13800000001'], ['a mobile number in a key', 'key-19940000001'],
  ])('with %s is personal', (_, text) => {
    expect(looksPersonal(text)).toBe(true);
  });

  it.each([
    '422899100200', 'B2018-DIBAO-2018-06', '鄂财农发〔2018〕7号', '2018-01-01', '1732230000123', 'a1994000000112345', '0e13800000001f', '20180101123045123456', `${'0'.repeat(20)}6217000422899000012`,
  ])('%s is not', (text) => {
    expect(looksPersonal(text)).toBe(false);
  });

  it('keeps its short numbers when it is repeated', () => {
    expect(withoutNumbers('household-H422899-00001')).toBe('household-H422899-00001');
    expect(withoutNumbers('household-42289910001')).toBe('household-***********');
  });
});
