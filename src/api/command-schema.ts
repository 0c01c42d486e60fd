/** JSON Schema of a message class, made from its field definitions: what GET /v1/commands and /openapi.json show is what is checked. */
import type { Class, Field, Kind } from '../domain/field';
import { fieldsOf } from '../domain/field';

export type JsonSchema = Readonly<Record<string, unknown>>;

const DATE = '^(19|20|21)\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$';
const MONTH = '^(19|20|21)\\d\\d-(0[1-9]|1[0-2])$';

function kindSchema(kind: Kind): Record<string, unknown> {
  switch (kind.is) {
    case 'fen':
      return { type: 'integer', minimum: kind.min, maximum: Number.MAX_SAFE_INTEGER, 'x-unit': 'fen' };
    case 'integer':
      return { type: 'integer', minimum: kind.min, maximum: kind.max };
    case 'date':
      return { type: 'string', format: 'date', pattern: DATE };
    case 'month':
      return { type: 'string', pattern: MONTH };
    case 'region':
      return { type: 'string', pattern: `^(${kind.digits.map((digits) => `\\d{${String(digits)}}`).join('|')})$` };
    case 'text':
      return { type: 'string', minLength: 1, maxLength: kind.max, ...(kind.pattern ? { pattern: kind.pattern.source } : {}) };
    case 'choice':
      return { type: 'string', enum: kind.values };
    case 'yes-no':
      return { type: 'boolean' };
    case 'reference':
      return { type: 'string', pattern: '^[a-z]-[0-9a-z]{26}$', 'x-reference': kind.to };
    case 'list':
      return { type: 'array', maxItems: kind.max, items: kindSchema(kind.of) };
    case 'part':
      return messageSchema(kind.of());
  }
}

/** What a caller may send instead of a reference: the person, account or register number in clear; it is sealed before it is decided on. */
const CLEAR: Readonly<Record<'person' | 'account' | 'register', Record<string, unknown>>> = {
  person: {
    type: 'object',
    properties: { idNumber: { type: 'string' }, registerNumber: { type: 'string' }, name: { type: 'string' }, phone: { type: 'string' } },
    additionalProperties: false,
  },
  account: { type: 'object', properties: { number: { type: 'string' }, bank: { type: 'string' } }, required: ['number'], additionalProperties: false },
  register: { type: 'object', properties: { number: { type: 'string' } }, required: ['number'], additionalProperties: false },
};

const referenceOf = (field: Field): 'person' | 'account' | 'register' | undefined => (field.kind.is === 'reference' ? field.kind.to : undefined);

/** `payeeRef` may be sent in clear as `payee`, `personRefs` as `persons`. */
export function clearName(name: string): string {
  return name.endsWith('Refs') ? `${name.slice(0, -4)}s` : name.replace(/Ref$/, '');
}

export function messageSchema(type: Class): Record<string, unknown> {
  const properties: Record<string, unknown> = {};
  const required: string[] = [];
  const eitherOr: unknown[] = [];
  for (const field of fieldsOf(type)) {
    properties[field.name] = { ...kindSchema(field.kind), description: field.meaning };
    const to = referenceOf(field);
    if (to) {
      const clear = clearName(field.name);
      properties[clear] = { ...CLEAR[to], description: `${field.meaning}, in clear; sealed before anything is stored` };
      if (!field.optional) eitherOr.push({ anyOf: [{ required: [field.name] }, { required: [clear] }] });
    } else if (!field.optional) required.push(field.name);
  }
  return {
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
    ...(eitherOr.length > 0 ? { allOf: eitherOr } : {}),
    additionalProperties: false,
  };
}
