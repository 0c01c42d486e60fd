/** Unified social credit codes (GB 32100): check digit, and what kind of body the prefix names. */

export type UsccKind =
  | 'organ' | 'public-institution' | 'social-organisation' | 'private-non-enterprise' | 'foundation' | 'village-committee'
  | 'company' | 'individual-business' | 'co-operative' | 'rural-collective' | 'other';

export interface UsccReading {
  /** Trimmed and upper-cased. */
  readonly code: string;
  /** Eighteen characters of the code's alphabet: a code one can write down and compare. */
  readonly wellFormed: boolean;
  /** A few genuine codes fail their check digit: a warning a person may override, never a refusal. */
  readonly warnings: readonly ('check-digit')[];
  readonly kind?: UsccKind;
  /** Region of the body that registered it, six digits. */
  readonly registeredIn?: string;
}

/** Thirty-one characters: no I, O, S, V, Z. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** 3^i mod 31. */
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const;

const kinds: Readonly<Record<string, UsccKind>> = {
  11: 'organ', 12: 'public-institution',
  51: 'social-organisation', 52: 'private-non-enterprise', 53: 'foundation', 54: 'village-committee',
  91: 'company', 92: 'individual-business', 93: 'co-operative',
  N1: 'rural-collective', N2: 'rural-collective', N3: 'rural-collective',
};

/** The 18th character for the first seventeen. The outer modulo is the point: a sum of 0 mod 31 gives '0', not a 32nd character. */
export function usccCheckDigit(first17: string): string {
  let sum = 0;
  for (let index = 0; index < 17; index += 1) sum += alphabet.indexOf(first17.charAt(index)) * (weights[index] ?? 0);
  return alphabet.charAt((31 - (sum % 31)) % 31);
}

/** Kind by the first two characters: it is what tells a loan used by an enterprise from one run by a co-operative. */
export const usccKind = (code: string): UsccKind => kinds[code.slice(0, 2).toUpperCase()] ?? 'other';

export function readUscc(text: string): UsccReading {
  const code = text.replace(/[\s\u3000]/g, '').toUpperCase();
  if (!/^[0-9A-HJ-NP-RTUW-Y]{18}$/.test(code)) return { code, wellFormed: false, warnings: [] };
  return {
    code,
    wellFormed: true,
    warnings: usccCheckDigit(code) === code[17] ? [] : ['check-digit'],
    kind: usccKind(code),
    registeredIn: code.slice(2, 8),
  };
}
