/** A well-formed message of any class, always the same: what new golden lines are made of. */
import type { Class, Kind } from '../../src/domain/field-list';
import { fieldsOf } from '../../src/domain/field-list';

/** Free text with what trips careless encoders: full-width marks, quotes, an accent, a rare character outside the first plane. */
const WORDS = ['村级道路硬化(一期)·“四组”至 São 组,𠮷', '示例农商行'];

/** Tried in turn against a field's pattern. */
const CODES = ['恩财农发〔2018〕7号', '2018-07', '2130504', 'A03', '30201', 'amount', 'graceMonths', '4228', '01', '91422801MA0000000A', 'b'.repeat(64), 'p-0123456789abcdefghijklmnop', 'case-2018-1', 'image/jpeg', '21:30', '2018-autumn'];

function sampleText(kind: Extract<Kind, { is: 'text' }>): string {
  const text = (kind.pattern ? CODES : WORDS).find((candidate) => candidate.length <= kind.max && (kind.pattern?.test(candidate) ?? true));
  if (text === undefined) throw new Error(`no sample matches ${String(kind.pattern?.source)} (at most ${String(kind.max)}): add one to CODES`);
  return text;
}

const LETTER = { person: 'p', account: 'a', register: 'r' } as const;

function sampleKind(kind: Kind): unknown {
  switch (kind.is) {
    case 'fen':
      return Math.max(kind.min, 123_456_789);
    case 'integer':
      return Math.min(Math.max(kind.min, 2018), kind.max);
    case 'date':
      return '2018-02-28';
    case 'month':
      return '2018-02';
    case 'region':
      return '422899101201'.slice(0, Math.max(...kind.digits));
    case 'text':
      return sampleText(kind);
    case 'choice':
      return kind.values[0];
    case 'yes-no':
      return true;
    case 'reference':
      return `${LETTER[kind.to]}-0123456789abcdefghijklmnop`;
    case 'list':
      return [sampleKind(kind.of)];
    case 'part':
      return sampleOf(kind.of());
  }
}

/** Every field filled in, the optional ones too. */
export const sampleOf = (type: Class): Record<string, unknown> => Object.fromEntries(fieldsOf(type).map((field) => [field.name, sampleKind(field.kind)]));
