/** Bank account numbers: cards carry a Luhn digit (ISO/IEC 7812), passbooks and corporate accounts do not. */

export type AccountKind = 'card' | 'passbook' | 'corporate';
export type AccountProblem = 'empty' | 'full-width' | 'spoiled' | 'characters' | 'length' | 'luhn';

export interface AccountReading {
  /** Without the spaces and dashes people group digits with. */
  readonly number: string;
  readonly valid: boolean;
  readonly problems: readonly AccountProblem[];
  /** `luhn-unless-passbook`: sixteen to nineteen digits without a right Luhn digit, and nobody said which kind it is. */
  readonly warnings: readonly ('luhn-unless-passbook')[];
}

export const normaliseAccountNumber = (text: string): string => (isDigits(text) ? text : text.replace(/[\s\u3000-]/g, '').toUpperCase());

/** Nearly every account is digits alone: looked at once, code by code, because lists hold many. */
function isDigits(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return text.length > 0;
}

/** The last digit that makes the digits before it pass Luhn. */
export function luhnDigit(before: string): string {
  let sum = 0;
  for (let index = before.length - 1, doubled = true; index >= 0; index -= 1, doubled = !doubled) {
    const digit = before.charCodeAt(index) - 48;
    sum += doubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return String((10 - (sum % 10)) % 10);
}

export const passesLuhn = (digits: string): boolean => digits.length >= 2 && isDigits(digits) && luhnDigit(digits.slice(0, -1)) === digits.slice(-1);

function formProblem(number: string): AccountProblem | undefined {
  if (isDigits(number)) return number.length < 8 || number.length > 32 ? 'length' : undefined;
  if (number === '') return 'empty';
  if (/[\uff10-\uff19]/.test(number)) return 'full-width';
  if (/^\d(\.\d+)?E\+?\d+$/.test(number)) return 'spoiled';
  return 'characters';
}

/** Reads an account number. Without a kind a wrong Luhn digit is only a warning: it may be a passbook. */
export function readAccountNumber(text: string, kind?: AccountKind): AccountReading {
  const number = normaliseAccountNumber(text);
  const formless = formProblem(number);
  if (formless) return { number, valid: false, problems: [formless], warnings: [] };
  const cardLength = number.length >= 16 && number.length <= 19;
  if (kind === 'card' && !cardLength) return { number, valid: false, problems: ['length'], warnings: [] };
  const wrong = cardLength && !passesLuhn(number);
  if (kind === 'card' && wrong) return { number, valid: false, problems: ['luhn'], warnings: [] };
  return { number, valid: true, problems: [], warnings: wrong && kind === undefined ? ['luhn-unless-passbook'] : [] };
}

/** The last four digits, as on a public roster; nothing of a number too short to hide. */
export function maskAccountNumber(text: string): string {
  const number = normaliseAccountNumber(text);
  return number.length >= 8 ? `****${number.slice(-4)}` : '****';
}
