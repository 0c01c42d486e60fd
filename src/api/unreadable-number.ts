/** Tells an identity number nobody could have from one with a slip in it: the first is refused, the second is a fact to record and flag. */
import { Refused } from '../domain/refused';
import { readIdCard } from '../identifiers/id-card';

/** Full-width digits, what a spreadsheet leaves of eighteen digits, or writing that is no number at all. */
export function isUnreadableIdNumber(idNumber: unknown): boolean {
  if (typeof idNumber !== 'string' || idNumber.trim() === '') return false;
  const { problems } = readIdCard(idNumber);
  return problems.includes('full-width') || problems.includes('spoiled') || !/\d/.test(idNumber) || /[^\x20-\x7e\u3000]/.test(idNumber);
}

/** Says where, never what. */
export const unreadableIdNumber = (pointer: string): Refused => {
  const text = { zh: '证件号码无法识别,请按证件原样以半角文本填写', en: 'the identity number cannot be read: give it as text, as on the document, in half-width characters' };
  return new Refused('id-number-unreadable', text, 'malformed', [{ pointer, code: 'id-number-unreadable', text }]);
};
