/** Which identity numbers are refused at the door, and which are recorded for a rule to find. */
import { isUnreadableIdNumber, unreadableIdNumber } from '../../src/api/unreadable-number';

describe('an identity number', () => {
  it.each(['\uff14\uff12\uff12\uff18\uff10\uff11190001010017', '4.22801E+17', '无', '不详', 'ABC'])('%s is refused: nobody could have it', (text) => {
    expect(isUnreadableIdNumber(text)).toBe(true);
  });

  it.each(['422801190001010018', '42280119000101001', '422801780305001', 'E12345678', 'H12345678(4)', ' 422801190001010017\u3000', '', undefined])('%s is taken as it is', (text) => {
    expect(isUnreadableIdNumber(text)).toBe(false);
  });

  it('is never repeated in the refusal', () => {
    const refused = unreadableIdNumber('/data/payee/idNumber');
    expect([refused.code, refused.kind, refused.errors.map(({ pointer }) => pointer)]).toEqual(['id-number-unreadable', 'malformed', ['/data/payee/idNumber']]);
  });
});
