/** Numbers as spreadsheets and people write them, read digit by digit: nothing here passes through a floating-point number. */

const written = /^([-+]?)(\d*)(?:\.(\d*))?(?:[eE]([-+]?\d{1,3}))?$/;

/** What a spreadsheet shows: fifteen significant digits. It stores 1250.1 as 1250.0999999999999. */
const significant = 15;

function roundedTo(digits: string, places: number): { digits: string; carried: number } {
  if (digits.length <= places) return { digits, carried: 0 };
  const kept = BigInt(digits.slice(0, places)) + (digits.charCodeAt(places) >= 53 ? 1n : 0n);
  const text = kept.toString();
  return { digits: text, carried: digits.length - places };
}

/** A number cell as a plain decimal without exponent; undefined for what is no number. */
export function plainNumber(raw: string): string | undefined {
  const match = written.exec(raw.trim());
  const whole = match?.[2] ?? '';
  const fraction = match?.[3] ?? '';
  if (!match || (whole === '' && fraction === '')) return undefined;
  const stripped = (whole + fraction).replace(/^0+/, '');
  if (stripped === '') return '0';
  const exponent = Number(match[4] ?? 0) - fraction.length;
  const { digits, carried } = roundedTo(stripped, significant);
  const scale = exponent + carried;
  const sign = match[1] === '-' ? '-' : '';
  if (scale > 40 || scale < -400) return undefined;
  if (scale >= 0) return `${sign}${digits}${'0'.repeat(scale)}`;
  const padded = digits.padStart(1 - scale, '0');
  const end = padded.slice(scale).replace(/0+$/, '');
  const start = padded.slice(0, scale);
  return end === '' ? `${sign}${start}` : `${sign}${start}.${end}`;
}

/** A decimal as whole units of 10^-scale. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

export function readDecimal(text: string): Decimal | undefined {
  const match = /^([-+]?)(\d{1,3}(?:,\d{3})+|\d{1,20})(?:\.(\d{1,12}))?$/.exec(text.trim());
  if (!match?.[2]) return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  const units = BigInt(match[2].replaceAll(',', '') + fraction);
  return { units: match[1] === '-' ? -units : units, scale: fraction.length };
}

const powers = Array.from({ length: 33 }, (_, exponent) => 10n ** BigInt(exponent));
const power = (exponent: number): bigint => powers[exponent] ?? 10n ** BigInt(exponent);

/** In whole steps of 10^-scale; undefined where the number is finer, or too large to be safe. */
export function atScale(decimal: Decimal, scale: number): number | undefined {
  if (decimal.scale > scale) return undefined;
  const value = Number(decimal.units * power(scale - decimal.scale));
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Quantity × standard against an amount: equal when less than one fen apart, for shares of a fen are rounded somehow. */
export function productIs(quantity: Decimal, standardYuan: Decimal, fen: number): boolean {
  const one = power(quantity.scale + standardYuan.scale);
  const difference = quantity.units * standardYuan.units * 100n - BigInt(fen) * one;
  return difference < one && difference > -one;
}
