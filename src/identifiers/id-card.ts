/** Resident identity numbers (GB 11643): what a written number says of itself, and what is wrong with it. */
import { daysInMonth } from './period';

export type IdCardProblem = 'empty' | 'full-width' | 'spoiled' | 'length' | 'characters' | 'check-digit' | 'birth-date';
/** True of some genuine numbers, so only a warning: never a reason to refuse one. */
export type IdCardWarning = 'old-number' | 'age-over-110' | 'born-later' | 'unknown-province';

export interface IdCardReading {
  /** Trimmed, with an upper-case X; the text as given where it is no such number. */
  readonly number: string;
  readonly valid: boolean;
  readonly problems: readonly IdCardProblem[];
  readonly warnings: readonly IdCardWarning[];
  /** Fifteen digits, as issued until 1999: no century, no check digit. */
  readonly old: boolean;
  readonly birthDate?: string;
  readonly sex?: 'male' | 'female';
  /** Where the number was issued, not where the person lives. */
  readonly issuedIn?: string;
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkDigits = '10X98765432';
const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);

/** The 18th character that belongs to the first seventeen digits. */
export function idCardCheckDigit(first17: string): string {
  let sum = 0;
  for (let index = 0; index < 17; index += 1) sum += (first17.charCodeAt(index) - 48) * (weights[index] ?? 0);
  return checkDigits.charAt(sum % 11);
}

/** How two spellings of one number are made equal: surrounding spaces and a lower-case x do not make another person. */
export const normaliseIdNumber = (text: string): string => (isEighteen(text) ? text : text.replace(/^[\s\u3000]+|[\s\u3000]+$/g, '').toUpperCase());

/** Seventeen digits and a digit or X, as nearly every number is written: looked at once, code by code, because lists hold many. */
function isEighteen(text: string): boolean {
  if (text.length !== 18) return false;
  for (let at = 0; at < 17; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  const last = text.charCodeAt(17);
  return last === 88 || (last >= 48 && last <= 57);
}

function realDate(digits: string): string | undefined {
  const year = Number(digits.slice(0, 4));
  const month = Number(digits.slice(4, 6));
  const day = Number(digits.slice(6, 8));
  if (year < 1800 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
}

const refuse = (number: string, problem: IdCardProblem): IdCardReading =>
  ({ number, valid: false, problems: [problem], warnings: [], old: false });

function formProblem(number: string): IdCardProblem | undefined {
  if (isEighteen(number)) return undefined;
  if (number === '') return 'empty';
  if (/[\uff10-\uff19\uff38\uff58]/.test(number)) return 'full-width';
  // What a spreadsheet makes of eighteen digits: 4.22801E+17.
  if (/^\d(\.\d+)?E\+?\d+$/.test(number)) return 'spoiled';
  if (!/^[0-9X]+$/.test(number)) return 'characters';
  if (number.length !== 18 && number.length !== 15) return 'length';
  return /^(\d{17}[0-9X]|\d{15})$/.test(number) ? undefined : 'characters';
}

function plausibility(birthDate: string | undefined, province: string, old: boolean, on: string | undefined): IdCardWarning[] {
  const warnings: IdCardWarning[] = [];
  if (old) warnings.push('old-number');
  if (!provinces.has(province)) warnings.push('unknown-province');
  if (on !== undefined && birthDate !== undefined) {
    if (birthDate > on) warnings.push('born-later');
    const turned110 = `${String(Number(birthDate.slice(0, 4)) + 110)}${birthDate.slice(4)}`;
    if (turned110 < on) warnings.push('age-over-110');
  }
  return warnings;
}

/** Reads a number; `on` is the business date plausibility is judged at (there is no clock here). */
export function readIdCard(text: string, on?: string): IdCardReading {
  const number = normaliseIdNumber(text);
  const formless = formProblem(number);
  if (formless) return refuse(number, formless);
  const old = number.length === 15;
  const birthDate = realDate(old ? `19${number.slice(6, 12)}` : number.slice(6, 14));
  const problems: IdCardProblem[] = [];
  if (!old && idCardCheckDigit(number) !== number[17]) problems.push('check-digit');
  if (birthDate === undefined) problems.push('birth-date');
  const sexDigit = number.charCodeAt(old ? 14 : 16) - 48;
  return {
    number,
    valid: problems.length === 0,
    problems,
    warnings: plausibility(birthDate, number.slice(0, 2), old, on),
    old,
    ...(birthDate === undefined ? {} : { birthDate }),
    sex: sexDigit % 2 === 1 ? 'male' : 'female',
    issuedIn: number.slice(0, 6),
  };
}

/** The eighteen digits a fifteen-digit number became; those born before 1900 were given other suffixes and are not served. */
export function eighteenDigits(old: string): string {
  const first17 = `${old.slice(0, 6)}19${old.slice(6)}`;
  return first17 + idCardCheckDigit(first17);
}

/** Hides digits 7–14, the birth date. Anything that is no identity number shows its ends only if enough stays hidden. */
export function maskIdNumber(text: string): string {
  const number = normaliseIdNumber(text);
  if (number.length === 18) return `${number.slice(0, 6)}********${number.slice(14)}`;
  if (number.length === 15) return `${number.slice(0, 6)}******${number.slice(12)}`;
  return number.length >= 8 ? `${'*'.repeat(number.length - 2)}${number.slice(-2)}` : '*'.repeat(number.length);
}
