/** Recognises writing that looks like an identity, card or mobile number, where nothing personal may stand. */
import { readAccountNumber } from './bank-account';
import { readIdCard } from './id-card';
import { readUscc } from './uscc';

/** By form alone: a slip in its check digit makes a number no less personal. Digits that are part of a longer number or of a hash are none. */
const IDENTITY = /(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])/g;
const CARD_OR_MOBILE = /(?<![0-9A-Za-z])(?:62\d{14,17}|1[3-9]\d{9})(?![0-9A-Za-z])/;
/** Glued to letters: only where the check digit is right, for chance makes the form. */
const GLUED_IDENTITY = /(?<![0-9a-f])\d{17}[\dXx](?![0-9a-f])/g;
const GLUED_CARD = /(?<![0-9a-f])62\d{14,17}(?![0-9a-f])/g;

function isCreditCode(run: string): boolean {
  const { wellFormed, warnings, kind = 'other' } = readUscc(run);
  return wellFormed && warnings.length === 0 && kind !== 'other';
}

/** True of text that holds an identity number, a card number of a Chinese issuer (62…) or a mobile number. A credit code may have the form of the first. */
export function looksPersonal(text: string): boolean {
  if (!/\d{11}/.test(text)) return false;
  if (CARD_OR_MOBILE.test(text) || (text.match(IDENTITY) ?? []).some((run) => !isCreditCode(run))) return true;
  return (text.match(GLUED_IDENTITY) ?? []).some((run) => readIdCard(run).valid) || (text.match(GLUED_CARD) ?? []).some((run) => readAccountNumber(run, 'card').valid);
}

/** As much of a caller's id as an answer may repeat: long numbers are starred, whatever they are. */
export const withoutNumbers = (text: string): string => text.replace(/\d{8,}/g, (digits) => '*'.repeat(digits.length));
