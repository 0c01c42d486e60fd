/** Yuan as text to and from whole fen, digit by digit: no amount ever passes through a floating-point number. */

export type MoneyProblem = 'empty' | 'not-an-amount' | 'spoiled' | 'below-a-fen' | 'too-large';
export type MoneyReading = { readonly fen: number; readonly problem?: undefined } | { readonly fen?: undefined; readonly problem: MoneyProblem };
/** The unit of a column headed 元, 万元 or 亿元; a unit written beside the number wins. */
export type MoneyUnit = 'yuan' | 'wan' | 'yi';

/** Decimal places from the unit down to fen. */
const places: Readonly<Record<MoneyUnit, number>> = { yuan: 2, wan: 6, yi: 10 };
const suffixes: readonly (readonly [RegExp, MoneyUnit])[] = [[/亿元?$/, 'yi'], [/万元?$/, 'wan'], [/元整?$/, 'yuan']];

function splitUnit(text: string, unit: MoneyUnit): { digits: string; unit: MoneyUnit } {
  for (const [suffix, named] of suffixes) if (suffix.test(text)) return { digits: text.replace(suffix, ''), unit: named };
  return { digits: text, unit };
}

/** `1,234.5` → 123450. Thousands must stand where they belong; trailing zeros may go below a fen, digits may not. */
export function readMoney(text: string, columnUnit: MoneyUnit = 'yuan'): MoneyReading {
  const bare = text.replace(/^[\s\u3000]+|[\s\u3000]+$/g, '').replace(/^(-?)[\u00a5\uffe5]\s*/, '$1');
  if (bare === '') return { problem: 'empty' };
  const { digits, unit } = splitUnit(bare, columnUnit);
  if (/^-?\d(\.\d+)?[eE]\+?\d+$/.test(digits.trim())) return { problem: 'spoiled' };
  const match = /^(-?)(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(digits.trim());
  if (!match?.[2]) return { problem: 'not-an-amount' };
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > places[unit]) return { problem: 'below-a-fen' };
  const whole = (match[2].replaceAll(',', '') + fraction.padEnd(places[unit], '0')).replace(/^0+(?=\d)/, '');
  const fen = Number(whole);
  if (whole.length > 16 || !Number.isSafeInteger(fen)) return { problem: 'too-large' };
  return { fen: match[1] === '-' && fen !== 0 ? -fen : fen };
}

function write(fen: number, decimals: number): { sign: string; whole: string; fraction: string } {
  if (!Number.isSafeInteger(fen)) throw new RangeError('money must be a whole number of fen');
  const digits = String(Math.abs(fen)).padStart(decimals + 1, '0');
  return { sign: fen < 0 ? '-' : '', whole: digits.slice(0, -decimals), fraction: digits.slice(-decimals) };
}

/** 123456 → `1234.56`, for files. */
export function yuanOf(fen: number): string {
  const { sign, whole, fraction } = write(fen, places.yuan);
  return `${sign}${whole}.${fraction}`;
}

/** 123456789 → `1,234,567.89`, for people. */
export function groupedYuanOf(fen: number): string {
  const { sign, whole, fraction } = write(fen, places.yuan);
  return `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`;
}

/** 12345678 → `12.345678`, in 万元 and exact, without trailing zeros. */
export function wanOf(fen: number): string {
  const { sign, whole, fraction } = write(fen, places.wan);
  const shown = fraction.replace(/0+$/, '');
  return shown === '' ? `${sign}${whole}` : `${sign}${whole}.${shown}`;
}
